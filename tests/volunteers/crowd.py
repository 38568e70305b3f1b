"""Real threads that start at one barrier, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def all_at_once[Person](people: list[Person], do: Callable[[Person], str]) -> list[str]:
    """What `do` gave each of them, when all set off together."""
    barrier = Barrier(len(people))

    def run(person: Person) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return do(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, people))
