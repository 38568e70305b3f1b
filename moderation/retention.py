"""The words of a case, and of the reports in it, go with those of what it is about."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.personal_data import WORDS_KEPT
from events.retention import over_since as events_over_since
from moderation.models import Case, CaseQuerySet, Report
from requests_app.retention import over_since as needs_over_since

# Who was decided about late has time to read why.
TO_BE_READ = timedelta(days=30)


# Somebody has yet to judge it, or to judge it again.
OPEN = Q(decided_at=None) | Q(appealed_at__isnull=False, appeal_decided_at=None)


def undecided() -> CaseQuerySet:
    return Case.objects.filter(OPEN)


def past_words(now: datetime) -> QuerySet[Case]:
    """Decided a month ago, about a need or an event that was over for 90 days, and not silent."""
    until = now - WORDS_KEPT
    over = Q(Exists(needs_over_since(until).filter(pk=OuterRef("need")))) | Q(
        Exists(events_over_since(until).filter(pk=OuterRef("event")))
    )
    settled = Case.objects.exclude(OPEN).alias(said=Coalesce("appeal_decided_at", "decided_at"))
    told = settled.filter(said__lte=now - TO_BE_READ)
    # A report comes into an undecided case alone, and each decision has a reason.
    return told.exclude(reason="", appeal="", appeal_reason="").filter(over)


@transaction.atomic
def silence(case: Case) -> bool:
    """False where it was appealed meanwhile."""
    mine = Case.objects.filter(pk=case.pk).exclude(OPEN)
    if not mine.select_for_update(no_key=True).exists():
        return False
    take_words_out(mine)
    return True


def take_words_out(cases: QuerySet[Case]) -> None:
    """In the caller's transaction. That it was decided, when and how, stays."""
    ids = list(cases.values_list("pk", flat=True))
    Report.objects.filter(case__in=ids).update(details="")
    Case.objects.filter(pk__in=ids).update(reason="", appeal="", appeal_reason="")
