"""One world for all tests of a module: it takes a second to build and a blink to roll back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from gotongroyong.demo.people import make_cast
from tests.access.trial import as_of_a_test
from tests.access.world import World, build_world
from tests.cast import Cast

HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        # What the settings of a single test say, this is too early to see.
        with override_settings(PASSWORD_HASHERS=[HASHER]):
            world = build_world(Cast(make_cast()))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world: World, django_db_blocker: Any) -> Iterator[World]:
    """Instead of pytest-django's `db`, which would close the connection under it."""
    with django_db_blocker.unblock(), transaction.atomic():
        as_of_a_test()
        yield standing_world
        transaction.set_rollback(True)
