"""Words that mean: call first. From DOMAIN.md ('Needs')."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Whole words or phrases, lower case, single spaces.
CALL_FIRST = (
    "kebakaran",
    "terbakar",
    "tidak sadar",
    "tak sadar",
    "nggak sadar",
    "gak sadar",
    "pingsan",
    "sesak napas",
    "sesak nafas",
    "pendarahan",
    "perdarahan",
    "serangan jantung",
    "kejang",
    "stroke",
    "keracunan",
    "bunuh diri",
    "maling",
    "rampok",
    "perampokan",
    "begal",
    "mau melahirkan",
    "tenggelam",
    "hanyut",
    "tersengat listrik",
    "kesetrum",
    "kecelakaan",
    "longsor",
    "gempa",
)
VIOLENCE = (
    "kdrt",
    "dipukul suami",
    "dipukuli suami",
    "dianiaya",
    "kekerasan dalam rumah tangga",
    "diperkosa",
    "pelecehan",
    "pelecehan seksual",
    "kekerasan anak",
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
    return speaks_of(CALL_FIRST, texts)


def tells_of_violence(*texts: str) -> bool:
    """Violence at home never becomes a post: the page leads to 129 and 110 instead."""
    return speaks_of(VIOLENCE, texts)


def speaks_of(phrases: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    said = " ".join(re.findall(r"\w+", " ".join(texts).casefold()))
    return any(re.search(rf"\b{phrase}\b", said) for phrase in phrases)


def numbers_for(first: str = "") -> list[Number]:
    """All the numbers, the one named `first` at the head."""
    return sorted(NUMBERS, key=lambda entry: entry.number != first)
