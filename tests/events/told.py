"""What an event has told whom, and what the journal has of it."""

from events.models import Event
from journal.models import Entry
from notifications.models import Notification


def told(event: Event) -> set[tuple[int, str]]:
    """Who was told what so far, planned reminders left out."""
    notices = Notification.objects.filter(
        object_id=event.pk, kind__startswith="event.", delivered_at__isnull=False
    )
    return set(notices.values_list("recipient_id", "kind"))


def told_besides(event: Event) -> set[tuple[int, str]]:
    """The announcement left out."""
    return {(person, kind) for person, kind in told(event) if kind != "event.published"}


def journaled(event: Event) -> list[str]:
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    return list(entries.order_by("id").values_list("action", flat=True))
