import pytest
from django.core.exceptions import ValidationError

from web.units import parse_unit, parse_units


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("3", "003"),
        ("03", "003"),
        ("003", "003"),
        (" 3 ", "003"),
        ("RT 3", "003"),
        ("rt3", "003"),
        ("RT.03", "003"),
        ("R.T. 03", "003"),
        ("RT-03", "003"),
        ("RT: 003", "003"),
        ("RT III", "003"),
        ("rtiii", "003"),
        ("rw 7", "007"),
        ("RW 07", "007"),
        ("VII", "007"),
        ("xiv", "014"),
        ("XCIX", "099"),
        ("120", "120"),
        ("\uff10\uff10\uff13", "003"),
        ("RT\u3000\uff13", "003"),
        ("RT\u00a03", "003"),
        ("\u2162", "003"),
    ],
)
def test_each_written_form_is_stored_as_three_digits(written: str, stored: str) -> None:
    assert parse_unit(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "0", "000", "RT", "RT 0", "RW.", "0003", "1234", "-3", "3.5", "3a", "IIII"),
        *("VX", "IC", "tiga", "3 4", "1-6", "RT 003/RW 005", "RT RT", "3\x00", "\u0663", "\xb3x"),
        *("3" * 5000, "I" * 5000, "<b>3</b>", "3\n4"),
    ],
)
def test_anything_else_is_refused_in_a_plain_sentence(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_unit(written)
    assert refused.value.messages == ["Tulis nomor seperti 3, 03, 003, atau III."]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1-3", ["001", "002", "003"]),
        ("1 - 3", ["001", "002", "003"]),
        ("1\u20133", ["001", "002", "003"]),
        ("RT 1 s/d RT 3", ["001", "002", "003"]),
        ("RT 001 s.d. 003", ["001", "002", "003"]),
        ("I sampai III", ["001", "002", "003"]),
        ("001, 002, III", ["001", "002", "003"]),
        ("1,2;3", ["001", "002", "003"]),
        ("1 2 3", ["001", "002", "003"]),
        ("RT.01\nRT.02\r\nRT.03", ["001", "002", "003"]),
        ("RT 1, 2 dan 3", ["001", "002", "003"]),
        ("1 & 3", ["001", "003"]),
        ("1-3, 2, 007", ["001", "002", "003", "007"]),
        ("RT 4", ["004"]),
        ("5-5", ["005"]),
        ("9, 1", ["001", "009"]),
        ("\uff11\u30fc\uff13".replace("\u30fc", "-"), ["001", "002", "003"]),
    ],
)
def test_lists_and_ranges_give_each_number_once_and_in_order(
    written: str, stored: list[str]
) -> None:
    assert parse_units(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        *("", "  ", ",", "dan", "6-1", "1-2-3", "1-", "-3", "1-51", "1-999", "0-3", "satu, dua"),
        *("1, y", "1.5", "1" * 5000, ", ".join(["1"] * 400), "1\x002"),
    ],
)
def test_a_list_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        parse_units(written)
