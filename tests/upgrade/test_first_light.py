"""From 'First light' to this release: nothing is lost, and life goes on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import Resident
from journal.models import Entry
from requests_app.models import AidRequest
from tests.scratch import django_on, managed, scratch_database, shape
from tests.upgrade import old
from volunteers.models import SignUp

pytestmark = pytest.mark.slow
# Old columns that a release means to change, each with its reason. So far none.
MEANT: dict[str, set[str]] = {}
OLD_ROWS = {
    "accounts_resident": 266,
    "journal_entry": 378,
    "neighborhoods_membership": 265,
    "notifications_delivery": 1153,
    "requests_app_aidrequest": 70,
    "volunteers_signup": 113,
}


@pytest.fixture(scope="module")
def first_light() -> Iterator[str]:
    with scratch_database() as url:
        old.load(old.FIRST_LIGHT, url)
        yield url


@pytest.fixture
def before(first_light: str) -> Iterator[str]:
    with scratch_database(like=urlsplit(first_light).path[1:]) as url:
        yield url


@pytest.fixture(scope="module")
def this_release(first_light: str) -> Iterator[str]:
    with scratch_database(like=urlsplit(first_light).path[1:]) as url:
        managed(url, "migrate", "--noinput")
        managed(url, "createcachetable")
        yield url


@pytest.fixture
def upgraded(this_release: str) -> Iterator[str]:
    with scratch_database(like=urlsplit(this_release).path[1:]) as url:
        yield url


@pytest.fixture
def at_that_time(upgraded: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ten minutes after the old release was stopped, so that its needs still live."""
    with django_db_blocker.unblock(), django_on(upgraded):
        stopped: datetime = Entry.objects.latest("at").at
        with time_machine.travel(stopped + timedelta(minutes=10)):
            yield


def compared(url: str) -> old.Columns:
    return {
        table: [name for name in names if name not in MEANT.get(table, ())]
        for table, names in old.columns(url).items()
    }


def test_the_old_release_left_something_to_lose(first_light: str) -> None:
    known = old.words(first_light, old.columns(first_light))
    kept = {table: len(found) for table, found in known.items() if table in OLD_ROWS}
    assert kept == OLD_ROWS
    assert ("requests_app", "0002_rt_within_its_rw") in old.migrations(first_light)


def test_every_old_row_says_what_it_said(before: str) -> None:
    asked = compared(before)
    said = old.words(before, asked)
    managed(before, "migrate", "--noinput")
    now = old.words(before, asked)
    for table, found in said.items():
        if table in old.FRAMEWORK:
            assert found.items() <= now[table].items()
        else:
            assert now[table] == found
    assert "No migrations to apply" in managed(before, "migrate")


def test_the_old_rules_hold_over_old_rows(upgraded: str) -> None:
    overfill = """
        INSERT INTO volunteers_signup (shift_id, volunteer_id, status, created_at)
        SELECT s.id, r.id, 'active', now() FROM volunteers_shift s, accounts_resident r
        WHERE s.taken = s.capacity AND r.id NOT IN (SELECT volunteer_id FROM volunteers_signup)
        LIMIT 1
    """
    for rule, statement in (
        ("journal is append-only, so (UPDATE|DELETE)", "DELETE FROM journal_entry"),
        ("journal is append-only, so TRUNCATE", "TRUNCATE journal_entry"),
        ("shift_not_overfull", overfill),
        ("taken is kept by the sign-ups", "UPDATE volunteers_shift SET taken = 0 WHERE taken > 0"),
    ):
        with psycopg.connect(upgraded) as db, pytest.raises(psycopg.Error, match=rule):
            db.execute(statement)
    with psycopg.connect(upgraded) as db:
        assert db.execute(GUARDS).fetchall() == [("A",), ("A",)]


# Of the journal: no setting silences them.
GUARDS = """
    SELECT tgenabled FROM pg_trigger
    WHERE tgrelid = 'journal_entry'::regclass AND NOT tgisinternal
"""


def test_an_upgrade_can_be_taken_back(before: str, django_db_blocker: DjangoDbBlocker) -> None:
    asked, was = old.columns(before), shape(before)
    said = old.words(before, {table: asked[table] for table in asked.keys() - old.FRAMEWORK})
    known = old.migrations(before)
    managed(before, "migrate", "--noinput")
    with django_db_blocker.unblock(), django_on(before):
        take_back(known)
    assert old.migrations(before) == known
    assert shape(before) == was
    assert old.words(before, {table: asked[table] for table in said}) == said


