"""Who is reminded of an event: everybody with a promise to any of its shifts, once.

Once, since the planner keeps one row a person, event and version. A pure function of the
domain; when, `volunteers.reminders` says.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from events.models import Event
from volunteers.models import SignUp
from volunteers.reminders import reminder_rows, soon


def joiners_due(now: datetime, *, evening: bool) -> QuerySet[Any, Any]:
    promises = SignUp.objects.filter(
        status=SignUp.Status.ACTIVE,
        shift__event__status=Event.Status.PUBLISHED,
        shift__event__hidden_at=None,
        shift__event__starts_at__range=soon(now),
    )
    return reminder_rows(
        promises,
        evening=evening,
        promised_at="created_at",
        recipient="volunteer_id",
        about="shift__event",
    )
