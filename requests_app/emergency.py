"""Words that mean: call first. From DOMAIN.md ('Needs')."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.signs import (
    ANNOUNCEMENT,
    EMERGENCY,
    HARMED,
    PEACE,
    STRUCK,
    VIOLENCE,
    as_words,
)


@dataclass(frozen=True)
class Number:
    number: str
    who: str | Promise


# 112 is not served everywhere, so all are shown.
NUMBERS = (
    Number("112", _("Any emergency")),
    Number("119", _("Ambulance")),
    Number("113", _("Fire brigade")),
    Number("110", _("Police")),
    Number("115", _("Search and rescue")),
    Number("129", _("Violence against women and children")),
    Number("123", _("PLN, power lines")),
)


def tells_of_emergency(*texts: str) -> bool:
    """Opens the call screen, which can be passed."""
    said = as_words(texts)
    if EMERGENCY.search(said) or VIOLENCE.search(said):
        return True
    return bool(STRUCK.search(PEACE.sub(".", said)))


def tells_of_violence(*texts: str) -> bool:
    """Violence at home never becomes a post: the page leads to 129 and 110 instead.

    An evening about it does, unless the rest also tells of it.
    """
    said = as_words(texts)
    if HARMED.search(PEACE.sub(".", said)):
        return True
    return bool(VIOLENCE.search(ANNOUNCEMENT.sub(".", said)))


def numbers_for(*first: str) -> list[Number]:
    """All the numbers, those named at the head and in that order: a phone shows few at once."""
    wanted = [entry for number in first for entry in NUMBERS if entry.number == number]
    return wanted + [entry for entry in NUMBERS if entry not in wanted]
