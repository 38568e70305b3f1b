"""When people are reminded of a need or an event, as the columns that the planner asks for.

The evening before at 19.00 in the RW's zone, and one hour ahead (issue 'First light').
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    DurationField,
    F,
    Func,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual

HORIZON = timedelta(days=2)
AN_HOUR = timedelta(hours=1)
# 19.00 is five hours before the midnight that begins the day.
EVENING_BEFORE_MIDNIGHT = timedelta(hours=5)
# Somebody who promises 50 minutes ahead is still reminded; at 40 they have just read it.
LATE = timedelta(minutes=15)


def soon(now: datetime) -> tuple[datetime, datetime]:
    """The range of starts that is planned for by now."""
    return now, now + HORIZON


def hour_ahead(start: str) -> Any:
    return F(start) - Value(AN_HOUR, DurationField())


def evening_before(start: str, zone: str) -> Any:
    """19.00 of the day before `start`, on the clocks of `zone` (both are field paths)."""
    local = Func(F(zone), F(start), function="timezone", output_field=DateTimeField())
    midnight = Func(Value("day"), local, function="date_trunc", output_field=DateTimeField())
    evening = midnight - Value(EVENING_BEFORE_MIDNIGHT, DurationField())
    return Func(F(zone), evening, function="timezone", output_field=DateTimeField())


def reminder_rows(
    people: QuerySet[Any, Any], *, evening: bool, promised_at: str, recipient: str, about: str
) -> QuerySet[Any, Any]:
    """The planner's columns; `about` is the path from `people` to the need or event."""
    start, zone = f"{about}__starts_at", f"{about}__rw__zone"
    due_at = evening_before(start, zone) if evening else hour_ahead(start)
    # 'Tomorrow' is untrue after midnight, and a reminder of the past is none.
    midnight = due_at + Value(EVENING_BEFORE_MIDNIGHT, DurationField())
    expires_at = Cast(midnight if evening else F(start), DateTimeField())
    return (
        people.annotate(due_at=Cast(due_at, DateTimeField()))
        .filter(
            GreaterThanOrEqual(F("due_at"), F(promised_at) - Value(LATE, DurationField())),
        )
        .values(
            "due_at",
            recipient_id=F(recipient),
            object_id=F(f"{about}__id"),
            code=F(f"{about}__code"),
            rw_id=F(f"{about}__rw_id"),
            zone=Cast(F(f"{about}__rw__zone"), CharField()),
            version=F(f"{about}__version"),
            expires_at=expires_at,
        )
    )
