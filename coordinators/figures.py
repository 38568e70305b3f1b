"""The figures of a month, and of the five before it, for what a coordinator answers for.

Set-based: three queries, however many needs there are. `tests/coordinators/test_figures.py`
counts them all over again, slowly. No person is ranked or named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncMonth

from coordinators.months import Month
from events.models import Event
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from volunteers.models import SignUp
from web.dates import zone_info

# A promise that its helper has not taken back; a cancelled need had its helper all the same.
# Who only waited was released without a place (`release_all`).
CAME_FORWARD = Q(status__in=SignUp.HOLDS_A_PLACE) | Q(status="released", reason="cancelled")


class Median(Aggregate):
    """The middle one, or the mean of the two in the middle."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Figures:
    """One month, on the clocks of the RW."""

    month: Month
    # Needs posted in it, how many of them opened, and how many of those found a helper.
    posted: int = 0
    opened: int = 0
    filled: int = 0
    # From opening to the first helper.
    median_wait: timedelta | None = None
    # Different people whose help was marked as done in it.
    helpers: int = 0
    # Events held in it, and everybody who came, counted once an event.
    held: int = 0
    came: int = 0

    @property
    def share_filled(self) -> float | None:
        return self.filled / self.opened if self.opened else None

    @property
    def is_empty(self) -> bool:
        return not (self.posted or self.helpers or self.held)


def figures_of(coordinator: Standing, months: Iterable[Month], zone: str) -> list[Figures]:
    """One for each of `months`, which follow each other."""
    months = list(months)
    starts, ends = months[0].begins(zone), months[-1].ends(zone)
    counted = merged(
        needs_by_month(coordinator, starts, ends, zone),
        helpers_by_month(coordinator, starts, ends, zone),
        events_by_month(coordinator, starts, ends, zone),
    )
    return [Figures(month, **counted.get(month.first_day, {})) for month in months]


def merged(*tables: Iterable[dict[str, Any]]) -> dict[date, dict[str, Any]]:
    counted: dict[date, dict[str, Any]] = {}
    for table in tables:
        for row in table:
            counted.setdefault(row.pop("first_day"), {}).update(row)
    return counted


def by_month(rows: QuerySet[Any, Any], moment: str, zone: str) -> QuerySet[Any, Any]:
    first_day = TruncMonth(moment, tzinfo=zone_info(zone), output_field=DateField())
    return rows.annotate(first_day=first_day).order_by().values("first_day")


def needs_by_month(
    coordinator: Standing, starts: datetime, ends: datetime, zone: str
) -> QuerySet[Any, Any]:
    first = (
        SignUp.objects.filter(
            CAME_FORWARD, shift__need=OuterRef("pk"), created_at__gte=OuterRef("opened_at")
        )
        .order_by()
        .values("shift__need")
        .annotate(first=Min("created_at"))
        .values("first")
    )
    needs = AidRequest.objects.covered_by(coordinator).annotate(first_helper_at=Subquery(first))
    posted = needs.filter(created_at__gte=starts, created_at__lt=ends)
    return by_month(posted, "created_at", zone).annotate(
        posted=Count("pk"),
        opened=Count("opened_at"),
        filled=Count("first_helper_at"),
        median_wait=Median(F("first_helper_at") - F("opened_at")),
    )


def helpers_by_month(
    coordinator: Standing, starts: datetime, ends: datetime, zone: str
) -> QuerySet[Any, Any]:
    mine = AidRequest.objects.covered_by(coordinator).filter(pk=OuterRef("shift__need"))
    given = SignUp.objects.filter(
        Exists(mine),
        status=SignUp.Status.DONE,
        shift__need__done_at__gte=starts,
        shift__need__done_at__lt=ends,
    )
    return by_month(given, "shift__need__done_at", zone).annotate(
        helpers=Count("volunteer", distinct=True)
    )


def events_by_month(
    coordinator: Standing, starts: datetime, ends: datetime, zone: str
) -> QuerySet[Any, Any]:
    present = (
        SignUp.objects.filter(shift__event=OuterRef("pk"), status=SignUp.Status.DONE)
        .order_by()
        .values("shift__event")
        .annotate(people=Count("volunteer", distinct=True))
        .values("people")
    )
    people = Coalesce(Subquery(present, output_field=IntegerField()), 0)
    held = Event.objects.covered_by(coordinator).filter(
        status=Event.Status.DONE, starts_at__gte=starts, starts_at__lt=ends
    )
    return by_month(held.annotate(people=people), "starts_at", zone).annotate(
        held=Count("pk"), came=Sum(F("people") + F("walk_ins"))
    )
