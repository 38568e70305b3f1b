"""Somebody without a phone who belongs nowhere any more: seven days, and the RT is told."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts import erasure
from accounts.models import Consent, Resident
from gotongroyong.mydata import purpose
from gotongroyong.mydata.behalf_notices import NO_PURPOSE
from gotongroyong.mydata.purpose import review_purposes
from journal.models import Entry
from neighborhoods.assisted import create_assisted, may_act_for
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import decline, undo_decision
from neighborhoods.standing import Standing, standing_of
from notifications.models import Notification
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def asked_from_the_house(cast: Cast) -> Resident:
    house = Household.objects.select_related("rt").get(memberships__resident=cast.requester)
    by = standing_of(cast.requester)
    return create_assisted("Mbah Sari", household=house, by=by, kind="tetap", has_agreed=True)


def declined(cast: Cast) -> Resident:
    person = asked_from_the_house(cast)
    decline(person.memberships.get(), coordinator=standing_of(cast.rt_head), reason="Siapa?")
    return person


def later() -> datetime:
    return timezone.now() + timedelta(hours=2)


def day_of(person: Resident) -> datetime | None:
    return Resident.objects.get(pk=person.pk).erase_after


def again(person: Resident, by: Standing) -> Resident:
    house = Household.objects.select_related("rt").get(memberships__resident=person)
    return create_assisted("mbah sari", household=house, by=by, kind="tetap", has_agreed=True)


def test_who_was_declined_gets_seven_days_once_and_the_rt_is_told(cast: Cast) -> None:
    person = declined(cast)
    assert [review_purposes(later()) for _ in range(2)] == [1, 0]
    day = day_of(person)
    assert day
    assert timedelta(days=6, hours=23) < day - timezone.now() <= timedelta(days=7)
    told = Notification.objects.filter(kind=NO_PURPOSE).order_by("recipient")
    assert [each.recipient for each in told] == [cast.rw_head, cast.rt_head]
    entry = Entry.objects.get(action="erasure.no_purpose")
    assert (entry.actor_id, entry.subject_id) == (None, person.pk)


def test_the_tick_does_it_and_erases_a_week_later(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        person = declined(cast)
        clock.shift(timedelta(hours=2))
        call_command("tick", stdout=StringIO())
        clock.shift(timedelta(days=7))
        call_command("tick", stdout=StringIO())
        clock.shift(erasure.TO_SETTLE)
        call_command("tick", stdout=StringIO())
    person.refresh_from_db()
    assert person.erased_at


def test_a_decision_made_just_now_may_still_be_undone(cast: Cast) -> None:
    person = declined(cast)
    assert review_purposes(timezone.now()) == 0
    assert day_of(person) is None


def test_where_an_operator_ended_a_home_it_is_the_same(cast: Cast) -> None:
    person = asked_from_the_house(cast)
    Membership.objects.filter(resident=person).update(status="ended", ended_at=None)
    assert review_purposes(timezone.now()) == 1


def test_nobody_else_is_touched(cast: Cast) -> None:
    """Who waits, who lives somewhere, who has a phone, who is erased, who never had a home."""
    asked_from_the_house(cast)
    Membership.objects.filter(resident=cast.volunteer).update(status="ended")
    Resident(name="Baru").save(force_insert=True)
    gone = asked_elsewhere(cast)
    Resident.objects.filter(pk=gone.pk).update(name="", erased_at=timezone.now(), is_active=False)
    assert review_purposes(later()) == 0
    assert not Resident.objects.filter(erase_after__isnull=False).exists()


def asked_elsewhere(cast: Cast) -> Resident:
    person = create_assisted(
        "Mbah Tua",
        household=Household.objects.select_related("rt").get(memberships__resident=cast.volunteer),
        by=standing_of(cast.rt_head),
        has_agreed=True,
    )
    Membership.objects.filter(resident=person).update(status="ended")
    return person


def test_who_is_added_again_is_the_same_person_and_stays(cast: Cast) -> None:
    person = declined(cast)
    review_purposes(later())
    back = again(person, standing_of(cast.rt_head))
    assert (back, day_of(person)) == (person, None)
    assert may_act_for(standing_of(cast.rt_head), person)
    assert Consent.objects.filter(resident=person, withdrawn_at=None).count() == 1
    kept = Entry.objects.get(action="erasure.kept_for")
    assert (kept.actor_id, kept.subject_id) == (cast.rt_head.pk, person.pk)
    assert review_purposes(later()) == 0


def test_who_is_being_erased_does_not_come_back(cast: Cast) -> None:
    person = declined(cast)
    Resident.objects.filter(pk=person.pk).update(erasing_since=timezone.now(), is_active=False)
    assert again(person, standing_of(cast.rt_head)) != person


@pytest.mark.parametrize("how", ["home", "phone"])
def test_what_an_operator_mends_takes_it_back(how: str, cast: Cast) -> None:
    person = declined(cast)
    review_purposes(later())
    if how == "home":
        Membership.objects.filter(resident=person).update(status="active")
    else:
        Resident.objects.filter(pk=person.pk).update(phone="+6281370000001")
    assert [review_purposes(later()) for _ in range(2)] == [1, 0]
    assert day_of(person) is None
    assert Entry.objects.latest("id").action == "erasure.purpose_again"


def test_a_day_that_somebody_asked_for_is_not_taken_back(cast: Cast) -> None:
    erasure.ask(cast.requester)
    assert review_purposes(later()) == 0
    assert day_of(cast.requester)


def test_a_decision_undone_leaves_them_waiting(cast: Cast) -> None:
    person = asked_from_the_house(cast)
    head, wait = standing_of(cast.rt_head), timedelta(seconds=10)
    decline(person.memberships.get(), coordinator=head, reason="Siapa?", settle_in=wait)
    entry = Entry.objects.get(action="membership.declined")
    undo_decision(person.memberships.get(), coordinator=head, entry_id=entry.pk)
    assert review_purposes(later()) == 0


def test_one_persons_trouble_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = declined(cast), asked_elsewhere(cast)

    def locked(person: Resident) -> Resident:
        if person.pk == first.pk:
            raise OSError
        return Resident.objects.get(pk=person.pk)

    monkeypatch.setattr(purpose, "locked", locked)
    assert review_purposes(later()) == 1
    assert (day_of(first), day_of(second) is None) == (None, False)
