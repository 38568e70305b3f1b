import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings as current_settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import Resident
from notifications import nudge
from notifications.actions import notify
from tests.notifications.drill import ABOUT, NOTICE, Drill
from tests.notifications.smtp import free_port
from tests.notifications.valkey import Valkey


@pytest.fixture
def bell() -> Iterator["redis.Redis"]:
    """The real broker, its queue empty."""
    client = redis.Redis.from_url(current_settings.REDIS_URL)
    client.delete("celery")
    yield client
    client.delete("celery")
    client.close()


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    server.start()
    settings.CELERY_BROKER_URL = server.url
    yield server
    nudge.forget_failures()
    server.stop()


def ring_and_time() -> tuple[bool, float]:
    started = time.monotonic()
    rang = nudge.ring()
    return rang, time.monotonic() - started


@pytest.mark.django_db
def test_a_transaction_rings_once_however_much_it_tells(
    ani: Resident,
    drill: Drill,
    bell: "redis.Redis",
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for version in range(3):
            notify([ani], kind=NOTICE, version=version, **ABOUT)
        assert bell.llen("celery") == 0
    assert (callbacks, bell.llen("celery")) == ([nudge.ring], 1)


@pytest.mark.django_db
def test_what_is_rolled_back_does_not_ring(
    ani: Resident,
    drill: Drill,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        notify([ani], kind=NOTICE, **ABOUT)
        transaction.set_rollback(True)
    assert callbacks == []


@pytest.mark.django_db
def test_a_swallowed_repeat_does_not_ring(
    ani: Resident,
    drill: Drill,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    with django_capture_on_commit_callbacks() as callbacks:
        notify([ani], kind=NOTICE, **ABOUT)
    assert callbacks == []


def test_a_dead_broker_costs_a_moment_once_and_then_nothing(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    rang, seconds = ring_and_time()
    assert (rang, seconds < 1.5) == (False, True)
    rang, seconds = ring_and_time()
    assert (rang, seconds < 0.05) == (False, True)


@pytest.mark.parametrize("is_connected", [True, False])
def test_a_frozen_broker_costs_a_second_once_and_then_nothing(
    valkey: Valkey, is_connected: bool
) -> None:
    if is_connected:
        assert nudge.ring() is True
    valkey.freeze()
    rang, seconds = ring_and_time()
    assert (rang, seconds < 1.5) == (False, True)
    rang, seconds = ring_and_time()
    assert (rang, seconds < 0.05) == (False, True)
    valkey.thaw()


def test_after_its_rest_it_rings_again(valkey: Valkey, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert nudge.ring() is False
    settings.CELERY_BROKER_URL = valkey.url
    assert nudge.ring() is False
    nudge._quiet_until -= nudge.QUIET_SECONDS
    assert nudge.ring() is True


def test_a_broker_that_was_restarted_is_rung_at_once(valkey: Valkey) -> None:
    assert nudge.ring() is True
    valkey.stop()
    valkey.start()
    assert nudge.ring() is True
