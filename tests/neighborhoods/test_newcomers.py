"""Who recognises whom, and when: in the queue, in notices and in reminders alike."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Membership, Office
from neighborhoods.newcomers import (
    PATIENCE,
    deciders_of,
    look_at,
    newcomers_for,
    newcomers_seen_by,
)
from neighborhoods.recognition import decline
from neighborhoods.standing import standing_of
from notifications.actions import plan
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import newcomer

A_DAY = timedelta(days=1)


def waits_since(membership: Membership, days: float) -> Membership:
    membership.joined_at = timezone.now() - days * A_DAY
    membership.save(update_fields=["joined_at"])
    return membership


def queue_of(person: Resident) -> set[int]:
    return set(newcomers_for(standing_of(person)).values_list("pk", flat=True))


def test_the_rt_sees_them_at_once_and_the_rw_after_three_days(cast: Cast) -> None:
    membership = newcomer(cast)
    assert membership.pk in queue_of(cast.rt_head)
    assert membership.pk not in queue_of(cast.rw_head)
    waits_since(membership, 3)
    assert membership.pk in queue_of(cast.rw_head)


def test_the_rw_sees_them_at_once_where_the_rt_has_nobody(cast: Cast) -> None:
    membership = newcomer(cast)
    Office.objects.filter(holder=cast.rt_head).update(ended_at=timezone.now())
    assert membership.pk in queue_of(cast.rw_head)


def test_a_switched_off_head_counts_as_nobody(cast: Cast) -> None:
    membership = newcomer(cast)
    Resident.objects.filter(pk=cast.rt_head.pk).update(is_active=False)
    assert membership.pk in queue_of(cast.rw_head)


def test_nobody_recognises_themselves(cast: Cast) -> None:
    Membership.objects.filter(resident=cast.rt_head).update(status="pending")
    own = Membership.objects.get(resident=cast.rt_head)
    assert own.pk not in queue_of(cast.rt_head)
    assert own.pk in queue_of(cast.rw_head)


@pytest.mark.parametrize("who", ["volunteer", "other_rt", "outsider", "waiting", "operator"])
def test_without_an_office_nobody_waits_for_you(cast: Cast, who: str) -> None:
    newcomer(cast)
    assert queue_of(getattr(cast, who)) == set()


@pytest.mark.parametrize("days", [0, 2.9, 3.1, 40])
@pytest.mark.parametrize("rt_office", [True, False])
@pytest.mark.parametrize("rw_office", [True, False])
@pytest.mark.parametrize("who", ["stranger", "rt_head", "rw_head"])
def test_queue_and_notices_ask_the_same_people(
    cast: Cast, days: float, rt_office: bool, rw_office: bool, who: str
) -> None:
    if who == "stranger":
        membership = newcomer(cast)
    else:
        membership = Membership.objects.get(resident=getattr(cast, who))
        membership.status = "pending"
        membership.save(update_fields=["status"])
    waits_since(membership, days)
    for head, in_office in ((cast.rt_head, rt_office), (cast.rw_head, rw_office)):
        if not in_office:
            Office.objects.filter(holder=head).update(ended_at=timezone.now())
    everybody = list(Resident.objects.all())
    by_queue = {person.pk for person in everybody if membership.pk in queue_of(person)}
    fresh = Membership.objects.select_related("rt__rw").get(pk=membership.pk)
    assert set(deciders_of(fresh).values_list("pk", flat=True)) == by_queue


def test_the_rw_is_reminded_when_the_three_days_are_over(cast: Cast) -> None:
    membership = waits_since(newcomer(cast), 2)
    plan("newcomer.overdue")
    notices = Notification.objects.filter(kind="newcomer.overdue", object_id=membership.pk)
    assert [notice.recipient_id for notice in notices] == [cast.rw_head.pk]
    due = notices[0].deliveries.first()
    assert due is not None
    assert due.due_at == membership.joined_at + PATIENCE


def test_each_officer_of_the_rw_in_force_is_reminded_and_nobody_of_themselves(cast: Cast) -> None:
    rw = rt_of(cast.rw_head).rw
    Office.objects.create(holder=cast.other_rt, rw=rw, post="sekretaris")
    Office.objects.create(holder=cast.requester, rw=rw, post="kader", ended_at=timezone.now())
    own = Membership.objects.get(resident=cast.rw_head)
    Membership.objects.filter(pk=own.pk).update(status="pending")
    waits_since(own, 2)
    stranger = waits_since(newcomer(cast), 2)
    plan("newcomer.overdue")
    told = Notification.objects.filter(kind="newcomer.overdue")
    assert set(told.values_list("object_id", "recipient_id")) == {
        (own.pk, cast.other_rt.pk),
        (stranger.pk, cast.other_rt.pk),
        (stranger.pk, cast.rw_head.pk),
    }


@pytest.mark.parametrize("days", [0.5, 45])
def test_no_reminder_is_planned_too_early_or_for_old_news(cast: Cast, days: float) -> None:
    membership = waits_since(newcomer(cast), days)
    plan("newcomer.overdue")
    assert not Notification.objects.filter(
        kind="newcomer.overdue", object_id=membership.pk
    ).exists()


def test_no_reminder_of_who_has_been_decided(cast: Cast) -> None:
    membership = waits_since(newcomer(cast), 2)
    decline(membership, coordinator=standing_of(cast.rt_head), reason="Rumahnya tidak ada.")
    plan("newcomer.overdue")
    assert not Notification.objects.filter(
        kind="newcomer.overdue", object_id=membership.pk
    ).exists()


def test_a_decided_one_can_still_be_opened_by_its_coordinators(cast: Cast) -> None:
    membership = newcomer(cast)
    decline(membership, coordinator=standing_of(cast.rt_head), reason="Rumahnya tidak ada.")
    for who, sees in product((cast.rt_head, cast.rw_head, cast.volunteer), (True,)):
        found = newcomers_seen_by(standing_of(who)).filter(pk=membership.pk).exists()
        assert found is (sees and who != cast.volunteer)


def test_a_look_at_house_and_phone_is_noted(cast: Cast) -> None:
    membership = Membership.objects.select_related("household").get(pk=newcomer(cast).pk)
    contact = look_at(membership, coordinator=standing_of(cast.rt_head))
    assert (contact.address, contact.landmark) == ("Blok Q9 No. 3", "pagar biru")
    entry = Entry.objects.get(action="contact.seen")
    assert (entry.object_kind, entry.object_id) == ("membership", membership.pk)
    assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, membership.resident_id)
