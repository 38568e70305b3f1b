"""New events told to a whole RW: by the product's own statement, at the time it was."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from events.models import Event
from events.notices import audience
from gotongroyong.demo.history import KEPT_FOR, READ_AFTER, READ_WITHIN
from notifications import kinds, planner
from notifications.actions import TOLD
from notifications.models import Notification

KIND = "event.published"


def announce(events: Iterable[Event], now: datetime) -> None:
    """In the inbox only, as this kind is; those that are not new have been read since."""
    recent = [event for event in events if event.created_at > now - KEPT_FOR]
    for event in recent:
        tell_audience(event)
    notices = Notification.objects.filter(kind=KIND, object_id__in=[one.pk for one in recent])
    old = notices.filter(created_at__lt=now - READ_AFTER)
    old.update(read_at=F("created_at") + timedelta(minutes=READ_WITHIN))


def tell_audience(event: Event) -> None:
    people, params = planner.as_sql(audience(event).order_by().values("pk"), prefix="p")
    params |= {
        "object_id": event.pk,
        "code": event.code,
        "rw_id": event.rw_id,
        "zone": event.rw.zone,
        "version": 0,
        "due_at": event.created_at,
        "expires_at": None,
    }
    source = TOLD.replace("{people}", people)
    planner.insert(kinds.get(KIND), source, params, now=event.created_at, at_once=True)
