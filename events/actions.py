"""Publishing an event and changing it. Signing up is in `joining`, the end in `closing`."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from events import notices
from events.calling_off import call_off
from events.errors import (
    CoordinatorsOnly,
    FormUsed,
    HiddenEvent,
    NotPossibleNow,
    ReasonMissing,
)
from events.held import check_open_words, held_in, held_in_event, labels_of
from events.joining import resume_line
from events.life import check_as_read, in_series, journal, managed, missed_change
from events.models import Event, Series
from events.plans import (
    Place,
    Plan,
    check_length,
    check_place,
    check_places,
    check_plan,
    check_start,
    check_time,
)
from events.rules import can_release, rw_to_publish_in
from events.series import first_of, repeats, start_series
from events.shifts import make_shifts, move_shifts, set_places
from journal.models import Entry
from neighborhoods.at_home import at_home
from neighborhoods.models import RukunWarga
from neighborhoods.standing import Standing
from web.constraints import with_free_codes

MOVES = {"place", "place_text", "starts_at", "ends_at"}
WORDS = {"title", "details", "place_text"}

__all__ = [
    "Place",
    "Plan",
    "cancel_event",
    "change_event",
    "postpone_event",
    "publish_event",
    "release_held",
]


def publish_event(plan: Plan, *, coordinator: Standing, key: uuid.UUID | None = None) -> Event:
    """A new event, or the first of a series; the same `key` again gives what it published.

    Raises CoordinatorsOnly, FormUsed, and what `check_plan` raises.
    """
    key = key or uuid.uuid4()
    with at_home(coordinator) as planner:
        rw = rw_to_publish_in(planner, plan.rt)
        if rw is None:
            raise CoordinatorsOnly
        values = words(plan, rw) | {"organizer": planner.resident}
        values |= repeats(plan, rw) if plan.repeat else moment_of(plan)
        event, is_new = find_or_create(key, values, plan, rw)
        if is_new:
            announce(event)
    return event


def find_or_create(
    key: uuid.UUID, values: dict[str, object], plan: Plan, rw: RukunWarga
) -> tuple[Event, bool]:
    """The limits of time hold for a new one: a form sent twice finds its event after it began."""
    if made := made_with(key):
        check_same_form(made, values, plan)
        return (made if isinstance(made, Event) else first_of(made)), False
    check_plan(plan, rw)
    made, is_new = create(key, values, plan)
    if not is_new:
        check_same_form(made, values, plan)
    return (made if isinstance(made, Event) else first_of(made)), is_new


def made_with(key: uuid.UUID) -> Event | Series | None:
    return Event.objects.filter(draft=key).first() or Series.objects.filter(draft=key).first()


def create(key: uuid.UUID, values: dict[str, object], plan: Plan) -> tuple[Event | Series, bool]:
    if plan.repeat:
        return start_series(key, values, plan)
    hold = held_columns(held_in(plan, [place.label for place in plan.places]))
    event, is_new = with_free_codes(
        lambda: Event.objects.get_or_create(draft=key, defaults=values | hold)
    )
    if is_new:
        make_shifts(event, plan.places)
    return event, is_new


def check_same_form(made: Event | Series, values: dict[str, object], plan: Plan) -> None:
    """A form sent twice is one event; the same form with other words must not be lost quietly."""
    same = all(getattr(made, column, None) == value for column, value in values.items())
    if not same or places_of(made) != sorted(
        (place.kind, place.label, place.capacity) for place in plan.places
    ):
        raise FormUsed


def places_of(made: Event | Series) -> list[tuple[str, str, int]]:
    places = made.shifts if isinstance(made, Event) else made.planned_shifts
    return sorted((place.kind, place.label, place.capacity) for place in places.all())


def words(plan: Plan, rw: RukunWarga) -> dict[str, object]:
    return {"rw": rw, "rt": plan.rt, "kind": plan.kind} | what_and_where(plan)


def what_and_where(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "details": plan.details,
        "place": plan.place,
        "place_text": plan.place_text,
    }


def moment_of(plan: Plan) -> dict[str, object]:
    return {"starts_at": plan.starts_at, "ends_at": plan.ends_at}


def held_columns(held: str) -> dict[str, object]:
    return {"held_for": held, "hidden_at": timezone.now() if held else None}


def announce(event: Event) -> None:
    entry = journal("published", event, actor=event.organizer)
    if event.held_for:
        notices.tell_others_in_office(event, "held", besides=event.organizer, entry=entry)
    else:
        notices.tell_audience(event)


def change_event(
    event: Event, plan: Plan, *, coordinator: Standing, revision: int | None = None
) -> Event:
    """New words, place, time or places; its kind and whose it is stay.

    Another time or place asks those who joined again; the same form again changes nothing.
    With `revision` only as it was read. Raises ChangedMeanwhile, CoordinatorsOnly,
    HiddenEvent, NotPossibleNow, ShiftInUse, TooFewPlaces, and what `check_plan` raises.
    """
    with managed(event, coordinator) as fresh:
        check_as_read(fresh, revision)
        check_may_change(fresh, plan)
        was_held, labels = fresh.held_for, labels_of(fresh)
        changed = set_columns(fresh, what_and_where(plan) | moment_of(plan))
        if changed & {"starts_at", "ends_at"}:
            move_shifts(fresh)
        other_places = set_places(fresh, plan.places)
        if changed or other_places:
            note_change(fresh, moved=bool(changed & MOVES))
            what = "moved" if changed & MOVES else "changed"
            entry = journal(what, fresh, actor=coordinator.resident)
            if changed & WORDS or labels_of(fresh) != labels:
                hold_again(fresh, was_held, coordinator)
            tell_change(fresh, what, was_held=was_held, entry=entry)
    return fresh


def check_may_change(event: Event, plan: Plan) -> None:
    if event.hidden_at and not event.held_for:
        raise HiddenEvent
    check_place(plan, event.rw)
    check_places(plan.places)
    check_length(plan.starts_at, plan.ends_at)
    if event.starts_at != plan.starts_at:
        check_start(plan.starts_at)
    # One that has begun may still be made longer.
    elif event.is_over or plan.ends_at <= timezone.now():
        raise NotPossibleNow


def set_columns(event: Event, values: Mapping[str, object]) -> set[str]:
    """Which are different now."""
    changed = {column for column, value in values.items() if getattr(event, column) != value}
    for column in changed:
        setattr(event, column, values[column])
    if changed:
        event.save(update_fields=[*changed])
    return changed


def note_change(event: Event, *, moved: bool) -> None:
    """What reminders, feeds and the desk go by, and that it differs from its series."""
    event.version += moved
    event.revision += 1
    event.changed_at = timezone.now()
    event.is_changed = event.series_id is not None
    event.save(update_fields=["version", "revision", "changed_at", "is_changed"])


def tell_change(event: Event, what: str, *, was_held: str, entry: Entry) -> None:
    """Those who joined; where its page is held they hear once it is shown."""
    if not event.held_for:
        missed = missed_change(event) if was_held else None
        notices.tell_joined(event, missed or what, entry=entry)
    notices.plan_reminders(event)


def hold_again(event: Event, was_held: str, coordinator: Standing) -> None:
    """New words are read anew: they may have to wait, or wait no longer."""
    columns = held_columns(held_in_event(event))
    if not columns["held_for"] and not was_held:
        return
    set_columns(event, columns)
    if event.held_for:
        entry = journal("held", event, actor=coordinator.resident)
        notices.tell_others_in_office(event, "held", besides=coordinator.resident, entry=entry)
    else:
        show(event)
        resume_line(event)


def show(event: Event, *, settle_in: timedelta = timedelta()) -> None:
    """To those who may come, unless another of its series speaks for it."""
    notices.settle(event)
    if not event.is_over and not earlier_of_series(event).exists():
        notices.tell_audience(event, settle_in=settle_in)


def earlier_of_series(event: Event) -> QuerySet[Event]:
    """Those on view that are still to come before it."""
    published = Event.objects.filter(status=Event.Status.PUBLISHED, hidden_at=None)
    siblings = published.filter(series__isnull=False, series=event.series_id)
    return siblings.filter(starts_at__lt=event.starts_at, ends_at__gt=timezone.now())


def postpone_event(event: Event, *, starts_at: datetime, why: str, coordinator: Standing) -> Event:
    """This one only and as long as it was; a repeat of the same changes nothing.

    Raises CoordinatorsOnly, NotPossibleNow, StartsInThePast, TooFarAhead.
    """
    with managed(event, coordinator) as fresh:
        ends_at = starts_at + (fresh.ends_at - fresh.starts_at)
        if starts_at != fresh.starts_at:
            check_time(starts_at, ends_at)
            times = {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "postponed_for": Event.Postponed(why),
            }
            set_columns(fresh, times)
            note_change(fresh, moved=True)
            move_shifts(fresh)
            what = "rained_off" if why == "rain" else "moved"
            entry = journal(what, fresh, actor=coordinator.resident)
            tell_change(fresh, what, was_held="", entry=entry)
    return fresh


def cancel_event(event: Event, *, reason: str, coordinator: Standing) -> Event:
    """Called off; of a series this occurrence alone, which is never made again.

    Raises CoordinatorsOnly, NotPossibleNow, ReasonMissing, WordsNotHere.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    check_open_words(reason)
    with managed(event, coordinator) as fresh:
        call_off(fresh, "cancelled", reason=reason, actor=coordinator.resident)
    return fresh


