"""When a need's people are reminded, as QuerySets that the planner turns into rows.

The evening before at 19.00 in the RW's zone, and one hour ahead (issue 'First light').
A pure function of the domain: what is no longer here is no longer due, and what comes
back is planned again.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    DurationField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual

from requests_app.models import AidRequest
from volunteers.models import Shift, SignUp

HORIZON = timedelta(days=2)
AN_HOUR = timedelta(hours=1)
# 19.00 is five hours before the midnight that begins the day.
EVENING_BEFORE_MIDNIGHT = timedelta(hours=5)
# Somebody who promises 50 minutes ahead is still reminded; at 40 they have just read it.
LATE = timedelta(minutes=15)


def hour_ahead(start: str) -> Any:
    return F(start) - Value(AN_HOUR, DurationField())


def evening_before(start: str, zone: str) -> Any:
    """19.00 of the day before `start`, on the clocks of `zone` (both are field paths)."""
    local = Func(F(zone), F(start), function="timezone", output_field=DateTimeField())
    midnight = Func(Value("day"), local, function="date_trunc", output_field=DateTimeField())
    evening = midnight - Value(EVENING_BEFORE_MIDNIGHT, DurationField())
    return Func(F(zone), evening, function="timezone", output_field=DateTimeField())


def helpers_due(now: datetime, *, evening: bool) -> QuerySet[Any, Any]:
    """A reminder for each place held in a live need that starts within the horizon."""
    places = SignUp.objects.filter(
        status=SignUp.Status.ACTIVE,
        shift__need__status__in=AidRequest.LIVE,
        shift__need__hidden_at=None,
        shift__need__starts_at__range=(now, now + HORIZON),
    )
    return rows(
        places,
        evening=evening,
        promised_at="created_at",
        recipient="volunteer_id",
        need="shift__need",
    )


def requesters_due(now: datetime, *, evening: bool) -> QuerySet[Any, Any]:
    """A reminder for each requester to whom somebody comes.

    Asked of the shift, since the planner's columns may not share a need's field names.
    """
    active = SignUp.objects.filter(shift=OuterRef("pk"), status=SignUp.Status.ACTIVE)
    first_promise = active.order_by("created_at").values("created_at")[:1]
    shifts = Shift.objects.filter(
        need__status=AidRequest.Status.IN_PROGRESS,
        need__hidden_at=None,
        need__starts_at__range=(now, now + HORIZON),
    ).annotate(first_promise=Subquery(first_promise))
    return rows(
        shifts,
        evening=evening,
        promised_at="first_promise",
        recipient="need__requester_id",
        need="need",
    )


def rows(
    people: QuerySet[Any, Any], *, evening: bool, promised_at: str, recipient: str, need: str
) -> QuerySet[Any, Any]:
    """The planner's columns; `need` is the path from `people` to the need."""
    start, zone = f"{need}__starts_at", f"{need}__rw__zone"
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
            object_id=F(f"{need}__id"),
            code=F(f"{need}__code"),
            rw_id=F(f"{need}__rw_id"),
            zone=Cast(F(f"{need}__rw__zone"), CharField()),
            version=F(f"{need}__version"),
            expires_at=expires_at,
        )
    )
