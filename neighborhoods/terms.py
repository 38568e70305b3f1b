"""Whose term of office ends soon, as QuerySets that the planner turns into rows.

Keyed by the last day: where it moves, the reminder is of another version and moves along.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    DurationField,
    F,
    Func,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from neighborhoods.models import Office, OfficeQuerySet

HORIZON = timedelta(days=2)
AHEAD = (30, 7)
# In the morning, when one has a hand free for it.
AT = timedelta(hours=9)
EPOCH = date(2000, 1, 1)


def version_of(office: Office) -> int:
    """The last day as a number."""
    return (office.ends_on - EPOCH).days if office.ends_on else 0


def ending(now: datetime, *, days: int) -> OfficeQuerySet:
    """In force, with a last day that comes near. Of shorter ones nobody needs a warning."""
    ahead = timedelta(days=days)
    near = Office.objects.in_force().filter(ends_on__lte=now.date() + ahead + HORIZON)
    return near.filter(ends_on__gt=F("starts_on") + Value(ahead, DurationField()))


def holders_due(now: datetime, *, days: int) -> QuerySet[Any, Any]:
    return rows(ending(now, days=days), "", days)


def coordinators_due(now: datetime, *, days: int) -> QuerySet[Any, Any]:
    """Each coordinator of the whole RW, for each such office of it that another holds."""
    whole = Office.objects.in_force().filter(rt=None)
    pairs = whole.filter(rw__offices__in=ending(now, days=days))
    others = pairs.annotate(ending_holder=F("rw__offices__holder")).exclude(
        ending_holder=F("holder")
    )
    return rows(others, "rw__offices__", days)


def rows(offices: QuerySet[Any, Any], path: str, days: int) -> QuerySet[Any, Any]:
    """The planner's columns: from that morning until the next warning, or the last day's end."""
    later = [other for other in AHEAD if other < days]
    until = morning(f"{path}ends_on", later[0]) if later else end_of_day(f"{path}ends_on")
    return offices.annotate(
        due_at=morning(f"{path}ends_on", days),
        expires_at=until,
        object_id=F(f"{path}id"),
        recipient_id=F("holder_id"),
        code=Value("", CharField()),
        zone=Cast(F("rw__zone"), CharField()),
        version=days_since_epoch(f"{path}ends_on"),
    )


def morning(day: str, days_before: int) -> Func:
    return on_the_clock(day, AT - timedelta(days=days_before))


def end_of_day(day: str) -> Func:
    return on_the_clock(day, timedelta(days=1))


def on_the_clock(day: str, offset: timedelta) -> Func:
    """So long after the midnight that begins `day`, on the RW's clocks."""
    at = Func(
        F(day),
        Value(offset, DurationField()),
        template="(%(expressions)s)",
        arg_joiner="::timestamp + ",
        output_field=DateTimeField(),
    )
    return Func(F("rw__zone"), at, function="timezone", output_field=DateTimeField())


def days_since_epoch(day: str) -> Func:
    return Func(
        F(day), template="(%(expressions)s - DATE '2000-01-01')", output_field=BigIntegerField()
    )
