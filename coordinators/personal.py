"""The journal as a person's processing history: it has no floor above it to say whose it is."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Resident
from accounts.personal_data import KEY, PLACE, THE_PERSON, Holding, register
from coordinators.audit_words import UNKNOWN, WORDS
from journal.models import Entry


def history_of(resident: Resident) -> QuerySet[Entry]:
    own = Entry.objects.filter(Q(actor_id=resident.pk) | Q(subject_id=resident.pk))
    return own.order_by("id")


def in_words(entry: Entry) -> str:
    """Without names: the page of looks says who looked, and the others are no data of theirs."""
    somebody = _("Somebody") if entry.actor_id else _("The clockwork")
    words = str(WORDS.get(entry.action, UNKNOWN))
    return words % {"who": somebody, "whose": _("somebody"), "action": entry.action}


def register_holdings() -> None:
    register(
        Holding(
            model=Entry,
            title=gettext_lazy("What was done with your data, and what you did"),
            of=history_of,
            exported={
                "at": gettext_lazy("When"),
                "action": gettext_lazy("What"),
                "object_kind": gettext_lazy("About"),
                "object_id": gettext_lazy("Its number"),
            },
            left_out={
                "id": KEY,
                "actor_id": THE_PERSON,
                "subject_id": THE_PERSON,
                "rw_id": PLACE,
            },
            shown={"action": in_words},
            erase="ids and codes alone, and the database refuses to change them",
            kept=gettext_lazy("for good, as numbers without a name"),
        ),
    )
