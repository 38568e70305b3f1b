"""Whether the outbox is being looked after."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from notifications.models import Heartbeat

SEND_DUE, PLAN = "send_due", "plan"

BEAT = """
INSERT INTO notifications_heartbeat AS h (name, at) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET at = GREATEST(h.at, EXCLUDED.at)
"""


def beat(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BEAT, [name, timezone.now()])


def last_tick() -> datetime | None:
    """The older of the two ticks, since one alone keeps no promise; None before the first."""
    beats = Heartbeat.objects.filter(name__in=[SEND_DUE, PLAN]).values_list("at", flat=True)
    times = list(beats)
    return min(times) if len(times) == 2 else None
