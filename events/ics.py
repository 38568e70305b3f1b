"""An event as a calendar's entry and file."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.models import Event
from events.rules import may_read
from journal.models import Entry as JournalEntry
from neighborhoods.access import ResidentRequest, for_residents
from web import ics

# What of its journal changes its entry; who joined or left doesn't.
CHANGES = [
    f"event.{action}"
    for action in ("published", "planned", "changed", "moved", "rained_off", "cancelled")
]


def entry_of(event: Event, *, changed_at: datetime) -> ics.Entry:
    cancelled = event.status == Event.Status.CANCELLED
    return ics.Entry(
        uid=ics.uid("kegiatan", event.code),
        title=f"{event.shape.label}: {event.title}",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        # Nothing takes a cancellation back, so it may outrank every change of time.
        sequence=event.version + cancelled,
        changed_at=changed_at,
        status=ics.CANCELLED if cancelled else ics.CONFIRMED,
        path=reverse("event", args=[event.code]),
        place=event.where,
    )


def out_of_sight(entry: ics.Entry, event: Event) -> ics.Entry:
    """It goes from calendars too, words and all."""
    return replace(entry, title=str(event.shape.label), place="", status=ics.CANCELLED)


def changed_at(event: Event) -> datetime:
    """The journal knows of a cancellation too."""
    entries = JournalEntry.objects.filter(object_kind="event", object_id=event.pk)
    changes = entries.filter(action__in=CHANGES).order_by("-id").values_list("at", flat=True)
    return max(changes.first() or event.changed_at, event.changed_at)


@require_safe
@for_residents
def event_file(request: ResidentRequest, code: str) -> HttpResponse:
    """The event's own .ics, for whoever sees its page."""
    visible = Event.objects.visible_to(request.standing).select_related("place")
    event = get_object_or_404(visible, code=code)
    entry = entry_of(event, changed_at=changed_at(event))
    if not may_read(request.standing, event):
        entry = out_of_sight(entry, event)
    return ics.answer(request, ics.one_entry(entry), filename=f"kegiatan-{event.code}.ics")
