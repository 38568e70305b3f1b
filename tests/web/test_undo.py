from datetime import timedelta

import time_machine
from django.utils import timezone

from web.undo import GRACE, UNDO_WINDOW, is_undoable, told_at

NOON = timezone.now().replace(hour=5, minute=0, second=0, microsecond=0)


@time_machine.travel(NOON, tick=False)
def test_a_decision_that_cannot_be_undone_is_told_at_once() -> None:
    assert told_at(timedelta(0)) is None


@time_machine.travel(NOON, tick=False)
def test_nothing_is_told_while_it_can_be_undone() -> None:
    told = told_at(UNDO_WINDOW)
    assert told == NOON + UNDO_WINDOW + GRACE
    assert is_undoable(NOON, now=told - timedelta(microseconds=1))
    assert not is_undoable(NOON, now=told)
