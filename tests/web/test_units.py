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
        ("RT/03", "003"),
        ("RT / 3", "003"),
        ("RT no. 3", "003"),
        ("RT No 03", "003"),
        ("rt no.III", "003"),
        ("RT nomor 3", "003"),
    ],
)
def test_each_written_form_is_stored_as_three_digits(written: str, stored: str) -> None:
    assert parse_unit(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        *("RT 03/RW 07", "RT.003 / RW.007", "rt 3 rw 7", "RW 07/RT 03", "RT III, RW VII"),
        *("RT no. 3 / RW no. 7", "RT/03 RW/07", "R.T. 03 R.W. 07", "RT-03-RW-07"),
    ],
)
def test_of_both_each_field_takes_its_own(written: str) -> None:
    assert (parse_unit(written, unit="RT"), parse_unit(written, unit="RW")) == ("003", "007")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        *(("RW 07", "RT"), ("RT 03", "RW"), ("RT 03/07", "RT"), ("RT 03/07", "RW")),
        *(("RT/RW 03/07", "RT"), ("03/07", "RT"), ("RT 03/RT 04", "RT"), ("RT 3 4", "RT")),
        *(("RT 03/RW 07/RW 08", "RW"), ("RT 03/RW", "RT"), ("RT/RW 3", "RW"), ("no 3", "RT")),
    ],
)
def test_what_may_mean_either_is_asked_again(written: str, unit: str) -> None:
    with pytest.raises(ValidationError):
        parse_unit(written, unit=unit)


@pytest.mark.parametrize("unit", ["RT", "RW"])
@pytest.mark.parametrize("written", ["3", "III", "003"])
def test_a_bare_number_is_that_of_its_field(written: str, unit: str) -> None:
    assert parse_unit(written, unit=unit) == parse_unit(f"{unit} {written}", unit=unit) == "003"


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
        ("1 sd 3", ["001", "002", "003"]),
        ("1sd3", ["001", "002", "003"]),
        ("RT 01 SD RT 03", ["001", "002", "003"]),
        ("I sd III", ["001", "002", "003"]),
        ("1 s/d 3", ["001", "002", "003"]),
        ("1 sampai dengan 3", ["001", "002", "003"]),
        ("RT 1 sampai dengan RT 3", ["001", "002", "003"]),
        ("1 hingga 3", ["001", "002", "003"]),
        ("1-2, 4 sd 5 dan 7", ["001", "002", "004", "005", "007"]),
        ("RT/01, RT/02", ["001", "002"]),
        ("RT no. 1, RT no. 2", ["001", "002"]),
        ("RT 1-3/RW 07", ["001", "002", "003"]),
        ("RT 01/RW 07, RT 02/RW 07", ["001", "002"]),
        ("RW 07 RT 1 sd 3", ["001", "002", "003"]),
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
        *("RW 1, RW 2", "RT/RW 03/07", "RW 05", "1 sd", "sd 3", "1 sd 2 sd 3", "1 dengan 3"),
        *("1, y", "1.5", "1" * 5000, ", ".join(["1"] * 400), "1\x002"),
    ],
)
def test_a_list_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        parse_units(written)
