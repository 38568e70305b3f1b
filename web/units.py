"""Numbers of RT and RW: written in many ways, stored as three digits."""

import re
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_WRITTEN = 20
LONGEST_LIST = 400
# An RW has 3 to 16 RT; more than this is a slip of the pen.
MOST_UNITS = 50

PREFIX = r"\bR\.?[TW][\s.:\-]*(?=[0-9IVXLC])"
PLAIN = re.compile(r"[0-9]{1,3}")
ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# 1-6, 1 s/d 6, 1 s.d. 6, 1 sampai 6.
UP_TO = re.compile(r"\s*(?:[\-\u2010-\u2015]|\bS\s*[/.]\s*D\b\.?|\bSAMPAI\b)\s*")
BETWEEN = re.compile(r"(?:[\s,;/&+]|\bDAN\b)+")


def parse_unit(written: str) -> str:
    """'003' of 3, 03, 003, RT.03, RT III or rw 7. Raises ValidationError for all else."""
    if len(written) > LONGEST_WRITTEN:
        raise wrong_unit()
    return unit_of(without_prefixes(written))


def parse_units(written: str) -> list[str]:
    """'001', '002' … of '1-3', '001, 002, III' or 'RT 1 s/d RT 3', in order and each once."""
    if len(written) > LONGEST_LIST:
        raise wrong_units()
    joined = UP_TO.sub("-", without_prefixes(written))
    parts = [part for part in BETWEEN.split(joined) if part]
    numbers = {number for part in parts for number in numbers_of(part)}
    if not 0 < len(numbers) <= MOST_UNITS:
        raise wrong_units()
    return [f"{number:03}" for number in sorted(numbers)]


def without_prefixes(written: str) -> str:
    """In capitals, wide digits and spaces made plain, and without RT or RW before a number."""
    return re.sub(PREFIX, "", normalize("NFKC", written).upper()).strip()


def unit_of(text: str) -> str:
    number = int(text) if PLAIN.fullmatch(text) else roman(text)
    if not number:
        raise wrong_unit()
    return f"{number:03}"


def roman(text: str) -> int:
    """Of I to XCIX; 0 for what is none."""
    if not text or not ROMAN.fullmatch(text):
        return 0
    values = [ROMAN_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-own if own < after else own for own, after in zip(values, following, strict=True))


def numbers_of(part: str) -> range:
    """Of one number, or of all from the first to the last."""
    ends = [int(unit_of(end)) for end in part.split("-")]
    if len(ends) > len(("first", "last")) or ends[-1] < ends[0]:
        raise wrong_units()
    return range(ends[0], ends[-1] + 1)


def wrong_unit() -> ValidationError:
    return ValidationError(_("Write a number such as 3, 03, 003 or III."), code="unit")


def wrong_units() -> ValidationError:
    return ValidationError(_("Write the numbers such as 1-6, or 001, 002, 004."), code="units")
