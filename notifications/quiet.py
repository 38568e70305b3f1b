"""Quiet hours, in the zone of the neighbourhood that speaks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Hours = tuple[time, time]


def hours_of(text: str) -> Hours:
    """'21:00-05:00' as from and until; the same time twice is no quiet at all."""
    try:
        starts, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured(f"QUIET_HOURS is {text!r}, not like 21:00-05:00.") from error
    return starts, ends


def quiet_until(now: datetime, zone: str) -> datetime | None:
    """When the quiet hours that `now` falls into end; None outside them."""
    starts, ends = settings.QUIET_HOURS
    local = now.astimezone(ZoneInfo(zone))
    if not is_within(local.time(), starts, ends):
        return None
    day = local if local.time() < ends else local + timedelta(days=1)
    return day.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)


def is_within(clock: time, starts: time, ends: time) -> bool:
    if starts <= ends:
        return starts <= clock < ends
    return clock >= starts or clock < ends
