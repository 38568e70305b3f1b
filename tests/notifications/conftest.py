from collections.abc import Callable, Iterator

import pytest
import time_machine
from pytest_django import Settings

from accounts.models import Resident
from gotongroyong.mailers import mailers_of
from notifications import kinds, nudge
from tests.notifications.drill import NOON, Drill
from tests.notifications.smtp import MailServer

People = Callable[[int], list[Resident]]


@pytest.fixture
def people(db: None) -> People:
    """That many residents with an address."""

    def make(count: int) -> list[Resident]:
        start = Resident.objects.count()
        return Resident.objects.bulk_create(
            Resident(phone=f"+62813{n:08}", name=f"Warga {n}", email=f"warga{n}@example.com")
            for n in range(start, start + count)
        )

    return make


@pytest.fixture
def ani(people: People) -> Resident:
    return people(1)[0]


@pytest.fixture
def drill() -> Iterator[Drill]:
    """The duty, its kinds registered for the length of the test."""
    duty = Drill()
    before = dict(kinds._kinds)
    for kind in duty.kinds():
        kinds.register(kind)
    yield duty
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """Sunday noon, until the test moves on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    settings.MAILERS = mailers_of(server.url)
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def fresh_nudge() -> Iterator[None]:
    nudge.forget_failures()
    yield
    nudge.forget_failures()
