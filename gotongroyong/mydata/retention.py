"""Needs that ended 90 days ago lose their words, and what was said about them too."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from moderation.models import Case
from moderation.retention import take_words_out as take_words_out_of_cases
from requests_app.models import AidRequest
from requests_app.retention import BATCH, past_keeping, take_words_out
from volunteers.models import Shift

MOST_BATCHES = 10


def anonymise_needs(now: datetime) -> int:
    """How many; batch by batch, each in a transaction of its own."""
    done = 0
    for _ in range(MOST_BATCHES):
        count = anonymise_batch(now)
        done += count
        if count < BATCH:
            break
    return done


@transaction.atomic
def anonymise_batch(now: datetime) -> int:
    judged = past_keeping(now).exclude(Exists(undecided_about(OuterRef("pk"))))
    locked = judged.select_for_update(skip_locked=True, of=("self",))
    ids = [need.pk for need in locked.only("pk")[:BATCH]]
    Shift.objects.filter(need__in=ids).exclude(label="").update(label="")
    take_words_out_of_cases(Case.objects.filter(need__in=ids))
    return take_words_out(AidRequest.objects.filter(pk__in=ids), now)


def undecided_about(need: OuterRef) -> QuerySet[Case]:
    """Words that somebody has yet to judge, or judge again, are kept until it is decided."""
    appealed = Q(appealed_at__isnull=False, appeal_decided_at=None)
    return Case.objects.filter(Q(decided_at=None) | appealed, need=need)