def release_held(
    event: Event,
    *,
    coordinator: Standing,
    revision: int | None = None,
    settle_in: timedelta = timedelta(),
) -> Event:
    """Another coordinator has looked at its words; with the same words its whole series.

    On the words that were read, if the page said which. With `settle_in` residents are told
    that much later. Raises ChangedMeanwhile, CoordinatorsOnly, NotPossibleNow.
    """
    with in_series(event), managed(event, coordinator) as fresh:
        if not fresh.held_for:
            raise NotPossibleNow
        check_as_read(fresh, revision)
        if not can_release(coordinator, fresh):
            raise CoordinatorsOnly
        at = None
        for each in held_alike(fresh):
            set_columns(each, {"held_for": "", "hidden_at": None})
            missed = missed_change(each)
            entry = journal("released", each, actor=coordinator.resident, at=at)
            # By their one moment undoing finds those that were released together.
            at = entry.at
            show(each, settle_in=settle_in)
            if missed:
                notices.tell_joined(each, missed, entry=entry, settle_in=settle_in)
            resume_line(each, entry=entry, settle_in=settle_in)
        notices.tell_organizer(fresh, "released", entry=entry, settle_in=settle_in)
        fresh.refresh_from_db(fields=["held_for", "hidden_at"])
    return fresh


def held_alike(event: Event) -> list[Event]:
    """It, and the occurrences that say the same."""
    if event.series_id is None or event.is_changed:
        return [event]
    alike = Event.objects.select_for_update(no_key=True, of=("self",)).exclude(held_for="")
    alike = alike.filter(series=event.series_id, is_changed=False).order_by("starts_at", "id")
    return list(alike.select_related("rw", "rt__rw", "organizer", "series"))
