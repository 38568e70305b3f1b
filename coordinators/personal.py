"""The journal as a person's processing history: it has no floor above it to say whose it is."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Resident
from accounts.personal_data import KEY, PLACE, THE_PERSON, Holding, register
from coordinators.audit_words import UNKNOWN, WORDS
from journal.models import Entry

ABOUT = {
    "need": pgettext_lazy("what it was about", "a need"),
    "event": pgettext_lazy("what it was about", "an event"),
    "series": pgettext_lazy("what it was about", "a series of events"),
    "publicplace": pgettext_lazy("what it was about", "a public place"),
    "case": pgettext_lazy("what it was about", "a report"),
    "resident": pgettext_lazy("what it was about", "a resident"),
    "membership": pgettext_lazy("what it was about", "a membership"),
    "household": pgettext_lazy("what it was about", "a house"),
    "invitation": pgettext_lazy("what it was about", "an invitation"),
    "office": pgettext_lazy("what it was about", "an office"),
    "consent": pgettext_lazy("what it was about", "a consent"),
    "data_request": pgettext_lazy("what it was about", "a request about data"),
    "founding": pgettext_lazy("what it was about", "the founding of an RW"),
    "rw": pgettext_lazy("what it was about", "an RW"),
    "rt": pgettext_lazy("what it was about", "an RT"),
    # What the administration calls the last two.
    "rukunwarga": pgettext_lazy("what it was about", "an RW"),
    "rukuntetangga": pgettext_lazy("what it was about", "an RT"),
}


def history_of(resident: Resident) -> QuerySet[Entry]:
    own = Entry.objects.filter(Q(actor_id=resident.pk) | Q(subject_id=resident.pk))
    return own.order_by("id")


def in_words(entry: Entry) -> str:
    """Without names: the page of looks says who looked, and the others are no data of theirs."""
    somebody = _("Somebody") if entry.actor_id else _("The clockwork")
    words = str(WORDS.get(entry.action, UNKNOWN))
    return words % {"who": somebody, "whose": _("somebody"), "action": entry.action}


def about(entry: Entry) -> str:
    return str(ABOUT.get(entry.object_kind, entry.object_kind))


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
            shown={"action": in_words, "object_kind": about},
            erase="ids and codes alone, and the database refuses to change them",
            kept=gettext_lazy("for good, as numbers without a name"),
        ),
    )
