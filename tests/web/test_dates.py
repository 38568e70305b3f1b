from datetime import datetime, timedelta

import pytest
from django.utils import translation

from web.dates import hours, span, zone_info


def at(text: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_info(zone))


def said(starts: str, length: timedelta, zone: str = "Asia/Jakarta") -> str:
    starts_at = at(starts, zone)
    with translation.override("id"):
        return span(starts_at, starts_at + length, zone).replace("\N{NO-BREAK SPACE}", " ")


def test_a_morning_has_one_day_and_two_hours() -> None:
    assert said("2026-11-29T06:00", timedelta(hours=3)) == (
        "Minggu, 29 November 2026 pukul 06.00\N{EN DASH}09.00 WIB"
    )


@pytest.mark.parametrize(
    ("zone", "short"),
    [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
)
def test_past_midnight_the_evening_and_the_next_day_are_named(zone: str, short: str) -> None:
    assert said("2026-11-27T22:00", timedelta(hours=6), zone) == (
        f"Jumat malam, 27 November 2026 pukul 22.00 sampai Sabtu 04.00 {short}"
    )


def test_new_years_eve_ends_in_the_new_year() -> None:
    assert said("2026-12-31T20:00", timedelta(hours=4)) == (
        "Kamis malam, 31 Desember 2026 pukul 20.00 sampai Jumat 00.00 WIB"
    )


def test_a_long_day_is_no_night() -> None:
    assert said("2026-11-27T09:00", timedelta(hours=16)) == (
        "Jumat, 27 November 2026 pukul 09.00 sampai Sabtu 01.00 WIB"
    )


def test_cards_say_the_hours_alone() -> None:
    start = at("2026-11-27T22:00")
    with translation.override("id"):
        assert hours(start, start + timedelta(hours=1), "Asia/Jakarta") == (
            "22.00\N{EN DASH}23.00\N{NO-BREAK SPACE}WIB"
        )
