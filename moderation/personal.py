"""What this app keeps about a person: what they reported, and decisions on their posts."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import ANOTHER, KEY, MACHINERY, PLACE, THE_PERSON, Holding, register
from moderation.models import Case, Report
from moderation.retention import take_words_out


def reports_of(resident: Resident) -> QuerySet[Report]:
    return Report.objects.filter(reporter=resident).order_by("id")


def cases_about(resident: Resident) -> QuerySet[Case]:
    posts = Q(need__requester=resident) | Q(event__organizer=resident)
    return Case.objects.filter(posts).order_by("id")


def appeals_of(resident: Resident) -> QuerySet[Case]:
    """Against decisions on another's post; those on one's own are among `cases_about`."""
    return Case.objects.filter(appellant=resident).order_by("id")


def forget_cases(resident: Resident) -> None:
    take_words_out(cases_about(resident))


APPEAL = {
    "appeal": _("The appeal's words"),
    "appealed_at": _("Appealed"),
    "appeal_decision": _("Decision on the appeal"),
    "appeal_reason": _("Reason on the appeal"),
    "appeal_decided_at": _("Appeal decided"),
}
DECISION = {
    "opened_at": _("Reported"),
    "hidden_by_reports_at": _("Hidden by reports"),
    "decision": _("Decision"),
    "reason": _("Reason"),
    "decided_at": _("Decided"),
}
LEFT_OUT = {
    "id": KEY,
    "need": KEY,
    "event": KEY,
    "rw": PLACE,
    "rt": PLACE,
    "decided_by": ANOTHER,
    "appellant": "the person themselves, or the other side",
    "appeal_decided_by": ANOTHER,
    "revision": MACHINERY,
}
KEPT = _(
    "the words until 90 days after the end of what it is about, and a month after the decision"
)
REPORTS = Holding(
    model=Report,
    title=_("What you reported"),
    of=reports_of,
    exported={
        "reason": _("Reason"),
        "details": _("Your words"),
        "created_at": _("Reported"),
    },
    left_out={"id": KEY, "case": KEY, "need": KEY, "event": KEY, "reporter": THE_PERSON},
    erase={"details": ""},
    kept=_(
        "the words until 90 days after the end of what you reported, and a month after the decision"
    ),
)
CASES = Holding(
    model=Case,
    title=_("Decisions on reports about your posts"),
    of=cases_about,
    exported=DECISION | APPEAL,
    left_out=LEFT_OUT,
    erase=forget_cases,
    kept=KEPT,
)
APPEALS = Holding(
    model=Case,
    title=_("Your appeals"),
    of=appeals_of,
    exported=APPEAL,
    # Said of another's post, for both sides.
    left_out=LEFT_OUT | dict.fromkeys(DECISION, ANOTHER),
    erase={"appeal": "", "appeal_reason": ""},
    kept=KEPT,
)


def register_holdings() -> None:
    register(REPORTS, CASES, APPEALS)
