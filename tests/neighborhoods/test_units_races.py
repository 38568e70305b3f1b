"""Changes of an RW's RT at the same moment."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from gotongroyong import leaving
from neighborhoods import unit_rows, units
from neighborhoods.assisted import create_assisted
from neighborhoods.invitations import invite_to_office
from neighborhoods.memberships import leave_rt, recognise
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from neighborhoods.unit_errors import RtClosed
from requests_app.actions import cancel_need
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import join, stranger
from tests.neighborhoods.test_units_actions import rt
from tests.requests_app.factory import open_need
from tests.volunteers.crowd import all_at_once
from web.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def officers(cast: Cast) -> list[Resident]:
    """Four with an office of the whole RW."""
    others = [cast.volunteer, cast.requester, cast.other_rt]
    Office.objects.bulk_create(
        Office(holder=person, rw=rt("001").rw, post="sekretaris") for person in others
    )
    return [cast.rw_head, *others]


def test_the_same_number_added_at_once_is_there_once(cast: Cast) -> None:
    rw = rt("001").rw

    def do(person: Resident) -> str:
        try:
            units.add_rt(rw, "011", by=standing_of(person))
        except DomainError as error:
            return type(error).__name__
        return "added"

    assert sorted(all_at_once(officers(cast), do)) == ["NumberTaken"] * 3 + ["added"]
    assert rw.rts.filter(number="011").count() == 1


def test_mergers_in_a_ring_leave_everybody_in_an_open_rt(cast: Cast) -> None:
    """1 into 2, 2 into 3, 3 into 1, all at once: nobody ends in an RT that is closed."""
    people = officers(cast)[:3]
    ring = ["001", "002", "003"]
    steps = {person.pk: (rt(ring[n]), rt(ring[(n + 1) % 3])) for n, person in enumerate(people)}

    def do(person: Resident) -> str:
        one, other = steps[person.pk]
        try:
            units.merge_rt(one, other, by=standing_of(person))
        except DomainError as error:
            return type(error).__name__
        return "merged"

    # The last of the three finds its RT or its goal closed.
    assert sorted(all_at_once(people, do)).count("merged") in (1, 2)
    assert RukunTetangga.objects.open().filter(number__in=ring, rw__number="005").exists()
    assert not Membership.objects.current().exclude(rt__closed_at=None).exists()


def slowly(do: Callable[..., Any]) -> Callable[..., Any]:
    """Long enough for the other one to get where it must wait."""

    def later(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.6)
        return do(*args, **kwargs)

    return later


@pytest.mark.usefixtures("without_pool")
def test_its_head_moves_away_while_the_rt_is_merged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take the membership first and the office last, so neither dies of a deadlock."""
    monkeypatch.setattr("neighborhoods.units.move", slowly(unit_rows.move))
    monkeypatch.setattr(leaving, "let_go", slowly(leaving.let_go))

    def do(person: Resident) -> str:
        if person == cast.rt_head:
            leaving.move_out(person)
        else:
            units.merge_rt(rt("003"), rt("001"), by=standing_of(person))
        return "done"

    assert all_at_once([cast.rw_head, cast.rt_head], do) == ["done", "done"]
    assert not Membership.objects.current().filter(resident=cast.rt_head).exists()
    assert not Office.objects.filter(holder=cast.rt_head, ended_at=None).exists()


def during_the_merger(cast: Cast, do: Callable[[], str]) -> str:
    """What `do` gives, begun while RT 003 is being merged into 001 and done after it."""
    merged = Event()

    def step(which: str) -> str:
        if which == "other":
            merged.wait(10)
            return do()
        with transaction.atomic():
            units.merge_rt(rt("003"), rt("001"), by=standing_of(cast.rw_head))
            merged.set()
            time.sleep(0.6)
        return ""

    return all_at_once(["merge", "other"], step)[1]


@pytest.mark.usefixtures("without_pool")
def test_somebody_is_recognised_while_the_rt_is_merged(cast: Cast) -> None:
    membership, head = Membership.objects.get(resident=cast.waiting), standing_of(cast.rw_head)
    Membership.objects.filter(pk=membership.pk).update(joined_at=timezone.now() - 4 * DAY)

    def recognised() -> str:
        return str(recognise(membership, coordinator=head).rt)

    assert during_the_merger(cast, recognised) == "RT\N{NO-BREAK SPACE}001"


@pytest.mark.usefixtures("without_pool")
def test_somebody_moves_away_while_the_rt_is_merged(cast: Cast) -> None:
    def left() -> str:
        membership = leave_rt(cast.volunteer)
        return str(membership and membership.rt)

    assert during_the_merger(cast, left) == "RT\N{NO-BREAK SPACE}001"


@pytest.mark.usefixtures("without_pool")
def test_a_need_is_cancelled_while_the_rt_is_merged(cast: Cast) -> None:
    need, standing = open_need(cast), standing_of(cast.requester)

    def cancelled() -> str:
        return str(cancel_need(need, requester=standing).status)

    assert during_the_merger(cast, cancelled) == "cancelled"


@pytest.mark.usefixtures("without_pool")
def test_somebody_is_asked_into_the_house_while_the_rt_is_merged(cast: Cast) -> None:
    """Who has no phone is entered where the house is by then."""
    house = Household.objects.select_related("rt").get(memberships__resident=cast.requester)
    head = standing_of(cast.rw_head)

    def entered() -> str:
        person = create_assisted("Mbah", household=house, by=head, has_agreed=True)
        return str(rt_of(person))

    assert during_the_merger(cast, entered) == "RT\N{NO-BREAK SPACE}001"


@pytest.mark.usefixtures("without_pool")
def test_nobody_founds_a_house_in_an_rt_that_is_being_merged(cast: Cast) -> None:
    """With an invitation to the whole RW, which the merger leaves open."""
    invitation = invite_to_office(rt("003").rw, rt=None, post="kader", made_by=cast.rw_head)
    person, closing = stranger(), rt("003")

    def joined() -> str:
        try:
            return str(join(person, invitation, rt=closing).rt)
        except RtClosed:
            return "refused"

    assert during_the_merger(cast, joined) == "refused"
    assert not Membership.objects.filter(resident=person).exists()
