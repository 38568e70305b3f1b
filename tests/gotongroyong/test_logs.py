"""What Postgres says of a row that it refused is no line of the log."""

import logging
from collections.abc import Callable
from logging.config import DictConfigurator

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Resident
from gotongroyong.logs import logging_config
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Zqnama\n\nbaris Zqkedua", "+6591234567"


@pytest.fixture(params=[True, False], ids=["json", "console"])
def written(request: pytest.FixtureRequest) -> Callable[[str, Exception], str]:
    """A line about that error, as the product's own formatter writes it."""
    made = logging_config(json=request.param)["formatters"]["structlog"]
    formatter = DictConfigurator({"version": 1}).configure_formatter(made)

    def line(words: str, error: Exception) -> str:
        told = (words, (), (type(error), error, error.__traceback__))
        return str(formatter.format(logging.LogRecord("a", logging.ERROR, "a.py", 1, *told)))

    return line


def refuse(person: Resident) -> None:
    """The whole row stands in the error's DETAIL."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_resident SET language = 'zz' WHERE id = %s", [person.pk])


def test_of_a_refused_row_only_the_rule_and_the_place_are_logged(
    cast: Cast, written: Callable[[str, Exception], str]
) -> None:
    person = cast.requester
    Resident.objects.filter(pk=person.pk).update(name=NAME, email="zq@surat.example", phone=NUMBER)
    secrets = ("Zqnama", "Zqkedua", "zq@surat", NUMBER, person.password)
    with pytest.raises(IntegrityError) as refused:
        refuse(person)
    error = refused.value
    assert all(secret in str(error) for secret in secrets)
    # Celery quotes an error by its repr, others by its words.
    lines = written(f"Task raised {error!r}", error) + written(f"failed: {error}", error)
    assert [secret for secret in secrets if secret in lines] == []
    assert lines.count("language_is_known") == 6
    # Both ends of the chain still say where it was.
    assert lines.count("in refuse") == lines.count("The above exception was") == 2


def test_a_number_that_is_taken_is_not_quoted(
    cast: Cast, written: Callable[[str, Exception], str]
) -> None:
    Resident.objects.filter(pk=cast.requester.pk).update(phone=NUMBER)
    with pytest.raises(IntegrityError, match=NUMBER[1:]) as taken, transaction.atomic():
        Resident.objects.create(phone=NUMBER, name="Zqnama")
    line = written("failed", taken.value)
    assert (NUMBER in line, "accounts_resident_phone" in line) == (False, True)
