"""Quiet hours, in the zone of the neighbourhood that speaks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

STARTS, ENDS = 21, 5


def quiet_until(now: datetime, zone: str) -> datetime | None:
    """When the quiet hours that `now` falls into end; None outside them."""
    local = now.astimezone(ZoneInfo(zone))
    if ENDS <= local.hour < STARTS:
        return None
    day = local if local.hour < ENDS else local + timedelta(days=1)
    return day.replace(hour=ENDS, minute=0, second=0, microsecond=0)
