from datetime import UTC, datetime

import pytest

from coordinators.first_steps import is_alone_at_night
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from tests.cast import Cast

# 22.30, 04.30 and 12.00 on the clocks of WIB.
NIGHT, BEFORE_DAWN, NOON = (
    datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
    for hour, minute in ((15, 30), (21, 30), (5, 0))
)


@pytest.mark.parametrize(("now", "alone"), [(NIGHT, True), (BEFORE_DAWN, True), (NOON, False)])
def test_alone_in_office_at_night(cast: Cast, now: datetime, alone: bool) -> None:
    Office.objects.exclude(holder=cast.rt_head).delete()
    assert is_alone_at_night(standing_of(cast.rt_head), now) is alone


def test_not_alone_while_another_is_in_office(cast: Cast) -> None:
    assert not is_alone_at_night(standing_of(cast.rt_head), NIGHT)
