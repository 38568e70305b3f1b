"""The clockwork that each change of an event shares: the lock, the state it needs, the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.models import Resident
from events.errors import ChangedMeanwhile, CoordinatorsOnly, NotPossibleNow
from events.models import Event, Series
from events.rules import can_manage
from journal.actions import record
from journal.models import Entry
from neighborhoods.standing import Standing
from web.rows import get_locked

# The one that asks for more comes first.
CHANGES = ("event.moved", "event.rained_off", "event.changed")


@contextmanager
def locked(event: Event, *, states: tuple[str, ...] = (Event.Status.PUBLISHED,)) -> Iterator[Event]:
    """One change of one event: the row locked and read anew, and in one of `states`.

    A series' row comes first, then its events by their start, then their shifts: so no two
    deadlock. Raises NotPossibleNow.
    """
    with transaction.atomic():
        beside = ("rt__rw", "rw", "organizer", "place", "series")
        fresh: Event = get_locked(Event.objects.select_related(*beside), event.pk)
        if fresh.status not in states:
            raise NotPossibleNow
        yield fresh


@contextmanager
def in_series(event: Event) -> Iterator[None]:
    """For a change that reaches its siblings: their series' row comes before theirs."""
    with transaction.atomic():
        if event.series_id:
            Series.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.series_id)
        yield


@contextmanager
def managed(
    event: Event,
    coordinator: Standing,
    *,
    states: tuple[str, ...] = (Event.Status.PUBLISHED,),
) -> Iterator[Event]:
    """The same, by somebody who answers for it. Raises CoordinatorsOnly too."""
    with locked(event, states=states) as fresh:
        if not can_manage(coordinator, fresh):
            raise CoordinatorsOnly
        yield fresh


def check_as_read(event: Event, revision: int | None) -> None:
    """A stale tab may not overwrite newer words unseen."""
    if revision not in (None, event.revision):
        raise ChangedMeanwhile


def journal(
    action: str,
    event: Event,
    *,
    actor: Resident | None,
    subject: Resident | None = None,
    at: datetime | None = None,
) -> Entry:
    """The entry's id also tells repeats of one notice apart."""
    return record(
        f"event.{action}",
        object_kind="event",
        object_id=event.pk,
        rw_id=event.rw_id,
        actor_id=actor.pk if actor else None,
        subject_id=subject.pk if subject else None,
        at=at,
    )


def journal_series(action: str, series: Series, *, actor: Resident | None) -> Entry:
    return record(
        f"series.{action}",
        object_kind="series",
        object_id=series.pk,
        rw_id=series.rw_id,
        actor_id=actor.pk if actor else None,
    )


def missed_change(event: Event) -> str | None:
    """What those who joined could not see happen while its words were held; the most of it."""
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    missed: list[str] = []
    before: list[str] = []
    is_held = False
    for action in entries.order_by("id").values_list("action", flat=True):
        if action == "event.released":
            before, missed, is_held = missed, [], False
        elif action == "event.undone":
            missed, is_held = before, True
        elif action == "event.held":
            is_held = True
        elif action in CHANGES:
            # The one that gets it held is the first of them.
            missed = [*missed, action] if is_held else [action]
    return next((change.removeprefix("event.") for change in CHANGES if change in missed), None)
