"""A look at held words taken back, before residents were told of the event (`web.undo`)."""

from django.utils import timezone

from events.errors import TooLateToUndo
from events.held import held_in_event
from events.life import CHANGES, in_series, journal, managed
from events.models import Event
from journal.models import Entry
from neighborhoods.standing import Standing
from notifications.actions import mark_unread_about, take_back
from web.undo import is_undoable

RELEASED = "event.released"


def undo_release(event: Event, *, coordinator: Standing, entry_id: int) -> Event:
    """Held again, with its whole series where that was released with it.

    Raises CoordinatorsOnly, and TooLateToUndo after the window, when residents have been
    told, and when anything has happened to the event since.
    """
    with in_series(event), managed(event, coordinator) as fresh:
        check_last(fresh, coordinator, entry_id)
        alike = released_with(fresh, coordinator, entry_id)
        entries = [check_last(each, coordinator) for each in alike]
        take_back_notices(fresh, alike, entries)
        for each in alike:
            hold_again(each)
            mark_unread_about(each.pk, kinds=("event.held",), since=entries[-1].at)
            journal("undone", each, actor=coordinator.resident)
        fresh.refresh_from_db(fields=["held_for", "hidden_at"])
    return fresh


def hold_again(event: Event) -> None:
    event.held_for = held_in_event(event)
    event.hidden_at = timezone.now()
    event.save(update_fields=["held_for", "hidden_at"])


def check_last(event: Event, coordinator: Standing, entry_id: int | None = None) -> Entry:
    """The release, if it is the last that happened to the event and can still be undone."""
    about = Entry.objects.filter(object_kind="event", object_id=event.pk)
    last = about.filter(action__startswith="event.").order_by("-id").first()
    if (
        last is None
        or last.action != RELEASED
        or last.actor_id != coordinator.resident.pk
        or entry_id not in (None, last.pk)
        or not is_undoable(last.at)
    ):
        raise TooLateToUndo
    return last


def released_with(event: Event, coordinator: Standing, entry_id: int) -> list[Event]:
    """It, and the occurrences of its series released in the same moment."""
    if event.series_id is None:
        return [event]
    at = Entry.objects.values("at").get(pk=entry_id)["at"]
    entries = Entry.objects.filter(
        object_kind="event", action=RELEASED, actor_id=coordinator.resident.pk, at=at
    )
    alike = Event.objects.select_for_update(no_key=True, of=("self",)).filter(
        series=event.series_id, pk__in=entries.values("object_id")
    )
    return list(alike.order_by("starts_at", "id"))


def take_back_notices(event: Event, alike: list[Event], entries: list[Entry]) -> None:
    """What its organizer was to hear goes by the last of the entries (`release_held`).

    One that had been in sight before was announced then, and stays so.
    """
    untold = [
        take_back(["event.published"], object_id=each.pk, version=0, since=entry.at)
        for each, entry in zip(alike, entries, strict=True)
    ]
    untold += [
        take_back(CHANGES, object_id=each.pk, version=entry.pk)
        for each, entry in zip(alike, entries, strict=True)
    ]
    untold.append(take_back(["event.released"], object_id=event.pk, version=entries[-1].pk))
    if not all(untold):
        raise TooLateToUndo
