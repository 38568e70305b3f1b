"""Shifts of an event, without the event's own actions: for what the engine promises alone."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Resident
from events.models import Event
from tests.cast import Cast, rt_of
from volunteers.models import Shift, SignUp


def a_shift(cast: Cast, capacity: int, *, starts_in: timedelta = timedelta(days=3)) -> Shift:
    starts_at = timezone.now() + starts_in
    event = Event.objects.create(
        rw=rt_of(cast.requester).rw,
        organizer=cast.rw_head,
        kind="kerja_bakti",
        title="Bersihkan selokan",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
    )
    return Shift.objects.create(
        event=event, capacity=capacity, starts_at=event.starts_at, ends_at=event.ends_at
    )


def neighbours(count: int) -> list[Resident]:
    return Resident.objects.bulk_create(
        Resident(phone=f"+628131{n:07}", name=f"Warga {n}") for n in range(count)
    )


def places(shift: Shift) -> tuple[int, int]:
    """Places taken by the counter, and by counting."""
    shift.refresh_from_db()
    return shift.taken, shift.sign_ups.filter(status__in=SignUp.TAKES_A_PLACE).count()


def standing_in_line(shift: Shift) -> list[int]:
    return list(shift.sign_ups.in_line().values_list("volunteer_id", flat=True))
