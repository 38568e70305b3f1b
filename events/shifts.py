"""The places of an event: made from a plan, moved with it, changed and given back."""

from collections.abc import Iterable

from events import notices
from events.errors import NotPossibleNow, ShiftInUse
from events.models import Event
from events.plans import Place
from volunteers.actions import reschedule, resize
from volunteers.models import Shift, SignUp


def make_shifts(event: Event, places: Iterable[Place]) -> None:
    Shift.objects.bulk_create(new_shift(event, place) for place in places)


def new_shift(event: Event, place: Place) -> Shift:
    return Shift(
        event=event,
        kind=place.kind,
        label=place.label,
        capacity=place.capacity,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )


def move_shifts(event: Event) -> None:
    """To the event's new time."""
    offered: list[SignUp] = []
    for shift in event.shifts.order_by("id"):
        offered += reschedule(shift, event.starts_at, event.ends_at)
    notices.offer(offered, event)


def set_places(event: Event, places: Iterable[Place]) -> bool:
    """As the plan says, matched by `shift_id`; whether anything is different now.

    Raises ShiftInUse, TooFewPlaces, and NotPossibleNow for a shift that is not there.
    """
    existing = {shift.pk: shift for shift in event.shifts.order_by("id")}
    kept = [place for place in places if place.shift_id is not None]
    if not {place.shift_id for place in kept} <= existing.keys():
        raise NotPossibleNow
    new = [place for place in places if place.shift_id is None]
    gone = existing.keys() - {place.shift_id for place in kept}
    remove_shifts(event, gone)
    changed = [set_place(event, existing[place.shift_id or 0], place) for place in kept]
    make_shifts(event, new)
    return any(changed) or bool(new or gone)


def remove_shifts(event: Event, ids: Iterable[int]) -> None:
    """Only those that nobody holds, waits for or is offered."""
    if SignUp.objects.current().filter(shift__in=ids).exists():
        raise ShiftInUse
    event.shifts.filter(pk__in=ids).delete()


def set_place(event: Event, shift: Shift, place: Place) -> bool:
    renamed = (shift.kind, shift.label) != (place.kind, place.label)
    if renamed:
        shift.kind, shift.label = place.kind, place.label
        shift.save(update_fields=["kind", "label"])
    resized = shift.capacity != place.capacity
    if resized:
        notices.offer(resize(shift, place.capacity), event)
    return renamed or resized
