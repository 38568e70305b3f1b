"""The residents that a coordinator's offices answer for, without their phones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from neighborhoods.models import Membership, Office, RukunTetangga
from neighborhoods.standing import Standing

PAGE = 50
# Farther nobody turns, and Postgres counts no further than a bigint.
LAST_PAGE = 1_000
SHORTEST_SEARCH = 2


def covered_people(coordinator: Standing) -> QuerySet[Membership]:
    """Who lives there now, or waits to be recognised."""
    offices = Office.objects.in_force().select_related("rt", "rw").order_by("rt_id", "pk")
    return (
        Membership.objects.current()
        .filter(
            Q(rt__in=coordinator.covered_rt_ids) | Q(rt__rw__in=coordinator.covered_rw_ids),
            resident__erased_at=None,
        )
        .select_related("resident", "rt__rw", "household")
        .prefetch_related(Prefetch("resident__offices", queryset=offices, to_attr="in_office"))
    )


def covered_rts(coordinator: Standing) -> list[RukunTetangga]:
    own = Q(pk__in=coordinator.covered_rt_ids) | Q(rw__in=coordinator.covered_rw_ids)
    return list(
        RukunTetangga.objects.filter(own, closed_at=None).select_related("rw").order_by("number")
    )


@dataclass(frozen=True)
class PeoplePage:
    people: list[Membership]
    total: int
    search: str
    rt: int | None
    page: int

    @property
    def is_last(self) -> bool:
        return self.page * PAGE >= self.total


def people_page(
    coordinator: Standing, *, search: str = "", rt: int | None = None, page: int = 1
) -> PeoplePage:
    found, page = covered_people(coordinator), min(page, LAST_PAGE)
    if rt:
        found = found.filter(rt=rt)
    if len(search) >= SHORTEST_SEARCH:
        found = found.filter(resident__name__icontains=search)
    ordered = found.order_by("resident__name", "pk")
    start = (page - 1) * PAGE
    return PeoplePage(list(ordered[start : start + PAGE]), found.count(), search, rt, page)


def housemates(membership: Membership, coordinator: Standing) -> Iterable[Membership]:
    """Others of the same house, as far as they are covered."""
    if membership.household_id is None:
        return []
    others = covered_people(coordinator).filter(household=membership.household_id)
    return others.exclude(pk=membership.pk).order_by("resident__name")
