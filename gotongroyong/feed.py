"""One person's calendar feed: their promised needs with a time, and their events.

Whoever holds its address reads it without signing in, so it says nothing about anybody
else: of a need the kind alone, no names, no phone, no house.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.ics import CHANGES as EVENT_CHANGES
from events.ics import entry_of, out_of_sight
from events.models import Event
from journal.models import Entry as JournalEntry
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from volunteers.models import Shift, SignUp
from volunteers.overlap import ends_of
from web import ics

# So long a duty that was cancelled or given back is said to be off.
SAID_OFF = timedelta(days=30)
# What was is kept so long in view.
LOOKING_BACK = timedelta(days=180)
MOST = 500
STATES = {
    SignUp.Status.ACTIVE: ics.CONFIRMED,
    SignUp.Status.DONE: ics.CONFIRMED,
    SignUp.Status.OFFERED: ics.TENTATIVE,
    SignUp.Status.RELEASED: ics.CANCELLED,
}
CHANGES = {
    "event": EVENT_CHANGES,
    "need": [
        f"need.{action}"
        for action in ("posted", "opened", "approved", "changed", "moved", "cancelled", "declined")
    ],
}
# What wins where somebody has several sign-ups to one thing, as after coming back.
PRECEDENCE = (ics.CONFIRMED, ics.TENTATIVE, ics.CANCELLED)


def feed_of(viewer: Standing) -> bytes:
    best: dict[str, ics.Entry] = {}
    for sign_up in sign_ups_of(viewer, timezone.now()):
        entry = entry_for(sign_up)
        known = best.get(entry.uid)
        if not known or PRECEDENCE.index(entry.status) < PRECEDENCE.index(known.status):
            best[entry.uid] = entry
    return ics.feed(best.values(), name="Gotong Royong")


def sign_ups_of(viewer: Standing, now: datetime) -> QuerySet[Any, Any]:
    """One query, the latest of each thing first; with whether they may open it still."""
    current = Q(status__in=("active", "offered", "done"))
    off = Q(status="released", released_at__gte=now - SAID_OFF)
    needs = AidRequest.objects.visible_to(viewer).filter(pk=OuterRef("shift__need"))
    events = Event.objects.visible_to(viewer).filter(pk=OuterRef("shift__event"))
    return (
        SignUp.objects.filter(current | off, volunteer=viewer.resident)
        .filter(shift__starts_at__gte=now - LOOKING_BACK)
        .select_related("shift__need", "shift__event__place")
        .annotate(thing_changed_at=Coalesce(last_change("need"), last_change("event")))
        .annotate(in_sight=Exists(needs) | Exists(events))
        .order_by("-id")[:MOST]
    )


def last_change(kind: str) -> Subquery:
    """The journal says when its thing last changed; neither table does for every change."""
    entries = JournalEntry.objects.filter(
        object_kind=kind, object_id=OuterRef(f"shift__{kind}"), action__in=CHANGES[kind]
    )
    return Subquery(entries.order_by("-id").values("at")[:1])


def entry_for(sign_up: Any) -> ics.Entry:
    """Of what they can't open any more, having moved or since it is hidden, only its end."""
    shift = sign_up.shift
    status = STATES[sign_up.status] if sign_up.in_sight else ics.CANCELLED
    known = (
        sign_up.created_at,
        sign_up.released_at,
        sign_up.thing_changed_at,
        shift.event and shift.event.changed_at,
    )
    changed = max(at for at in known if at)
    if shift.need:
        return need_entry(shift.need, shift, status, changed)
    entry = event_entry(shift, status, changed)
    hidden = shift.event.hidden_at or not sign_up.in_sight
    return out_of_sight(entry, shift.event) if hidden else entry


def need_entry(need: AidRequest, shift: Shift, status: str, changed_at: datetime) -> ics.Entry:
    """By its kind: its title is the neighbour's words."""
    starts_at: Any = shift.starts_at
    return ics.Entry(
        uid=ics.uid("kebutuhan", need.code),
        title=_("You help: %(what)s") % {"what": need.kind.label},
        starts_at=starts_at,
        ends_at=ends_of(starts_at, shift.ends_at),
        sequence=need.version,
        changed_at=changed_at,
        status=status,
        path=reverse("need", args=[need.code]),
    )


def event_entry(shift: Shift, status: str, changed_at: datetime) -> ics.Entry:
    event: Any = shift.event
    entry = entry_of(event, changed_at=changed_at)
    return entry if entry.status == ics.CANCELLED else replace(entry, status=status)
