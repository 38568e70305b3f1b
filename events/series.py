"""Events that repeat: their occurrences are made 90 days ahead, each once."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import batched

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events import schedule
from events.calling_off import call_off
from events.errors import CoordinatorsOnly, NotPossibleNow
from events.held import check_open_words, hiding_in_series
from events.life import journal, journal_series
from events.models import Event, PlannedShift, Series
from events.plans import Place, Plan
from events.rules import can_manage
from events.shifts import new_shift
from neighborhoods.models import RukunWarga
from neighborhoods.standing import Standing
from volunteers.models import Shift
from web.constraints import with_free_codes
from web.dates import local, zone_info
from web.rows import get_locked

log = structlog.get_logger(__name__)
AHEAD = timedelta(days=90)
# How many series one query asks about.
BATCH = 500


def start_series(key: uuid.UUID, values: dict[str, object], plan: Plan) -> tuple[Series, bool]:
    """By its draft key, with what each occurrence gets and its first occurrences."""
    series, is_new = Series.objects.get_or_create(draft=key, defaults=values)
    if is_new:
        PlannedShift.objects.bulk_create(planned(series, place) for place in plan.places)
        journal_series("started", series, actor=series.organizer)
        make_missing(series, timezone.now())
    return series, is_new


def planned(series: Series, place: Place) -> PlannedShift:
    return PlannedShift(series=series, kind=place.kind, label=place.label, capacity=place.capacity)


def repeats(plan: Plan, rw: RukunWarga) -> dict[str, object]:
    """Its columns of time, as people say it: on the clocks of the RW's zone."""
    start = local(plan.starts_at, rw.zone)
    return {
        "repeat": plan.repeat,
        "starts_on": start.date(),
        "starts_time": start.time(),
        "minutes": plan.minutes,
        "until": plan.until,
    }


def make_occurrences(now: datetime, series: Series | None = None) -> int:
    """Make what is missing of the next 90 days; how many were made.

    Any number of runs, at once too, make each occurrence once. Only a series that lacks
    something is locked; one's trouble does not keep the others from being made.
    """
    wanted = Series.objects.filter(ended_at=None).select_related("rw")
    wanted = wanted.filter(pk=series.pk) if series else wanted
    made = 0
    for group in batched(wanted.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        made += sum(make_safely(each, now) for each in lacking(group, now))
    return made


def lacking(group: Iterable[Series], now: datetime) -> Iterator[Series]:
    there: dict[int | None, set[date | None]] = defaultdict(set)
    for series_id, day in Event.objects.filter(
        series__in=group, occurrence_on__gte=(now - timedelta(days=2)).date()
    ).values_list("series_id", "occurrence_on"):
        there[series_id].add(day)
    for series in group:
        if not {day for day, _ in moments(series, now)} <= there[series.pk]:
            yield series


def make_safely(series: Series, now: datetime) -> int:
    try:
        return make_missing(series, now)
    except Exception:
        log.exception("occurrences_failed", series=series.pk)
        return 0


def make_missing(series: Series, now: datetime) -> int:
    """With their shifts in one transaction, under the series' lock."""
    with transaction.atomic():
        fresh = locked(series)
        if fresh.ended_at:
            return 0
        there = set(fresh.events.values_list("occurrence_on", flat=True))
        missing = [(day, at) for day, at in moments(fresh, now) if day not in there]
        return len(make_events(fresh, missing)) if missing else 0


def moments(series: Series, now: datetime) -> list[tuple[date, datetime]]:
    """Its days from now on and when each begins; always its first, however far away."""
    today = local(now, series.rw.zone).date()
    last = max(today + AHEAD, series.starts_on)
    days = schedule.dates(series.repeat, series.starts_on, series.until, today, last)
    zone = zone_info(series.rw.zone)
    starts = [(day, datetime.combine(day, series.starts_time, zone)) for day in days]
    return [(day, at) for day, at in starts if at > now]


def make_events(series: Series, missing: list[tuple[date, datetime]]) -> list[Event]:
    hiding = hiding_in_series(series)
    events = with_free_codes(
        lambda: Event.objects.bulk_create(
            occurrence(series, day, starts_at, hiding) for day, starts_at in missing
        )
    )
    places = list(series.planned_shifts.order_by("id"))
    Shift.objects.bulk_create(
        new_shift(event, Place(place.kind, place.label, place.capacity))
        for event in events
        for place in places
    )
    for event in events:
        journal("planned", event, actor=None)
    return events


def occurrence(series: Series, day: date, starts_at: datetime, hiding: dict[str, object]) -> Event:
    return Event(
        series=series,
        occurrence_on=day,
        rw=series.rw,
        rt=series.rt,
        organizer=series.organizer,
        kind=series.kind,
        title=series.title,
        details=series.details,
        place=series.place,
        place_text=series.place_text,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        **hiding,
    )


def first_of(series: Series) -> Event:
    event: Event = series.events.select_related("rw", "rt").order_by("occurrence_on")[0]
    return event


def end_series(series: Series, *, coordinator: Standing, reason: str = "") -> Series:
    """No more of it: what has not begun is cancelled, and who is concerned told once.

    Raises CoordinatorsOnly, NotPossibleNow, WordsNotHere.
    """
    check_open_words(reason)
    with managed_series(series, coordinator) as fresh:
        fresh.ended_at = timezone.now()
        fresh.save(update_fields=["ended_at"])
        journal_series("ended", fresh, actor=coordinator.resident)
        told: set[int] = set()
        for event in still_to_come(fresh):
            actor = coordinator.resident
            told |= call_off(event, "series_ended", reason=reason, actor=actor, besides=told)
    return fresh


def locked(series: Series) -> Series:
    rows = Series.objects.select_related("rw", "rt", "place", "organizer")
    found: Series = get_locked(rows, series.pk)
    return found


@contextmanager
def managed_series(series: Series, coordinator: Standing) -> Iterator[Series]:
    with transaction.atomic():
        fresh = locked(series)
        if not can_manage(coordinator, fresh):
            raise CoordinatorsOnly
        if fresh.ended_at:
            raise NotPossibleNow
        yield fresh


def still_to_come(series: Series) -> QuerySet[Event]:
    """Locked, in the order that every change keeps."""
    events = Event.objects.select_for_update(no_key=True, of=("self",))
    published = events.filter(series=series, status=Event.Status.PUBLISHED)
    future = published.filter(starts_at__gt=timezone.now()).order_by("starts_at", "id")
    return future.select_related("rw", "rt__rw", "organizer")
