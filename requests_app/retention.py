"""What is left of a need when its words are taken out: after 90 days, or with its requester.

Its code, kind, place, times and helpers stay, so that hours and figures stand.
"""

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import translation

from accounts.personal_data import WORDS_KEPT
from journal.models import Entry
from requests_app.categories import CATEGORIES
from requests_app.models import AidRequest

Status = AidRequest.Status


def past_keeping(now: datetime) -> QuerySet[AidRequest]:
    """Over for 90 days and still with their words."""
    until = now - WORDS_KEPT
    # The index `need_to_anonymise` holds the last 90 days alone.
    return over_since(until).filter(anonymised_at=None, created_at__lte=until)


def over_since(until: datetime) -> QuerySet[AidRequest]:
    cancelled = Entry.objects.filter(
        object_kind="need", object_id=OuterRef("pk"), action="need.cancelled", at__lte=until
    )
    return AidRequest.objects.filter(
        Q(status=Status.DONE, done_at__lte=until)
        # Marked as done after its end, it has ended all the same.
        | Q(status__in=(Status.DONE, Status.EXPIRED), expires_at__lte=until)
        | Q(status=Status.DECLINED, reviewed_at__lte=until)
        | Q(Exists(cancelled), status=Status.CANCELLED)
    )


def take_words_out(needs: QuerySet[AidRequest], now: datetime) -> int:
    """In the caller's transaction. Each keeps its kind for a title, in Indonesian."""
    return needs.update(
        title=title_by_kind(), details="", reason="", held_for="", anonymised_at=now
    )


def title_by_kind() -> Case:
    with translation.override("id"):
        labels = {code: str(category.label) for code, category in CATEGORIES.items()}
    known = (When(category=code, then=Value(label)) for code, label in labels.items())
    return Case(*known, default=F("title"))
