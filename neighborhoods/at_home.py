"""Whoever posts or promises something lives there at that moment, and not only when a page was
read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from neighborhoods.models import Membership
from neighborhoods.office_life import hold_home, hold_homes
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
        home = hold_home(person.resident.pk)
        yield person if is_as_read(home, person) else standing_of(person.resident)


@contextmanager
def homes_held(resident_ids: Iterable[int]) -> Iterator[None]:
    """One change that gives places back to people who may have left: whoever is moving away has
    gone by then (`staying`), or lets go of the place with all the rest."""
    with transaction.atomic():
        hold_homes(resident_ids)
        yield


def is_as_read(home: Membership | None, person: Standing) -> bool:
    """Most are, and a crowd at one need is spared being read anew."""
    read = person.membership if person.is_verified else None
    return bool(home and read and (home.pk, home.rt_id) == (read.pk, read.rt_id))
