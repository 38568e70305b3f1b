"""Compose's own commands, each twice, on servers given by URL: the whole path, once each."""

import os
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count, QuerySet
from pytest_django import DjangoDbBlocker

from accounts.models import Resident
from gotongroyong.backups.archive import DUMP, reading
from gotongroyong.datadir import BASE_DIR
from gotongroyong.demo.people import make_cast
from neighborhoods.models import Membership
from neighborhoods.standing import Standing, standing_of
from notifications.channels.email import message_id
from notifications.models import Delivery, Notification
from requests_app import actions, decisions, helping
from tests.browser import play
from tests.browser.mail import subject
from tests.browser.test_main_path import (
    LONGEST_WAIT,
    REMINDERS,
    down_to_the_end,
    reminders_of,
    up_to_the_promise,
)
from tests.browser.visits import PHONE, Visits
from tests.cast import Cast
from tests.notifications.smtp import MailServer, wait_until
from tests.production import compose, servers
from tests.production.house import DOTENV, TWICE, House
from tests.production.image import Image
from tests.requests_app.factory import draft
from tests.scratch import django_on

pytestmark = pytest.mark.slow
NEEDS, HELPERS_EACH = 15, 3


@pytest.fixture
def inside(house: House, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This process's own look into the house's database."""
    with django_db_blocker.unblock(), django_on(house.env["DATABASE_URL"]):
        yield


@pytest.fixture
def cast(inside: None) -> Cast:
    return Cast(make_cast())


def test_what_was_built_is_lean_and_serves_as_the_docs_say(
    house: House, inside: None, tmp_path: Path
) -> None:
    """In one test, since each worker of xdist that gets a part builds a house for it."""
    assert_lean(house.image)
    assert_settings_of_production(house)
    assert_first_operator_can_be_made(house)
    assert_probes_tell_life_from_death(house)
    if servers.postgres_programs():
        assert_backup_needs_nothing_embedded(house, tmp_path)


def assert_lean(image: Image) -> None:
    groups = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["dependency-groups"]
    left_out = {name.split("[")[0].lower() for names in groups.values() for name in names}
    said = subprocess.run(
        [
            "python",
            "-c",
            "import importlib.metadata as m\nfor d in m.distributions(): print(d.name)",
        ],
        env=image.env,
        check=True,
        capture_output=True,
        text=True,
    )
    held = {name.lower().replace("_", "-") for name in said.stdout.split()}
    assert {"django", "granian", "celery", "psycopg", "sentry-sdk"} <= held
    # whitenoise brings it to the product as well.
    assert held & left_out == {"brotli"}
    assert not {"tests", "docs", "script", ".git", ".env"} & set(os.listdir(image.source))


def assert_settings_of_production(house: House) -> None:
    asked = "from django.conf import settings as s; print(s.DEBUG, s.DEMO, s.SECURE)"
    assert house.call(["python", "manage.py", "shell", "-v0", "-c", asked]) == "False False True\n"
    assert "No migrations to apply" in house.migrate()


def assert_first_operator_can_be_made(house: House) -> None:
    words = ["python", "manage.py", "createsuperuser", "--noinput"]
    who = ["--phone=0812-9999-0001", "--name=Operator Pertama"]
    house.call([*words, *who], DJANGO_SUPERUSER_PASSWORD="kata-sandi-yang-panjang")
    operator = Resident.objects.get(name="Operator Pertama")
    assert (operator.phone, operator.is_superuser) == ("+6281299990001", True)


def assert_probes_tell_life_from_death(house: House) -> None:
    alive = {"GRANIAN_PORT": str(house.ports[0])}
    house.call(compose.probe("web", DOTENV), **alive)
    assert "pong" in house.call(compose.probe("worker", DOTENV))
    with pytest.raises(AssertionError, match="refused"):
        house.call(compose.probe("web", DOTENV), GRANIAN_PORT="9")


def assert_backup_needs_nothing_embedded(house: House, folder: Path) -> None:
    """With the system's pg_dump. (Without one as new as the server it says which is wanted.)"""
    words = compose.command("backup", DOTENV)
    assert words[-1] == "/backups"
    house.call([*words[:-1], str(folder)])
    (file,) = folder.iterdir()
    with reading(file) as archive:
        assert archive.parts.keys() == {DUMP}


@pytest.mark.browser
def test_the_main_path_with_two_of_each_and_no_reminder_twice(
    house: House, cast: Cast, visits: Visits
) -> None:
    promise_more_needs(cast)
    people = [visits(width=PHONE) for _ in range(3)]
    need = up_to_the_promise(*people)
    assert all(cookie["secure"] for cookie in people[0].context.cookies())
    assert wait_until(lambda: len(reminders_of(need)) == 2, LONGEST_WAIT.total_seconds(), 1)
    # A mail about what is done already would be dropped, and rightly.
    assert wait_until(lambda: all(mailed(house.mail, each) for each in reminders_of(need)), 60)
    down_to_the_end(people[0], people[2], need)
    expected = (NEEDS + 1) + (NEEDS * HELPERS_EACH + 1)
    assert wait_until(lambda: delivered().count() == expected, 120)
    assert wait_until(lambda: not unsent().exists(), 60)
    assert_each_told_once(expected, house.mail)
    assert set(house.proxy.served) == set(house.ports)
    assert min(house.proxy.served.values()) > 10
    assert house.alive() == [f"{name}{number}" for name in TWICE for number in (0, 1)]


def promise_more_needs(cast: Cast) -> None:
    """So that both workers have their hands full when the reminders fall due."""
    crowd = neighbours(cast, NEEDS * (HELPERS_EACH + 1))
    for _ in range(NEEDS):
        asking = draft(starts_at=play.starts_in(61), helpers=HELPERS_EACH)
        need = actions.post_need(asking, requester=crowd.pop())
        need = decisions.approve_need(need, coordinator=standing_of(cast.rt_head))
        for _ in range(HELPERS_EACH):
            helping.offer_help(need, volunteer=crowd.pop())


def neighbours(cast: Cast, count: int) -> list[Standing]:
    rt = standing_of(cast.requester).rt
    people = Resident.objects.bulk_create(
        Resident(phone=f"+628131{n:07}", name=f"Warga {n}", email=f"warga{n}@example.test")
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(resident=person, rt=rt, status="active") for person in people
    )
    return [standing_of(person) for person in people]


def mailed(mail: MailServer, notification: Notification) -> bool:
    letter = (notification.recipient.email, subject(notification))
    return letter in [(each["To"], each["Subject"]) for each in mail.messages]


def delivered() -> QuerySet[Notification]:
    return Notification.objects.filter(kind__in=REMINDERS).exclude(delivered_at=None)


def unsent() -> QuerySet[Delivery]:
    return Delivery.objects.filter(notification__kind__in=REMINDERS).exclude(status="sent")


def assert_each_told_once(expected: int, mail: MailServer) -> None:
    """In the inbox by the rows, by mail by what the mail server took."""
    per_person = delivered().values("kind", "code", "recipient").annotate(times=Count("id"))
    assert {row["times"] for row in per_person} == {1}
    assert per_person.count() == expected
    sent = Delivery.objects.filter(notification__kind__in=REMINDERS, status="sent")
    by_channel = Counter(sent.values_list("channel", flat=True))
    assert by_channel == {"inapp": expected, "email": expected}
    letters = Counter(map(letter_key, mail.message_ids))
    keys = sent.filter(channel="email").values_list("dedup_key", flat=True)
    assert {letters[letter_key(message_id(key))] for key in keys} == {1}
    assert set(letters.values()) == {1}


def letter_key(message_id: str) -> str:
    """Without the host, which is another one in the house than in this process."""
    return message_id.partition("@")[0]
