"""Why an event was cancelled may name somebody who was ill; 90 days on nobody asks any more.

What it was, where, and how it went stay: they are the neighbourhood's calendar, and written
for all of it.
"""

from datetime import datetime

from django.db.models import QuerySet

from accounts.personal_data import WORDS_KEPT
from events.models import Event


def over_since(until: datetime) -> QuerySet[Event]:
    """By the day that it was for, whether it was held, cancelled or never closed."""
    return Event.objects.filter(ends_at__lte=until)


def forget_reasons(now: datetime) -> int:
    return over_since(now - WORDS_KEPT).exclude(reason="").update(reason="")
