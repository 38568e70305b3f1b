"""What this app keeps about a person: what they reported, and decisions on their posts."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import ANOTHER, KEY, MACHINERY, PLACE, THE_PERSON, Holding, register
from moderation.models import Case, Report
from moderation.retention import take_words_out


def reports_of(resident: Resident) -> QuerySet[Report]:
    return Report.objects.filter(reporter=resident).order_by("id")


def cases_of(resident: Resident) -> QuerySet[Case]:
    """About their posts, and those that they appealed in."""
    return Case.objects.filter(about_posts_of(resident) | Q(appellant=resident)).order_by("id")


def about_posts_of(resident: Resident) -> Q:
    return Q(need__requester=resident) | Q(event__organizer=resident)


def forget_cases(resident: Resident) -> None:
    """All words about their own posts; of another's post's case only what they wrote."""
    take_words_out(Case.objects.filter(about_posts_of(resident)))
    Case.objects.filter(appellant=resident).update(appeal="")


def register_holdings() -> None:
    register(
        Holding(
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
            kept=_("the words until 90 days after the end of what you reported"),
        ),
        Holding(
            model=Case,
            title=_("Decisions after reports"),
            of=cases_of,
            exported={
                "opened_at": _("Reported"),
                "hidden_by_reports_at": _("Hidden by reports"),
                "decision": _("Decision"),
                "reason": _("Reason"),
                "decided_at": _("Decided"),
                "appeal": _("The appeal's words"),
                "appealed_at": _("Appealed"),
                "appeal_decision": _("Decision on the appeal"),
                "appeal_reason": _("Reason on the appeal"),
                "appeal_decided_at": _("Appeal decided"),
            },
            left_out={
                "id": KEY,
                "need": KEY,
                "event": KEY,
                "rw": PLACE,
                "rt": PLACE,
                "decided_by": ANOTHER,
                "appellant": "the person themselves, or the other side",
                "appeal_decided_by": ANOTHER,
                "revision": MACHINERY,
            },
            erase=forget_cases,
            kept=_("the words until 90 days after the end of what it is about"),
        ),
    )
