"""What happened to a need, read from the journal: when and by which side, never by name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from requests_app.models import AidRequest
from web.dates import moment

STEPS: dict[str, str | Promise] = {
    "need.posted": _("Posted"),
    "need.opened": _("Opened at once"),
    "need.approved": _("Approved by a coordinator"),
    "need.reviewed": _("Looked at by a coordinator"),
    "need.needs_changes": _("A coordinator asked for changes"),
    "need.declined": _("Not approved by a coordinator"),
    "need.undone": _("A coordinator took the last step back"),
    "need.called": _("A coordinator asked the neighbours once more"),
    "need.changed": _("Changed by the requester"),
    "need.moved": _("Moved to another time by the requester"),
    "need.helped": _("Somebody signed up to help"),
    "need.withdrawn": _("A helper withdrew"),
    "need.queued": _("Somebody joined the waiting list"),
    "need.unqueued": _("Somebody left the waiting list"),
    "need.offered": _("A free place was offered to the next on the waiting list"),
    "need.turned_down": _("An offered place was turned down"),
    "need.lapsed": _("An offered place was not answered in time"),
    "need.line_closed": _("The waiting list ended"),
    "need.done": _("Marked as done"),
    "need.reopened": _("Not done yet after all"),
    "need.confirmed": _("Confirmed as done"),
    "need.cancelled": _("Cancelled by the requester"),
    "need.expired": _("Past its time"),
}


@dataclass(frozen=True)
class Step:
    words: str
    when: str


def entries_of(need: AidRequest) -> list[Entry]:
    return list(Entry.objects.filter(object_kind="need", object_id=need.pk).order_by("id"))


def timeline(entries: list[Entry], zone: str) -> list[Step]:
    return [
        Step(str(STEPS[entry.action]), moment(entry.at, zone))
        for entry in entries
        if entry.action in STEPS
    ]
