"""Who is reminded of a need, as QuerySets that the planner turns into rows.

A pure function of the domain: what is no longer here is no longer due, and what comes
back is planned again. When, `volunteers.reminders` says.
"""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from requests_app.models import AidRequest
from requests_app.voices import hears
from volunteers.models import Shift, SignUp
from volunteers.reminders import reminder_rows, soon


def helpers_due(now: datetime, *, evening: bool) -> QuerySet[Any, Any]:
    """A reminder for each place held in a live need that starts within the horizon."""
    places = SignUp.objects.filter(
        status=SignUp.Status.ACTIVE,
        shift__need__status__in=AidRequest.LIVE,
        shift__need__hidden_at=None,
        shift__need__starts_at__range=soon(now),
    )
    return reminder_rows(
        places,
        evening=evening,
        promised_at="created_at",
        recipient="volunteer_id",
        about="shift__need",
    )


def requesters_due(now: datetime, *, evening: bool) -> QuerySet[Any, Any]:
    """A reminder for each requester to whom somebody comes, or for who speaks for them.

    Asked of the shift, since the planner's columns may not share a need's field names.
    """
    active = SignUp.objects.filter(shift=OuterRef("pk"), status=SignUp.Status.ACTIVE)
    first_promise = active.order_by("created_at").values("created_at")[:1]
    shifts = Shift.objects.filter(
        need__status=AidRequest.Status.IN_PROGRESS,
        need__hidden_at=None,
        need__starts_at__range=soon(now),
    ).annotate(first_promise=Subquery(first_promise), hears=hears("need__"))
    return reminder_rows(
        shifts,
        evening=evening,
        promised_at="first_promise",
        recipient="hears",
        about="need",
    )
