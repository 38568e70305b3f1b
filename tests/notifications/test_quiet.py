from datetime import datetime

import pytest

from notifications.quiet import quiet_until
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
