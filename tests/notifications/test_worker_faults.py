"""Real Celery processes, killed and cut off."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.db import connection
from django.utils import timezone

from accounts.models import Resident
from notifications.models import Delivery, Notification
from tests.notifications.conftest import People
from tests.notifications.smtp import MailServer, wait_until
from tests.notifications.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONCURRENCY = 2
A_NIGHT = pytest.param(10_000, 30, marks=pytest.mark.fault)


class Celery:
    """A worker and a beat, each in a process group of its own."""

    def __init__(self, broker: Valkey, mail: MailServer, folder: Path) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": broker.url,
            "EMAIL_URL": mail.url,
            "OUTBOX_LEASE_SECONDS": "4",
        }
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_worker(self) -> None:
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self._start("worker", "--concurrency", str(CONCURRENCY), *quiet)

    def start_beat(self) -> None:
        self._start("beat", "--schedule", str(self.folder / "schedule"), "--pidfile=")

    def _start(self, name: str, *words: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "tests.notifications.worker", name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*command, *words, "--loglevel=INFO"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """The parent and its children at once, as a machine that loses power would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in list(self.processes):
            self.kill(name)


def own_database_url() -> str:
    url = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def celery(broker: Valkey, mail_server: MailServer, tmp_path: Path) -> Iterator[Celery]:
    processes = Celery(broker, mail_server, tmp_path)
    yield processes
    processes.kill_all()


def spread_duties(everybody: list[Resident], seconds: float) -> None:
    """Each a little after the other, so that every kill meets work in progress."""
    start, step = timezone.now(), timedelta(seconds=seconds / len(everybody))
    for index, person in enumerate(everybody):
        person.date_joined = start + index * step
    Resident.objects.bulk_update(everybody, ["date_joined"])


def wait_for_mails(mail_server: MailServer, count: int) -> None:
    assert wait_until(lambda: len(mail_server.messages) >= count, 90, every=0.01)


def counts() -> Counter[tuple[str, str]]:
    return Counter(Delivery.objects.values_list("channel", "status"))


@pytest.mark.parametrize(("count", "kills"), [(1000, 5), A_NIGHT])
def test_every_reminder_outlives_killed_workers_and_a_flushed_broker(
    people: People,
    celery: Celery,
    broker: Valkey,
    mail_server: MailServer,
    *,
    count: int,
    kills: int,
) -> None:
    everybody = people(count)
    spread_duties(everybody, seconds=count / 100)
    mail_server.pace = 0.01
    celery.start_beat()
    for kill in range(1, kills + 1):
        celery.start_worker()
        wait_for_mails(mail_server, kill * count // (kills + 2))
        celery.kill("worker")
        redis.Redis.from_url(broker.url).flushall()
    assert counts()["email", "sent"] < count
    celery.start_worker()
    done = {("inapp", "sent"): count, ("email", "sent"): count}
    assert wait_until(lambda: counts() == done, 90 + count / 50, every=0.5), counts()

    told = Counter(Notification.objects.exclude(delivered_at=None).values_list("recipient"))
    assert told == {(person.pk,): 1 for person in everybody}
    sent = Counter(mail_server.message_ids)
    assert len(sent) == count
    assert sent.total() - len(sent) <= kills * CONCURRENCY
    assert set(sent.values()) <= {1, 2}


@pytest.mark.parametrize("outage", [("stop", "start"), ("freeze", "thaw")])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "in the middle of a mail"])
def test_the_worker_and_the_beat_outlive_a_broker_that_fails_and_comes_back(
    people: People,
    celery: Celery,
    broker: Valkey,
    mail_server: MailServer,
    outage: tuple[str, str],
    *,
    busy: bool,
) -> None:
    celery.start_worker()
    celery.start_beat()
    spread_duties(people(1), seconds=0)
    # A task that isn't over has a message that isn't acknowledged.
    mail_server.delays = [3.0] if busy else []
    begun = (lambda: not mail_server.delays) if busy else (lambda: counts()["email", "sent"] == 1)
    assert wait_until(begun, 60)
    getattr(broker, outage[0])()
    spread_duties(people(1), seconds=0)
    # Longer than the worker's patience with a silent broker.
    assert not wait_until(lambda: len(mail_server.messages) == 2, 8)
    getattr(broker, outage[1])()
    assert wait_until(lambda: len(mail_server.messages) == 2, 90)
    assert [process.poll() for process in celery.processes.values()] == [None, None]
    # The mail is there a moment before the row that says so.
    done = {("inapp", "sent"): 2, ("email", "sent"): 2}
    assert wait_until(lambda: counts() == done, 30), counts()