def test_an_index_that_was_broken_off_is_no_obstacle(before: str, this_release: str) -> None:
    managed(before, "migrate", "volunteers", "0002", "--noinput")
    with psycopg.connect(before, autocommit=True) as db:
        with pytest.raises(psycopg.errors.UniqueViolation):
            db.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {GUARD} ON volunteers_signup (status)")
        db.execute("CREATE INDEX sign_up_waiting ON volunteers_signup (id)")
    managed(before, "migrate", "volunteers", "0003", "--noinput")
    made = indexes(before)
    assert {name: words for name, (_, words) in made.items()} == {
        name: words for name, (_, words) in indexes(this_release).items()
    }
    # Broken off at the very end: the guard is whole, and the old one gone already.
    with psycopg.connect(before) as db:
        db.execute("DELETE FROM django_migrations WHERE app = 'volunteers' AND name LIKE '0003%'")
    managed(before, "migrate", "volunteers", "0003", "--noinput")
    again = indexes(before)
    assert again.keys() == made.keys()
    assert again[GUARD] == made[GUARD]


GUARD = "one_sign_up_per_person_and_shift"


def indexes(url: str) -> dict[str, tuple[int, str]]:
    """Those of sign-ups and shifts that are whole, by number and in words."""
    asked = """
        SELECT indexrelid::regclass::text, indexrelid::int, pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indisvalid
            AND indrelid IN ('volunteers_signup'::regclass, 'volunteers_shift'::regclass)
    """
    with psycopg.connect(url) as db:
        return {name: (number, words) for name, number, words in db.execute(asked).fetchall()}


def take_back(known: set[tuple[str, str]]) -> None:
    """To the newest of the old migrations in each app, and out of apps that are new."""
    executor = MigrationExecutor(connection)
    apps = {app for app, _ in executor.loader.applied_migrations}
    last = {app: max((name for a, name in known if a == app), default=None) for app in apps}
    executor.migrate(list(last.items()))


def browser_of(phone: str) -> tuple[Resident, Client]:
    resident = Resident.objects.get(phone=f"+628120000{phone}")
    client = Client()
    client.force_login(resident)
    return resident, client


def free_old_need(helper: Resident) -> AidRequest:
    """On the board of RW 005, of somebody else, and wanting hands."""
    return (
        AidRequest.objects.filter(status=AidRequest.Status.OPEN, rw__number="005", hidden_at=None)
        .exclude(requester=helper)
        .exclude(category="housewatch")
        .earliest("id")
    )


@pytest.mark.usefixtures("at_that_time")
def test_old_needs_are_listed_helped_with_and_ended(lighter_settings: None) -> None:
    helper, hands = browser_of("0003")
    need = free_old_need(helper)
    board = hands.get("/papan/")
    assert (board.status_code, need.code in board.content.decode()) == (200, True)
    page = f"/kebutuhan/{need.code}/"
    for step, status, place in (
        ("bantu", "in_progress", "active"),
        ("batal-membantu", "open", "released"),
        ("bantu", "in_progress", "active"),
    ):
        assert hands.post(f"{page}{step}/").status_code == 302
        need.refresh_from_db()
        mine = SignUp.objects.filter(shift__need=need, volunteer=helper).latest("id")
        assert (need.status, mine.status) == (status, place)
    asker = Client()
    asker.force_login(need.requester)
    assert asker.post(f"{page}selesai/").status_code == 302
    assert hands.post(f"{page}konfirmasi/").status_code == 302
    need.refresh_from_db()
    assert (need.status, need.confirmed_at is None) == ("done", False)


@pytest.mark.usefixtures("at_that_time")
def test_every_old_page_opens_and_waiting_needs_are_decided() -> None:
    _, head = browser_of("0001")
    for code in AidRequest.objects.filter(rw__number="005").values_list("code", flat=True)[:60]:
        assert head.get(f"/kebutuhan/{code}/").status_code == 200
    _, rt_head = browser_of("0002")
    waiting = AidRequest.objects.filter(status="pending", rt__number="003", rw__number="005")
    need = waiting.earliest("id")
    assert rt_head.post(f"/pengurus/{need.code}/setujui/", {"revision": need.revision}).status_code
    need.refresh_from_db()
    assert need.status == "open"
    for path in ("/", "/saya/", "/pemberitahuan/", "/pengurus/"):
        assert rt_head.get(path).status_code == 200


@pytest.mark.usefixtures("at_that_time")
def test_the_clock_goes_on_over_old_reminders() -> None:
    call_command("tick")
