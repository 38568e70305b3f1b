"""Numbers of RT and RW: written in many ways, stored as three digits."""

import re
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_WRITTEN = 30
LONGEST_LIST = 400
# An RW has 3 to 16 RT; more than this is a slip of the pen.
MOST_UNITS = 50

# RT 3, RT.03, RT/03, RT no. 3, and the same of an RW.
TO_NUMBER = r"(?:[\s.:/\-]|NO(?:MOR)?)*(?=[0-9IVXLC])"
PREFIX = re.compile(rf"\bR\.?[TW]{TO_NUMBER}")
RW_PREFIX = re.compile(rf"\bR\.?W{TO_NUMBER}")
NUMBER = "([0-9IVXLC]+)"
# RT 03/RW 07, either first.
PAIR = re.compile(rf"\b(R\.?[TW]){TO_NUMBER}{NUMBER}[\s,/.\-]*\b(R\.?[TW]){TO_NUMBER}{NUMBER}")
# An RW named behind a number of RT, or before them.
THEIR_RW = re.compile(
    rf"(?<=[0-9IVXLC])[\s,/]*\bR\.?W{TO_NUMBER}{NUMBER}\b"
    rf"|^R\.?W{TO_NUMBER}{NUMBER}[\s,/]+(?=R\.?T)"
)
PLAIN = re.compile(r"[0-9]{1,3}")
ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# 1-6, 1 s/d 6, 1 s.d. 6, 1sd6, 1 sampai 6, 1 sampai dengan 6, 1 hingga 6.
UP_TO = re.compile(
    r"\s*(?:[\-\u2010-\u2015]"
    r"|(?<![A-Z])(?:S\s*[/.]?\s*D\.?|SAMPAI(?:\s+DENGAN)?|HINGGA)(?![A-Z]))\s*"
)
BETWEEN = re.compile(r"(?:[\s,;/&+]|\bDAN\b)+")


def parse_unit(written: str, *, unit: str = "") -> str:
    """'003' of 3, 03, 003, RT.03, RT III or rw 7. Raises ValidationError for all else.

    With `unit` ('RT' or 'RW') also of both, 'RT 03/RW 07', and never of the other alone.
    """
    if len(written) > LONGEST_WRITTEN:
        raise wrong_unit()
    text = plain(written)
    return unit_of(PREFIX.sub("", part_of(text, unit) if unit else text))


def part_of(text: str, unit: str) -> str:
    """What it says of that unit, where it names any."""
    pair = PAIR.fullmatch(text)
    if pair is None:
        named = {label.group()[-1:] for label in re.finditer(r"\bR\.?[TW]", text)}
        if named - {unit[-1]}:
            raise wrong_unit()
        return text
    numbers = {pair[1][-1]: pair[2], pair[3][-1]: pair[4]}
    if len(numbers) == 1:
        raise wrong_unit()
    return numbers[unit[-1]]


def parse_units(written: str) -> list[str]:
    """'001', '002' … of '1-3', '001, 002, III' or 'RT 1 s/d RT 3', in order and each once.

    Of RT: the RW that they belong to may be named too, 'RT 1-6/RW 05', and is none of them.
    """
    if len(written) > LONGEST_LIST:
        raise wrong_units()
    text = THEIR_RW.sub("", plain(written))
    if RW_PREFIX.search(text):
        raise wrong_units()
    joined = UP_TO.sub("-", PREFIX.sub("", text))
    parts = [part for part in BETWEEN.split(joined) if part]
    numbers = {number for part in parts for number in numbers_of(part)}
    if not 0 < len(numbers) <= MOST_UNITS:
        raise wrong_units()
    return [f"{number:03}" for number in sorted(numbers)]


def plain(written: str) -> str:
    """In capitals, wide digits and spaces made plain."""
    return normalize("NFKC", written).upper().strip()


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
