"""The words of a case, and of the reports in it, go with those of what it is about."""

from django.db.models import QuerySet

from moderation.models import Case, Report


def take_words_out(cases: QuerySet[Case]) -> None:
    """In the caller's transaction. That it was decided, when and how, stays."""
    ids = list(cases.values_list("pk", flat=True))
    Report.objects.filter(case__in=ids).update(details="")
    Case.objects.filter(pk__in=ids).update(reason="", appeal="", appeal_reason="")
