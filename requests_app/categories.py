"""The kinds of need, from DOMAIN.md's table: words, urgency, usual helpers, and its rule."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMERGENCY, URGENT, NORMAL = "darurat", "segera", "biasa"


@dataclass(frozen=True)
class Category:
    code: str
    label: str | Promise
    urgency: str
    helpers: int
    hint: str | Promise = ""
    # Asked by a coordinator alone, with the family's consent.
    coordinators_only: bool = False
    # Shown to coordinators alone, who assign helpers.
    seen_by_coordinators_only: bool = False
    name_hidden: bool = False
    # Repeated beside the emergency numbers, where help comes first from.
    first_call: str = ""


_TWO_ADULTS = _("Two adults come together. Name the guardian.")
_VERIFIED_ADULTS = _("Only verified adults come.")

CATEGORIES = {
    category.code: category
    for category in (
        Category("ride", _("Ride to the clinic"), URGENT, 1, _("Severe? Call 119 first.")),
        Category(
            "blood",
            _("Blood donor"),
            URGENT,
            2,
            _("Say the blood type, rhesus and hospital. Blood is never paid for."),
        ),
        Category(
            "bereavement",
            _("Bereavement"),
            URGENT,
            5,
            _("Post this with the family's consent."),
            coordinators_only=True,
        ),
        Category("funeral", _("Funeral help"), URGENT, 4),
        Category("flood", _("Flood evacuation"), EMERGENCY, 5, first_call="112"),
        Category("fire", _("After a fire"), EMERGENCY, 5, first_call="113"),
        Category("kitchen", _("Public kitchen"), URGENT, 5),
        Category("water", _("Clean water"), URGENT, 2),
        Category("food", _("Food"), URGENT, 1, name_hidden=True),
        Category(
            "medicine",
            _("Medicine pick-up"),
            URGENT,
            1,
            _("Don't put the illness or a prescription here; tell your helper."),
        ),
        Category("sickcare", _("Sit with the sick"), URGENT, 2, _("Two people come together.")),
        Category("elder", _("Elder companion"), NORMAL, 1, _VERIFIED_ADULTS),
        Category("disability", _("Disability support"), NORMAL, 1, _VERIFIED_ADULTS),
        Category("childcare", _("Child-minding"), URGENT, 2, _TWO_ADULTS),
        Category("schoolrun", _("School run"), NORMAL, 1, _("Name who may fetch the child.")),
        Category("maternity", _("Maternity"), URGENT, 1),
        Category("errand", _("Errands"), NORMAL, 1, _("Settle the cash between you, in person.")),
        Category("lifting", _("Lifting, moving"), NORMAL, 3),
        Category("tools", _("Borrow tools"), NORMAL, 1, _("Say when you will return it.")),
        Category("tent", _("Tents, chairs"), NORMAL, 2),
        Category(
            "repair",
            _("Roof or house repair"),
            URGENT,
            3,
            _("Mind the height: ladders held, ropes on."),
        ),
        Category(
            "utility",
            _("Power or water fault"),
            URGENT,
            1,
            _("PLN is at 123. Nobody touches the meter."),
        ),
        Category(
            "tree", _("Fallen tree, drain"), URGENT, 4, _("A power line is down? Call PLN at 123.")
        ),
        Category("tutoring", _("Tutoring"), NORMAL, 1, _("In a group, in a public place.")),
        Category("paperwork", _("Paperwork"), NORMAL, 1, _("Don't write document numbers here.")),
        Category("phonehelp", _("Phone help"), NORMAL, 1, _("Nobody may ask for your OTP.")),
        Category("hajatan", _("Celebration help"), NORMAL, 5),
        Category(
            "housewatch",
            _("Watch an empty house"),
            NORMAL,
            2,
            _("Only coordinators see this."),
            seen_by_coordinators_only=True,
        ),
        Category("missing", _("Missing person"), EMERGENCY, 5, first_call="110"),
        Category("lost", _("Lost pet or item"), NORMAL, 1),
        Category("other", _("Other"), NORMAL, 1),
    )
}
