"""What this app keeps about a person: what they promised and did, and their calendar."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import (
    KEY,
    MACHINERY,
    SECRET,
    THE_PERSON,
    Holding,
    delete_rows,
    register,
)
from volunteers.models import CalendarFeed, Shift, SignUp


def sign_ups_of(resident: Resident) -> QuerySet[SignUp]:
    own = SignUp.objects.filter(volunteer=resident)
    return own.select_related("shift__need", "shift__event").order_by("id")


def shifts_of(resident: Resident) -> QuerySet[Shift]:
    """The places of their own needs; those of their events are with the events."""
    return Shift.objects.filter(need__requester=resident).select_related("need").order_by("id")


def feeds_of(resident: Resident) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(resident=resident)


def register_holdings() -> None:
    register(
        Holding(
            model=Shift,
            title=_("Places for helpers in your needs"),
            of=shifts_of,
            exported={
                "need": _("Need"),
                "capacity": _("People wanted"),
                "taken": _("People found"),
                "starts_at": _("From"),
                "ends_at": _("Until"),
                "label": _("What for"),
            },
            left_out={"id": KEY, "event": KEY, "kind": MACHINERY},
            shown={"need": lambda shift: shift.need.code},
            erase={"label": ""},
            kept=_("the numbers for good, the words with the need's"),
        ),
        Holding(
            model=SignUp,
            title=_("What you promised and did for others"),
            of=sign_ups_of,
            exported={
                "shift": _("For"),
                "status": _("State"),
                "created_at": _("Signed up"),
                "released_at": _("Withdrawn"),
                "reason": _("Reason"),
                "offer_ends_at": _("Place kept until"),
            },
            left_out={"id": KEY, "volunteer": THE_PERSON},
            shown={"shift": lambda place: place.shift.owner.code},
            erase="codes and dates: others' hours and certificates rest on them",
            kept=_("for good, without your name"),
        ),
        Holding(
            model=CalendarFeed,
            title=_("Your calendar address"),
            of=feeds_of,
            exported={"created_at": _("Made")},
            left_out={"id": KEY, "resident": THE_PERSON, "token_hash": SECRET},
            erase=delete_rows(feeds_of),
            kept=_("until you end it, or a month after you signed out everywhere"),
        ),
    )
