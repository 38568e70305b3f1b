"""What happened to an event, read from the journal: what and when, never by whose name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event
from journal.models import Entry
from web.dates import moment

STEPS: dict[str, str | Promise] = {
    "event.published": _("Published by a coordinator"),
    "event.changed": _("Changed by a coordinator"),
    "event.moved": _("Moved to another time or place"),
    "event.rained_off": _("Postponed because of rain"),
    "event.cancelled": _("Cancelled by a coordinator"),
    "event.done": _("Marked as done"),
    "event.corrected": _("Attendance corrected"),
    "event.held": _("Waits for another coordinator's look"),
    "event.released": _("Looked at by a coordinator"),
}


@dataclass(frozen=True)
class Step:
    words: str
    when: str


def timeline(event: Event) -> list[Step]:
    entries = Entry.objects.filter(
        object_kind="event", object_id=event.pk, action__in=STEPS
    ).order_by("id")
    return [Step(str(STEPS[entry.action]), moment(entry.at, event.rw.zone)) for entry in entries]
