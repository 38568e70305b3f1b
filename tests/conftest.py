"""The fixed cast, the same as the demo's, with an outsider; and the test database's set-up."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Resident
from gotongroyong.demo.people import make_cast
from neighborhoods.standing import Standing, standing_of
from tests.cast import Cast

# Statement triggers that refuse TRUNCATE, which is how Django empties the tables after a
# transactional test. `tests/journal` and `tests/volunteers` try them where they are on.
TRUNCATE_GUARDS = (("journal_entry", "never_truncate"), ("volunteers_signup", "never_truncate"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, monkeypatch_session: pytest.MonkeyPatch
) -> None:
    """A test database in any case: pytest-django makes one for tests that bear its mark alone.

    Those of `tests/access` have a world and a transaction of their own, and would be run, when
    chosen alone, in the database that no test may touch.
    """
    monkeypatch_session.setattr(
        "pytest_django.fixtures._get_databases_for_setup", lambda items: ({"default"}, set())
    )


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own
        for table, guard in TRUNCATE_GUARDS:
            name = trigger_name(table, guard)
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')


def trigger_name(table: str, guard: str) -> str:
    """pgtrigger adds a hash to the name that the model gives; the journal's bear its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [table, f"%{guard}%"],
        )
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def lighter_settings(settings: Settings) -> None:
    """Passwords that cost nothing, and static files by their plain names.

    Browser tests run a server of their own, with the real settings.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast(make_cast())


@pytest.fixture
def client_of() -> Callable[[Resident], Client]:
    """A browser in which that person is signed in."""

    def make(resident: Resident) -> Client:
        client = Client()
        client.force_login(resident)
        return client

    return make


@pytest.fixture
def standing() -> Callable[[Resident], Standing]:
    return standing_of
