"""The RT of an RW: added, renamed, split and merged by the RW's own coordinators."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from neighborhoods import unit_notices as notices
from neighborhoods.handovers import drop_handovers
from neighborhoods.models import (
    Handover,
    Household,
    Membership,
    Office,
    RukunTetangga,
    RukunWarga,
)
from neighborhoods.office_life import close, hold_homes, in_order, journal
from neighborhoods.standing import Standing
from neighborhoods.unit_errors import (
    HousesChanged,
    NothingChosen,
    NumberTaken,
    RtClosed,
    RwOnly,
    SameRt,
)
from neighborhoods.unit_rows import move, rows_of, rows_of_people
from neighborhoods.unit_rules import may_keep_rts
from web.ticking import each_due

# How long after a merger rows are looked for that were written in the same instant.
STRAYS_FOR = timedelta(days=1)


@contextmanager
def changing(rw: RukunWarga, by: Standing) -> Iterator[None]:
    """One change of an RW's RT at a time, by who is in office by then. Raises RwOnly."""
    with in_order(rw.pk, by.resident) as actor:
        if not may_keep_rts(actor, rw.pk):
            raise RwOnly
        yield


def add_rt(rw: RukunWarga, number: str, *, by: Standing) -> RukunTetangga:
    """Raises RwOnly, NumberTaken."""
    with changing(rw, by):
        rt = new_rt(rw, number)
        record("rt.added", **about(rt, by))
    return rt


def rename_rt(rt: RukunTetangga, number: str, *, by: Standing) -> RukunTetangga:
    """Its people are told. Raises RwOnly, NumberTaken, RtClosed."""
    with changing(rt.rw, by):
        fresh = open_rt(rt)
        if fresh.number == number:
            return fresh
        check_free(fresh.rw, number)
        fresh.number = number
        fresh.save(update_fields=["number"])
        entry = record("rt.renamed", **about(fresh, by))
        notices.tell_moved(people_of(fresh), fresh, entry=entry)
    return fresh


def split_rt(
    rt: RukunTetangga, number: str, households: Sequence[Household], *, by: Standing
) -> RukunTetangga:
    """A new RT of some of its houses; their people and what they asked for go along.

    Raises RwOnly, NumberTaken, RtClosed, NothingChosen, HousesChanged.
    """
    with changing(rt.rw, by):
        fresh = open_rt(rt)
        chosen = chosen_houses(fresh, households)
        made = new_rt(fresh.rw, number)
        residents = list(residents_in(chosen).values_list("resident", flat=True))
        hold_homes(residents)
        residents_in(chosen).update(rt=made)
        move(rows_of_people(fresh, residents), made)
        chosen.update(rt=made)
        entry = record("rt.split", **about(fresh, by))
        record("rt.added", **about(made, by))
        notices.tell_moved(Resident.objects.filter(pk__in=residents), made, entry=entry)
    return made


def merge_rt(rt: RukunTetangga, into: RukunTetangga, *, by: Standing) -> RukunTetangga:
    """Closes it; its people, houses and all that was posted live on in the other.

    Raises RwOnly, RtClosed, SameRt.
    """
    with changing(rt.rw, by):
        closing, target = open_rt(rt), open_rt(into)
        if closing == target or closing.rw_id != target.rw_id:
            raise SameRt
        moved = list(people_of(closing))
        closing.invitations.filter(revoked_at=None).update(revoked_at=timezone.now())
        # Memberships first and offices last, as who leaves takes them: so no two deadlock.
        hold_homes(person.pk for person in moved)
        move(rows_of(closing), target)
        holders = end_offices(closing, by=by)
        closing.closed_at, closing.merged_into = timezone.now(), target
        closing.save(update_fields=["closed_at", "merged_into"])
        entry = record("rt.merged", **about(closing, by))
        tell_of_merger(moved, holders, closing, target, entry)
    return target


def tell_of_merger(
    moved: Iterable[Resident],
    holders: Iterable[Resident],
    closed: RukunTetangga,
    target: RukunTetangga,
    entry: Entry,
) -> None:
    notices.tell_moved(moved, target, entry=entry)
    notices.tell_office_ended(holders, closed, entry=entry)


def gather_strays(now: datetime) -> None:
    """What was written to an RT in the very instant in which it was merged, for the tick.

    A form that was on its way then read the old RT, and the foreign key lets it.
    """
    closed = RukunTetangga.objects.filter(closed_at__gt=now - STRAYS_FOR)
    merged = closed.exclude(merged_into=None).select_related("rw")
    each_due(merged, gather_strays_of)


@transaction.atomic
def gather_strays_of(rt: RukunTetangga) -> bool:
    RukunWarga.objects.select_for_update(no_key=True).get(pk=rt.rw_id)
    move(rows_of(rt), last_home(rt))
    return True


def last_home(rt: RukunTetangga) -> RukunTetangga:
    """Where it ended: what it was merged into may have been merged since."""
    return last_home(rt.merged_into) if rt.merged_into else rt


def open_rt(rt: RukunTetangga) -> RukunTetangga:
    """Locked and read anew. Raises RtClosed.

    Not against what points at it: who posts something holds their home already, which the
    change wants next (`at_home`), and one of both would die of a deadlock.
    """
    fresh = RukunTetangga.objects.select_for_update(of=("self",), no_key=True)
    fresh = fresh.select_related("rw")
    found = fresh.open().filter(pk=rt.pk).first()
    if found is None:
        raise RtClosed
    return found


def new_rt(rw: RukunWarga, number: str) -> RukunTetangga:
    check_free(rw, number)
    return RukunTetangga.objects.create(rw=rw, number=number)


def check_free(rw: RukunWarga, number: str) -> None:
    if rw.rts.open().filter(number=number).exists():
        raise NumberTaken


def chosen_houses(rt: RukunTetangga, households: Sequence[Household]) -> QuerySet[Household]:
    """Some of its houses, and not all: else it would be a new number."""
    ids = {house.pk for house in households}
    own = set(rt.households.values_list("pk", flat=True))
    if not ids <= own:
        raise HousesChanged
    if not ids or ids == own:
        raise NothingChosen
    return Household.objects.filter(pk__in=ids)


def residents_in(houses: QuerySet[Household]) -> QuerySet[Membership]:
    return Membership.objects.current().filter(household__in=houses.values("pk"))


def people_of(rt: RukunTetangga) -> QuerySet[Resident]:
    """Who lives there or waits to be recognised."""
    return Resident.objects.filter(
        pk__in=Membership.objects.current().filter(rt=rt).values("resident")
    )


def end_offices(rt: RukunTetangga, *, by: Standing) -> list[Resident]:
    """Of this moment on, with their open handovers; whose they were. The journal keeps each."""
    unended = Office.objects.unended().filter(rt=rt)
    holders = list(Resident.objects.filter(offices__in=unended.in_force()).distinct())
    for office in unended.select_for_update(of=("self",), no_key=True).order_by("pk"):
        close(office)
        drop_handovers(Handover.objects.filter(office=office), actor=by.resident)
        journal("office.ended", office, actor=by.resident, subject=office.holder_id)
    return holders


def about(rt: RukunTetangga, by: Standing) -> dict[str, Any]:
    return {
        "object_kind": "rt",
        "object_id": rt.pk,
        "rw_id": rt.rw_id,
        "actor_id": by.resident.pk,
    }
