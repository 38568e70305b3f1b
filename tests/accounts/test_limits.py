"""Limits that Postgres counts: exact, whoever else is trying, and without personal data."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from accounts import limits
from accounts.models import Limit
from tests.volunteers.crowd import all_at_once

QUARTER = timedelta(minutes=15)
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
KEY = "wrong:+6281377540001"


def take(key: str = KEY, most: int = 3) -> bool:
    return limits.take(key, most=most, per=QUARTER)


@pytest.mark.django_db
def test_the_window_gives_as_many_tries_as_said_and_opens_again() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert [take() for _ in range(5)] == [True, True, True, False, False]
        clock.shift(QUARTER - timedelta(seconds=1))
        assert (take(), limits.is_spent(KEY, most=3)) == (False, True)
        clock.shift(timedelta(seconds=1))
        assert (limits.is_spent(KEY, most=3), take(), take()) == (False, True, True)


@pytest.mark.django_db
def test_a_try_given_back_can_be_taken_again_and_a_forgotten_count_starts_anew() -> None:
    assert [take() for _ in range(4)] == [True, True, True, False]
    limits.give_back(KEY)
    assert [take(), take()] == [True, False]
    limits.forget(KEY)
    limits.give_back(KEY)
    assert [take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_each_key_has_its_own_count_and_none_is_stored_readably() -> None:
    assert [take(most=1), take("other", most=1), take(most=1)] == [True, True, False]
    stored = " ".join(Limit.objects.values_list("key", flat=True))
    assert len(stored) == 64 * 2 + 1
    assert "81377540001" not in stored


@pytest.mark.django_db
def test_what_has_ended_is_cleared_and_what_runs_is_kept() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        take()
        clock.shift(QUARTER)
        take("other")
        assert limits.clear_ended() == 1
        assert Limit.objects.get().key == limits.hashed("other")


@pytest.mark.django_db(transaction=True)
def test_no_count_is_taken_back_with_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        take()
    assert take()
    assert Limit.objects.get().tries == 1


@pytest.mark.django_db(transaction=True)
def test_forty_threads_get_ten_tries_exactly(without_pool: None) -> None:
    answers = all_at_once([KEY] * 40, lambda key: str(take(key, most=10)))
    assert Counter(answers) == {"True": 10, "False": 30}
    assert Limit.objects.get().tries == 10
