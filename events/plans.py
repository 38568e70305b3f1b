"""What the form of an event says, cleaned, and the limits that hold for any caller."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from events.errors import (
    CapacityNotPossible,
    LengthNotPossible,
    PlaceElsewhere,
    StartsInThePast,
    TooFarAhead,
    TooManyPlaces,
    UntilBeforeItBegins,
)
from events.models import PublicPlace
from neighborhoods.models import RukunTetangga, RukunWarga
from volunteers.models import MOST_PLACES
from web.dates import local

A_YEAR = timedelta(days=366)
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=24)
MOST_SHIFTS = 20


@dataclass(frozen=True)
class Place:
    """A line of the form: ten people for the drain, three hoes. `shift_id` where it exists."""

    kind: str
    label: str
    capacity: int
    shift_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """The times are aware; without an `rt` it is the whole RW's."""

    kind: str
    title: str
    details: str
    rt: RukunTetangga | None
    place: PublicPlace | None
    place_text: str
    starts_at: datetime
    ends_at: datetime
    places: tuple[Place, ...]
    # One of Series.Repeat, or '' for once.
    repeat: str = ""
    until: date | None = None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def check_plan(plan: Plan, rw: RukunWarga) -> None:
    check_place(plan, rw)
    check_places(plan.places)
    check_time(plan.starts_at, plan.ends_at)
    if plan.repeat and plan.until and plan.until < local(plan.starts_at, rw.zone).date():
        raise UntilBeforeItBegins


def check_place(plan: Plan, rw: RukunWarga) -> None:
    if plan.place and plan.place.rw_id != rw.pk:
        raise PlaceElsewhere


def check_places(places: tuple[Place, ...]) -> None:
    if not 1 <= len(places) <= MOST_SHIFTS:
        raise TooManyPlaces
    if any(not 1 <= place.capacity <= MOST_PLACES for place in places):
        raise CapacityNotPossible


def check_time(starts_at: datetime, ends_at: datetime) -> None:
    check_start(starts_at)
    check_length(starts_at, ends_at)


def check_start(starts_at: datetime) -> None:
    now = timezone.now()
    if starts_at <= now:
        raise StartsInThePast
    if starts_at > now + A_YEAR:
        raise TooFarAhead


def check_length(starts_at: datetime, ends_at: datetime) -> None:
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise LengthNotPossible
