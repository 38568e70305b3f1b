"""Which ways of writing are one house, and which are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighborhoods.addresses import LONGEST, address_key

SAME = [
    ("Gg. Melati No 15", "gang melati 15"),
    ("GANG MELATI NOMOR 15", "gang melati 15"),
    ("Gang Melati 015", "gang melati 15"),
    ("Gg Melati, no.15 RT 003/RW 005", "gang melati 15"),
    ("Jl. Cempaka II No. 7", "jalan cempaka 2 no 07"),
    ("Blok C-3 No 12", "blk c3/12"),
    ("Gang Melati 27B", "Gang Melati No. 27 b"),
    ("Gang\u00a0Melati\u200b 15", "gang melati 15"),
    ("\uff27ang Melati \uff11\uff15", "gang melati 15"),
]
DIFFERENT = [
    ("Gang Melati 15", "Gang Melati 51"),
    ("Gang Melati 15", "Gang Mawar 15"),
    ("Gang Melati 27B", "Gang Melati 27"),
    ("Blok C3 No 1", "Blok C No 31"),
    ("Gang Melati 1 No 5", "Gang Melati 15"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_house_in_two_ways_of_writing(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_houses_stay_two(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("written", ["", "  ", "-", "\U0001f3e0\U0001f3e0", "No.", "RT 003/RW 005"])
def test_what_names_no_house_has_no_key(written: str) -> None:
    assert address_key(written) == ""


@given(st.text(max_size=80))
def test_a_key_is_short_and_says_the_same_again(written: str) -> None:
    key = address_key(written)
    assert len(key) <= LONGEST
    assert key == key.strip()
