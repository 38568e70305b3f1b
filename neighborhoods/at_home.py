"""Whoever posts or promises something lives there at that moment, and not only when a page was
read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from neighborhoods.office_life import hold_home
from neighborhoods.standing import Standing, standing_of


@contextmanager
def at_home(person: Standing) -> Iterator[Standing]:
    """One change by somebody who belongs here: their home's row locked before any other, and
    what they are by then.

    Whoever moves away locks it first too (`gotongroyong.leaving`). So either they have gone
    already, or what they post or promise now is let go with all the rest. Neighbours don't
    wait for each other: each has a row of their own.
    """
    with transaction.atomic():
        hold_home(person.resident.pk)
        yield standing_of(person.resident)
