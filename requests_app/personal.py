"""What this app keeps about a person: what they asked for."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import ANOTHER, KEY, MACHINERY, PLACE, THE_PERSON, Holding, register
from requests_app.models import AidRequest
from requests_app.retention import take_words_out


def needs_of(resident: Resident) -> QuerySet[AidRequest]:
    return AidRequest.objects.filter(requester=resident).order_by("id")


def forget_needs(resident: Resident) -> None:
    take_words_out(needs_of(resident), timezone.now())


def register_holdings() -> None:
    register(
        Holding(
            model=AidRequest,
            title=_("What you asked for"),
            of=needs_of,
            exported={
                "code": _("Code"),
                "category": _("Kind of help"),
                "title": _("Title"),
                "details": _("Details"),
                "urgency": _("Urgency"),
                "starts_at": _("When is it needed?"),
                "audience": _("Who sees it"),
                "name_hidden": _("Name hidden"),
                "status": _("State"),
                "reason": _("A coordinator's reason"),
                "created_at": _("Posted"),
                "opened_at": _("On the board since"),
                "reviewed_at": _("Looked at by a coordinator"),
                "called_at": _("Neighbours asked once more"),
                "hidden_at": _("Hidden"),
                "expires_at": _("Ends"),
                "done_at": _("Done"),
                "confirmed_at": _("Confirmed"),
                "anonymised_at": _("Words taken out"),
            },
            left_out={
                "id": KEY,
                "draft": KEY,
                "rw": PLACE,
                "rt": "exported with where you live",
                "requester": THE_PERSON,
                "posted_by": ANOTHER,
                "done_by": "the person themselves, or a helper",
                "held_for": "which of our own rules held the words, by its code",
                "urgency_rank": MACHINERY,
                "needed_at": MACHINERY,
                "version": MACHINERY,
                "revision": MACHINERY,
            },
            shown={"category": lambda need: str(need.kind.label)},
            erase=forget_needs,
            kept=_("the words until 90 days after its end"),
        ),
    )
