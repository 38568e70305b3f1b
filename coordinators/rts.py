"""The RT of an RW as the desk shows them, and what a split or a merger would do, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Resident
from events.models import Event
from journal.actions import record_of_each
from journal.models import Entry
from neighborhoods.models import (
    Household,
    Invitation,
    Membership,
    Office,
    RukunTetangga,
    RukunWarga,
)
from neighborhoods.standing import Standing
from requests_app.models import AidRequest

LIVE_NEEDS = (*AidRequest.WAITING, *AidRequest.LIVE)
# A look at a page drawn again at once, after a mistake in the form, is the same look.
ONE_LOOK = timedelta(hours=1)


def rts_of(rw: RukunWarga) -> QuerySet[RukunTetangga]:
    """In one query, however many: with residents, those who wait, and houses."""
    memberships = Membership.objects.filter(rt=OuterRef("pk"))
    return (
        rw.rts.open()
        .select_related("rw")
        .annotate(
            residents=number_of(memberships.filter(status="active"), "rt"),
            waiting=number_of(memberships.filter(status="pending"), "rt"),
            houses=number_of(Household.objects.filter(rt=OuterRef("pk")), "rt"),
        )
        .order_by("number")
    )


def number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Effects:
    """What would move, and for a merger what would end."""

    houses: int
    residents: int
    needs: int
    events: int = 0
    offices: int = 0
    invitations: int = 0


def effects_of_split(rt: RukunTetangga, houses: Iterable[Household]) -> Effects:
    ids = [house.pk for house in houses]
    people = Membership.objects.current().filter(household__in=ids).values("resident")
    needs = AidRequest.objects.filter(rt=rt, requester__in=people, status__in=LIVE_NEEDS)
    return Effects(houses=len(ids), residents=people.count(), needs=needs.count())


def effects_of_merger(rt: RukunTetangga) -> Effects:
    now = timezone.now()
    coming = Event.objects.filter(rt=rt, status=Event.Status.PUBLISHED, ends_at__gt=now)
    ways_in = Invitation.objects.filter(rt=rt, revoked_at=None, expires_at__gt=now)
    return Effects(
        houses=rt.households.count(),
        residents=Membership.objects.current().filter(rt=rt).count(),
        needs=AidRequest.objects.filter(rt=rt, status__in=LIVE_NEEDS).count(),
        events=coming.count(),
        offices=Office.objects.in_force().filter(rt=rt).count(),
        invitations=ways_in.count(),
    )


def houses_of(rt: RukunTetangga) -> QuerySet[Household]:
    people = Membership.objects.current().filter(household=OuterRef("pk"))
    # A house without an address is what an erased account left behind.
    named = rt.households.exclude(address="")
    counted = named.annotate(residents=number_of(people, "household"))
    return counted.order_by("address_key", "address", "pk")


def note_look_at_houses(rt: RukunTetangga, *, coordinator: Standing) -> None:
    """In the processing history of each who lives there (UU PDP 27/2022)."""
    looker = coordinator.resident
    seen = Entry.objects.filter(
        action="house.seen", actor_id=looker.pk, at__gt=timezone.now() - ONE_LOOK
    ).values("subject_id")
    people = Membership.objects.current().filter(rt=rt, household__isnull=False)
    record_of_each(
        "house.seen",
        object_kind="rt",
        object_id=rt.pk,
        rw_id=rt.rw_id,
        actor_id=looker.pk,
        subject_ids=residents_but(people, seen, looker),
    )


def residents_but(
    people: QuerySet[Membership], seen: QuerySet[Any], looker: Resident
) -> QuerySet[Membership, int]:
    others = people.exclude(resident=looker).exclude(resident__in=seen)
    return others.order_by("resident").values_list("resident", flat=True)
