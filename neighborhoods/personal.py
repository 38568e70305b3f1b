"""What this app keeps about a person: where they live and lived, and their offices."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import (
    ANOTHER,
    KEY,
    PLACE,
    SECRET,
    THE_PERSON,
    Holding,
    impersonal,
    register,
)
from journal.models import Entry
from neighborhoods.models import (
    Founding,
    Handover,
    Household,
    Invitation,
    Membership,
    Office,
    RukunTetangga,
    RukunWarga,
)
from neighborhoods.standing import place_name

OF_ALL = "about the neighbourhood, not about a person"
AS_OFFICER = _("for good, without your name: it was done in office")


def houses_of(resident: Resident) -> QuerySet[Household]:
    """Where they live; and where they asked for or lived once, while it stands in the words that
    they found for it themselves. A house that was there before is its people's, and so is what
    others have written of it since."""
    mine = Membership.objects.filter(resident=resident, household=OuterRef("pk"))
    entries = Entry.objects.filter(object_kind="household", object_id=OuterRef("pk"))
    wrote = entries.filter(action="household.made", actor_id=resident.pk)
    rewritten = entries.filter(action="household.changed").exclude(actor_id=resident.pk)
    own_words = Exists(mine) & Exists(wrote) & ~Exists(rewritten)
    houses = Household.objects.filter(Exists(mine.in_force()) | own_words)
    return houses.select_related("rt__rw")


def all_houses_of(resident: Resident) -> QuerySet[Household]:
    """Those they moved out of, and those they only asked for, too."""
    mine = Membership.objects.filter(resident=resident, household=OuterRef("pk"))
    return Household.objects.filter(Exists(mine))


def memberships_of(resident: Resident) -> QuerySet[Membership]:
    return Membership.objects.filter(resident=resident).select_related("rt__rw").order_by("id")


def offices_of(resident: Resident) -> QuerySet[Office]:
    return Office.objects.filter(holder=resident).select_related("rt", "rw").order_by("id")


def handovers_of(resident: Resident) -> QuerySet[Handover]:
    own = Handover.objects.filter(Q(successor=resident) | Q(office__holder=resident))
    return own.select_related("office__rt", "office__rw").order_by("id")


def foundings_of(resident: Resident) -> QuerySet[Founding]:
    """Asked for from their phone number, while the number is still kept."""
    asked = Founding.objects.filter(contact_phone=resident.phone or "-")
    return asked.exclude(contact_phone="")


def empty_houses(resident: Resident) -> None:
    """Their address, unless somebody else lives there: then it is that person's too."""
    others = Membership.objects.current().filter(household=OuterRef("pk"))
    empty = all_houses_of(resident).exclude(Exists(others.exclude(resident=resident)))
    empty.update(address="", landmark="", address_key="")


def close_memberships(resident: Resident) -> None:
    """Ended, and without the house: an id would still lead to the address of those who stay."""
    now = timezone.now()
    mine = Membership.objects.filter(resident=resident)
    mine.current().update(status=Membership.Status.ENDED, ended_at=now)
    mine.update(household=None, kind="", decline_reason="")


def end_offices(resident: Resident) -> None:
    """Why one was ended are words about the person, and go."""
    mine = Office.objects.filter(holder=resident)
    mine.filter(ended_at=None).update(ended_at=timezone.now())
    mine.update(end_reason="")


def rt_and_rw(row: Membership | Office | Household) -> str:
    return place_name(row.rt, row.rt.rw if row.rt else None)


HOUSES = Holding(
    model=Household,
    title=_("Your house"),
    of=houses_of,
    exported={
        "rt": _("RT and RW"),
        "address": _("Block, lane and number"),
        "landmark": _("Landmark"),
    },
    left_out={"id": KEY, "address_key": "the address once more, as it is compared"},
    shown={"rt": rt_and_rw},
    erase=empty_houses,
    kept=_("until you delete your account, or as long as others live there"),
)
MEMBERSHIPS = Holding(
    model=Membership,
    title=_("Where you live and lived"),
    of=memberships_of,
    exported={
        "rt": _("RT and RW"),
        "kind": _("How you live there"),
        "status": _("State"),
        "joined_at": _("Joined"),
        "decided_at": _("Decided"),
        "decline_reason": _("Reason"),
        "household_confirmed_at": _("Confirmed by the household"),
        "household_refused_at": _("Refused by the household"),
        "ended_at": _("Ended"),
    },
    left_out={
        "id": KEY,
        "resident": THE_PERSON,
        "household": "exported as the house itself",
        "invitation": KEY,
        "decided_by": ANOTHER,
    },
    shown={"rt": rt_and_rw},
    erase=close_memberships,
    kept=_(
        "the dates for good, without your name; why you were not recognised, and where, 90 days"
    ),
)
OFFICES = Holding(
    model=Office,
    title=_("Your offices"),
    of=offices_of,
    exported={
        "post": _("Office"),
        "rw": "RW",
        "rt": "RT",
        "is_deputy": _("Deputy"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "ended_at": _("Ended"),
        "end_reason": _("Reason"),
    },
    left_out={"id": KEY, "holder": THE_PERSON},
    erase=end_offices,
    kept=_("for good, without your name; why it was ended for 90 days"),
)
HANDOVERS = Holding(
    model=Handover,
    title=_("Handovers of an office"),
    of=handovers_of,
    exported={
        "office": _("Office"),
        "asked_at": _("Asked"),
        "accepted_at": _("Accepted"),
        "confirmed_at": _("Confirmed"),
        "ended_at": _("Ended"),
    },
    left_out={"id": KEY, "successor": "the person themselves, or their successor in office"},
    shown={"office": lambda row: row.office.get_post_display()},
    erase="dates alone; who held an office stands without a name",
    kept=AS_OFFICER,
)
INVITATIONS = Holding(
    model=Invitation,
    title=_("Invitations that you made"),
    of=lambda resident: Invitation.objects.filter(made_by=resident),
    exported={
        "rw": "RW",
        "rt": "RT",
        "post": _("Office"),
        "made_at": _("Made"),
        "expires_at": _("Valid until"),
        "max_uses": _("Uses at most"),
        "uses": _("Uses"),
        "revoked_at": _("Revoked"),
    },
    left_out={"id": KEY, "nonce": SECRET, "code_hash": SECRET, "made_by": THE_PERSON},
    erase="the RT's, and printed; numbers and dates alone",
    kept=AS_OFFICER,
)
FOUNDINGS = Holding(
    model=Founding,
    title=_("Your request to bring your RW here"),
    of=foundings_of,
    exported={
        "number": "RW",
        "rt_numbers": "RT",
        "village": _("Kelurahan/desa"),
        "contact_name": _("Name"),
        "contact_phone": _("Phone number"),
        "status": _("State"),
        "asked_at": _("Asked"),
        "decided_at": _("Decided"),
    },
    left_out=dict.fromkeys(("district", "city", "province", "village_code", "zone"), PLACE)
    | {"id": KEY, "draft": KEY, "rw": KEY},
    erase={"contact_name": "", "contact_phone": ""},
    kept=_("name and number until it is decided, 60 days at the most"),
)


def register_holdings() -> None:
    register(
        impersonal(
            RukunWarga,
            "id number village district city province village_code zone"
            " urgent_opens_at_once normal_needs_approval",
            why=OF_ALL,
        ),
        impersonal(RukunTetangga, "id rw number closed_at merged_into", why=OF_ALL),
        MEMBERSHIPS,
        # After it, so that it is emptied before: a membership says whose house it is.
        HOUSES,
        OFFICES,
        HANDOVERS,
        INVITATIONS,
        FOUNDINGS,
    )
