from datetime import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from notifications.quiet import hours_of, quiet_until
from tests.notifications.drill import WIB


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (at(22, 20, 59), None),
        (at(22, 21), at(23, 5)),
        (at(22, 23, 59), at(23, 5)),
        (at(23, 0), at(23, 5)),
        (at(23, 4, 59), at(23, 5)),
        (at(23, 5), None),
    ],
)
def test_quiet_hours_are_from_nine_to_five(now: datetime, ends: datetime | None) -> None:
    assert quiet_until(now, "Asia/Jakarta") == ends


def test_each_neighbourhood_has_its_own_night() -> None:
    half_past_seven_in_jakarta = at(22, 19, 30)
    assert quiet_until(half_past_seven_in_jakarta, "Asia/Jayapura") == at(23, 3)
    assert quiet_until(half_past_seven_in_jakarta, "Asia/Jakarta") is None


@pytest.mark.parametrize(
    ("hours", "now", "ends"),
    [
        ("22:30-04:45", at(22, 22, 29), None),
        ("22:30-04:45", at(22, 22, 30), at(23, 4, 45)),
        ("22:30-04:45", at(23, 4, 45), None),
        ("13:00-15:30", at(22, 12, 59), None),
        ("13:00-15:30", at(22, 13), at(22, 15, 30)),
        ("13:00-15:30", at(22, 15, 30), None),
        ("00:00-00:00", at(22, 0), None),
        ("00:00-23:59", at(22, 21), at(22, 23, 59)),
    ],
)
def test_other_customs_may_choose_other_hours(
    settings: Settings, hours: str, now: datetime, ends: datetime | None
) -> None:
    settings.QUIET_HOURS = hours_of(hours)
    assert quiet_until(now, "Asia/Jakarta") == ends


@pytest.mark.parametrize("words", ["", "21:00", "21:00-25:00", "nine-five", "1:00-2:00-3:00"])
def test_hours_that_are_none_keep_the_product_from_starting(words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        hours_of(words)
