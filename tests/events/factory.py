"""Events in each state of their life, made by the product's own actions."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Resident
from events import actions, joining
from events.actions import Place, Plan
from events.models import Event
from neighborhoods.standing import standing_of
from tests.cast import Cast
from volunteers.models import Shift, SignUp

TEAM, HOES, SNACKS = (
    Place("people", "Regu selokan", 2),
    Place("tools", "Cangkul", 3),
    Place("food", "Makanan kecil", 1),
)


def next_morning(days: int = 7) -> datetime:
    """07.00 in Jakarta some days from now."""
    day = timezone.now() + timedelta(days=days)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def plan(**changes: Any) -> Plan:
    starts_at = changes.get("starts_at") or next_morning()
    values: dict[str, Any] = {
        "kind": "kerja_bakti",
        "title": "Bersih selokan sebelum hujan",
        "details": "Bawa sarung tangan sendiri.",
        "rt": None,
        "place": None,
        "place_text": "Depan balai warga",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "places": (TEAM, HOES, SNACKS),
    }
    return Plan(**values | changes)


def published_event(cast: Cast, **changes: Any) -> Event:
    """By the RW's head: the whole RW's, unless an `rt` is given."""
    return actions.publish_event(plan(**changes), coordinator=standing_of(cast.rw_head))


def shift_of(event: Event, label: str = TEAM.label) -> Shift:
    return Shift.objects.select_related("event").get(event=event, label=label)


def join(person: Resident, event: Event, label: str = TEAM.label) -> SignUp:
    return joining.join_shift(shift_of(event, label), resident=standing_of(person))


def wait(person: Resident, event: Event, label: str = TEAM.label) -> SignUp:
    return joining.wait_for_shift(shift_of(event, label), resident=standing_of(person))


def leave(person: Resident, event: Event, label: str = TEAM.label) -> None:
    joining.leave_shift(shift_of(event, label), resident=standing_of(person))


def begun(event: Event) -> Event:
    """As if it had begun an hour ago; nothing is published for the past."""
    starts_at = timezone.now() - timedelta(hours=1)
    times = {"starts_at": starts_at, "ends_at": starts_at + (event.ends_at - event.starts_at)}
    Event.objects.filter(pk=event.pk).update(**times)
    Shift.objects.filter(event=event).update(**times)
    event.refresh_from_db()
    return event


def as_it_is(event: Event, **changes: Any) -> Plan:
    """The form of an event that stands, with its shifts' ids."""
    places = tuple(
        Place(shift.kind, shift.label, shift.capacity, shift.pk)
        for shift in event.shifts.order_by("id")
    )
    same = {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "places": places,
    }
    return plan(**same | changes)


def change(event: Event, cast: Cast, by: str = "rw_head", **changes: Any) -> Event:
    coordinator = standing_of(getattr(cast, by))
    return actions.change_event(event, as_it_is(event, **changes), coordinator=coordinator)


def place_of(event: Event, label: str) -> Place:
    shift = shift_of(event, label)
    return Place(shift.kind, shift.label, shift.capacity, shift.pk)
