"""Crowds, and real threads that start at one barrier, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore

from django.db import connection

from accounts.models import Resident
from neighborhoods.models import Membership
from neighborhoods.standing import Standing, standing_of
from tests.cast import Cast

# The embedded server takes 300 connections, and another worker may run a crowd of 200 beside
# this one: of a larger crowd so many are let in at a time.
LARGEST_WHOLE, MOST_AT_ONCE = 200, 90


def crowd_of(cast: Cast, count: int) -> list[Standing]:
    """That many verified residents of the requester's RT."""
    rt = standing_of(cast.requester).rt
    people = Resident.objects.bulk_create(
        Resident(phone=f"+628130{n:07}", name=f"Warga {n}") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(resident=person, rt=rt, status="active") for person in people
    )
    return [standing_of(person) for person in people]


def all_at_once[Person](people: list[Person], do: Callable[[Person], str]) -> list[str]:
    """What `do` gave each of them, when all set off together."""
    barrier = Barrier(len(people))
    whole = len(people) <= LARGEST_WHOLE
    door = BoundedSemaphore(LARGEST_WHOLE if whole else MOST_AT_ONCE)

    def run(person: Person) -> str:
        try:
            if whole:
                connection.ensure_connection()
            barrier.wait(timeout=60)
            with door:
                try:
                    return do(person)
                finally:
                    connection.close()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, people))
