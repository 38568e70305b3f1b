"""A head hands over: successor asked, both confirm, the old access ends the same moment."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods import handovers, offices
from neighborhoods import office_errors as errors
from neighborhoods import office_rules as rules
from neighborhoods.models import Handover, Membership, Office
from neighborhoods.office_life import today_in
from neighborhoods.offices import (
    accept_handover,
    ask_handover,
    confirm_handover,
    decline_handover,
    end_office,
    release_offices,
    take_back_handover,
)
from neighborhoods.standing import standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.neighborhoods.appointing import give, rt_003
from tests.neighborhoods.test_offices import office_elsewhere, told
from tests.volunteers.crowd import all_at_once
from web.errors import DomainError

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]


def asked(cast: Cast) -> Handover:
    office = Office.objects.get(holder=cast.rt_head)
    return ask_handover(office, successor=cast.volunteer, by=standing_of(cast.rt_head))


def accepted(cast: Cast) -> Handover:
    return accept_handover(asked(cast), by=standing_of(cast.volunteer))


def confirm(handover: Handover, cast: Cast, *, new_term: bool = False) -> Office:
    return confirm_handover(handover, by=standing_of(cast.rt_head), new_term=new_term)


def test_the_old_access_ends_and_the_new_begins_with_the_confirmation(
    cast: Cast, client_of: ClientOf
) -> None:
    old, new = client_of(cast.rt_head), client_of(cast.volunteer)
    handover = accepted(cast)
    assert [client.get("/pengurus/").status_code for client in (old, new)] == [200, 404]
    confirm(handover, cast)
    assert [client.get("/pengurus/").status_code for client in (old, new)] == [404, 200]


def test_each_step_is_journaled_and_told(cast: Cast) -> None:
    confirm(accepted(cast), cast)
    office = Office.objects.get(holder=cast.rt_head)
    entries = Entry.objects.filter(object_kind="office").order_by("id")
    assert list(entries.values_list("action", "actor_id", "subject_id")) == [
        ("handover.asked", cast.rt_head.pk, cast.volunteer.pk),
        ("handover.accepted", cast.volunteer.pk, cast.volunteer.pk),
        ("handover.confirmed", cast.rt_head.pk, cast.volunteer.pk),
        ("office.given", cast.rt_head.pk, cast.volunteer.pk),
    ]
    assert set(entries[:3].values_list("object_id", flat=True)) == {office.pk}
    assert told(cast.volunteer) == ["office.given", "handover.asked"]
    assert told(cast.rt_head) == ["handover.accepted"]
    assert told(cast.rw_head) == ["handover.confirmed"]
    assert not Notification.objects.unread().filter(kind__startswith="handover.a").exists()


def test_the_new_office_has_the_rest_of_the_term_or_a_new_one(cast: Cast) -> None:
    today = today_in(rt_003().rw)
    Office.objects.filter(holder=cast.rt_head).update(ends_on=today + timedelta(days=90))
    new = confirm(accepted(cast), cast)
    assert (new.post, new.rt, new.starts_on, new.is_deputy) == ("ketua", rt_003(), today, False)
    assert new.ends_on == today + timedelta(days=90)
    back = ask_handover(new, successor=cast.rt_head, by=standing_of(cast.volunteer))
    accept_handover(back, by=standing_of(cast.rt_head))
    newest = confirm_handover(back, by=standing_of(cast.volunteer), new_term=True)
    assert newest.ends_on == rules.full_term(today)


def test_nothing_passes_on_before_it_is_accepted(cast: Cast) -> None:
    handover = asked(cast)
    with pytest.raises(errors.NotAcceptedYet):
        confirm(handover, cast)
    assert standing_of(cast.rt_head).is_coordinator


@pytest.mark.parametrize("is_accepted", [False, True])
def test_both_may_pull_out_until_it_is_confirmed(cast: Cast, is_accepted: bool) -> None:
    make = accepted if is_accepted else asked
    decline_handover(make(cast), by=standing_of(cast.volunteer))
    assert told(cast.rt_head)[0] == "handover.declined"
    take_back_handover(make(cast), by=standing_of(cast.rt_head))
    assert told(cast.volunteer)[0] == "handover.taken_back"
    assert not Handover.objects.open().exists()
    assert standing_of(cast.rt_head).is_coordinator


def test_a_settled_handover_is_moved_by_nobody(cast: Cast) -> None:
    handover = accepted(cast)
    confirm(handover, cast)
    head, successor = standing_of(cast.rt_head), standing_of(cast.volunteer)
    for do in (
        lambda: confirm_handover(handover, by=head),
        lambda: take_back_handover(handover, by=head),
        lambda: accept_handover(handover, by=successor),
        lambda: decline_handover(handover, by=successor),
    ):
        with pytest.raises(errors.HandoverOver):
            do()


def test_each_step_is_its_own_sides(cast: Cast) -> None:
    handover = accepted(cast)
    for step, person in (
        (decline_handover, cast.rt_head),
        (take_back_handover, cast.volunteer),
        (confirm_handover, cast.volunteer),
        (confirm_handover, cast.rw_head),
        (decline_handover, cast.requester),
    ):
        with pytest.raises(errors.NotYourOffice):
            step(handover, by=standing_of(person))


@pytest.mark.parametrize("who", ["other_rt", "waiting", "outsider"])
def test_an_rts_successor_is_a_verified_resident_of_that_rt(cast: Cast, who: str) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    with pytest.raises(errors.NotAResident):
        ask_handover(office, successor=getattr(cast, who), by=standing_of(cast.rt_head))


def test_the_rws_successor_is_of_any_rt(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rw_head)
    handover = ask_handover(office, successor=cast.other_rt, by=standing_of(cast.rw_head))
    accept_handover(handover, by=standing_of(cast.other_rt))
    confirm_handover(handover, by=standing_of(cast.rw_head))
    assert standing_of(cast.other_rt).covered_rw_ids == {office.rw_id}
    assert not standing_of(cast.rw_head).is_coordinator


def test_an_office_is_handed_to_another_and_by_its_holder(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    with pytest.raises(errors.NotToOneself):
        ask_handover(office, successor=cast.rt_head, by=standing_of(cast.rt_head))
    with pytest.raises(errors.NotYourOffice):
        ask_handover(office, successor=cast.volunteer, by=standing_of(cast.rw_head))
    asked(cast)
    with pytest.raises(errors.AskedAlready):
        asked(cast)


def test_a_deputys_office_is_not_handed_over(cast: Cast) -> None:
    until = today_in(rt_003().rw) + timedelta(days=9)
    acting = {"post": "ketua", "is_deputy": True, "ends_on": until}
    office = give(cast.volunteer, cast.rt_head, rt_003(), **acting)
    with pytest.raises(errors.NotToBeHandedOver):
        ask_handover(office, successor=cast.requester, by=standing_of(cast.volunteer))


def test_a_successor_who_moved_out_meanwhile_gets_nothing(cast: Cast) -> None:
    handover = accepted(cast)
    Membership.objects.filter(resident=cast.volunteer).update(status="ended")
    with pytest.raises(errors.NotAResident):
        confirm(handover, cast)
    assert standing_of(cast.rt_head).is_coordinator


def test_a_successor_with_an_office_elsewhere_gets_nothing_and_nothing_ends(cast: Cast) -> None:
    handover = accepted(cast)
    office_elsewhere(cast.volunteer)
    with pytest.raises(errors.OfficeElsewhere):
        confirm(handover, cast)
    assert standing_of(cast.rt_head).is_coordinator


def test_who_lost_the_office_hands_nothing_over(cast: Cast) -> None:
    handover = accepted(cast)
    head = standing_of(cast.rt_head)
    end_office(handover.office, by=standing_of(cast.rw_head), reason="Lama tidak ada kabar.")
    with pytest.raises(errors.HandoverOver):
        confirm_handover(handover, by=head)
    assert told(cast.volunteer)[0] == "handover.taken_back"
    assert not standing_of(cast.volunteer).is_coordinator


def test_who_leaves_leaves_their_handovers(cast: Cast) -> None:
    asked(cast)
    release_offices(cast.volunteer)
    assert told(cast.rt_head) == ["handover.declined"]
    asked(cast)
    release_offices(cast.rt_head)
    assert told(cast.volunteer)[0] == "handover.taken_back"
    assert not Handover.objects.open().exists()


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        (
            "INSERT INTO neighborhoods_handover (office_id, successor_id, asked_at)"
            " SELECT office_id, successor_id, now() FROM neighborhoods_handover",
            "one_open_handover_per_office",
        ),
        ("UPDATE neighborhoods_handover SET confirmed_at = now()", "handover_accepted_first"),
    ],
)
def test_psql_makes_no_impossible_handover(cast: Cast, sql: str, constraint: str) -> None:
    asked(cast)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.usefixtures("without_pool")
@pytest.mark.django_db(transaction=True)
def test_confirmed_by_several_at_once_it_passes_on_once(cast: Cast) -> None:
    handover = accepted(cast)

    def do(_: int) -> str:
        try:
            confirm(handover, cast)
        except (errors.HandoverOver, errors.NotYourOffice, errors.EndedAlready):
            return "over"
        return "confirmed"

    assert Counter(all_at_once(list(range(6)), do)) == {"confirmed": 1, "over": 5}
    assert Office.objects.in_force().filter(rt=rt_003()).count() == 1
    assert Entry.objects.filter(action="handover.confirmed").count() == 1


@pytest.mark.usefixtures("without_pool")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pull_out", [take_back_handover, decline_handover])
def test_confirming_and_pulling_out_at_once_have_one_winner(
    cast: Cast, pull_out: Callable[..., Handover]
) -> None:
    puller = cast.rt_head if pull_out is take_back_handover else cast.volunteer
    for _ in range(4):
        handover = accepted(cast)

        def do(step: str, handover: Handover = handover) -> str:
            try:
                if step == "confirm":
                    confirm(handover, cast)
                else:
                    pull_out(handover, by=standing_of(puller))
            except errors.HandoverOver:
                return "over"
            return step

        winner, *others = sorted(all_at_once(["confirm", "pull"], do), key="over".__eq__)
        assert others == ["over"]
        heir = cast.volunteer if winner == "confirm" else cast.rt_head
        held = Office.objects.in_force().filter(rt=rt_003())
        assert [office.holder for office in held] == [heir]
        Office.objects.filter(holder=cast.volunteer).update(ended_at="2026-01-01T00:00:00Z")
        Office.objects.filter(holder=cast.rt_head).update(ended_at=None)


@pytest.mark.usefixtures("without_pool")
@pytest.mark.django_db(transaction=True)
def test_a_holder_who_leaves_and_confirms_at_once_meets_no_deadlock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In two tabs, or when the account's seven days end: the office first, its handover after."""
    office = Office.objects.get(holder=cast.rt_head)
    handover = Handover.objects.create(
        office=office, successor=cast.volunteer, accepted_at=timezone.now()
    )

    def slowly(do: Callable[..., Any]) -> Callable[..., Any]:
        def later(*args: Any, **kwargs: Any) -> Any:
            time.sleep(0.6)
            return do(*args, **kwargs)

        return later

    monkeypatch.setattr(offices, "finish", slowly(offices.finish))
    monkeypatch.setattr(handovers, "check_own", slowly(handovers.check_own))

    def do(which: str) -> str:
        if which == "leave":
            release_offices(cast.rt_head)
            return "left"
        try:
            confirm_handover(handover, by=standing_of(cast.rt_head))
        except DomainError:
            return "over"
        return "confirmed"

    answers = all_at_once(["leave", "confirm"], do)
    assert answers[0] == "left"
    assert not standing_of(cast.rt_head).offices
