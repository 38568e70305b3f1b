"""90 days after the end of it, what was said is forgotten; what was done stays as numbers."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from coordinators.data_requests import forget_old_answers
from events.retention import forget_reasons
from moderation.retention import past_words, silence, undecided
from neighborhoods.retention import forget_declined, forget_end_reasons
from requests_app.models import AidRequest
from requests_app.retention import past_keeping, take_words_out
from volunteers.models import Shift
from web.ticking import each_due

# How many a run takes at the most; the next one goes on.
BATCH = 5000


def anonymise_needs(now: datetime) -> int:
    """How many. Words that somebody has yet to judge, or judge again, wait for it."""

    def anonymise_one(need: AidRequest) -> int:
        return anonymise(need, now)

    judged = past_keeping(now).exclude(Exists(undecided().filter(need=OuterRef("pk"))))
    return each_due(judged, anonymise_one, by="created_at", most=BATCH)


@transaction.atomic
def anonymise(need: AidRequest, now: datetime) -> int:
    mine = AidRequest.objects.filter(pk=need.pk, anonymised_at=None)
    # Another run has it in hand.
    if not mine.select_for_update(skip_locked=True).exists():
        return 0
    Shift.objects.filter(need=need).exclude(label="").update(label="")
    return take_words_out(mine, now)


def silence_cases(now: datetime) -> int:
    """About needs and events alike; how many."""
    return each_due(past_words(now), silence, by="decided_at", most=BATCH)


def forget_words(now: datetime) -> None:
    """Each in one statement, so no row can keep another waiting."""
    forget_reasons(now)
    forget_end_reasons(now)
    forget_declined(now)
    forget_old_answers(now)
