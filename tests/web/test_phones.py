"""One number, however it is written."""

import re
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from web.phones import display_phone, normalize_phone

# Indonesian mobile numbers after the 0: 9 to 12 digits beginning with 8.
SUBSCRIBERS = st.from_regex(r"8[1-9][0-9]{7,10}", fullmatch=True)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", ". "]), min_size=12, max_size=12)
PREFIXES = st.sampled_from(["0", "62", "+62", "+62 ", "62-", "+62-"])


def spaced(subscriber: str, gaps: list[str]) -> str:
    return "".join(digit + gap for digit, gap in zip(subscriber, gaps, strict=False)).rstrip(" -.")


@given(subscriber=SUBSCRIBERS, prefix=PREFIXES, gaps=GAPS)
def test_every_way_to_write_it_is_the_same_number(
    subscriber: str, prefix: str, gaps: list[str]
) -> None:
    written = f"  {prefix}{spaced(subscriber, gaps)} "
    if len(written.strip()) <= 32:
        assert normalize_phone(written) == f"+62{subscriber}"


@given(subscriber=SUBSCRIBERS)
def test_what_is_shown_is_read_again_as_the_same(subscriber: str) -> None:
    e164 = f"+62{subscriber}"
    assert normalize_phone(display_phone(e164)) == e164
    assert normalize_phone(normalize_phone(e164)) == e164


@given(st.text(max_size=40))
def test_anything_else_is_refused_and_never_breaks(written: str) -> None:
    with suppress(ValidationError):
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}", normalize_phone(written))


@pytest.mark.parametrize(
    "written", ["", "0812-ABCD-0004", "0812 0000 0004 ext. 5", "119", "+", "081"]
)
def test_what_is_no_number_is_said(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        normalize_phone(written)
    assert refused.value.code == "phone"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+62812345678", "0812-3456-78"),
        ("+628123456789012", "0812-3456-789012"),
        ("+6221345678", "0213-4567-8"),
        ("+60123456789", "+60123456789"),
    ],
)
def test_it_is_shown_in_groups_of_four(e164: str, shown: str) -> None:
    assert display_phone(e164) == shown
