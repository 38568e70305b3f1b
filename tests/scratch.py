"""Databases of a test's own, and the product's commands on them as an operator gives them."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from gotongroyong.launch import manage as words_of

_numbers = count(1)
Rows = dict[str, tuple[int, int]]


@contextmanager
def scratch_database(like: str = "template1") -> Iterator[str]:
    """The URL of an empty one on the suite's server, or of a copy."""
    server = os.environ["DATABASE_URL"]
    name = f"scratch_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    yield on_server(server, name)
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"DROP DATABASE {name} WITH (FORCE)")


def on_server(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def manage(url: str, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` on that database; the words it ended with are for the test to judge."""
    env = os.environ | {"DATABASE_URL": url, "DATABASE_POOL": "0"} | settings
    return subprocess.run(words_of(*words), env=env, capture_output=True, text=True, check=False)


def managed(url: str, *words: str, **settings: str) -> str:
    """The same where nothing may go wrong."""
    done = manage(url, *words, **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(url: str) -> Rows:
    """Each table by how many rows it has and their sum; each sequence by where it stands."""
    with psycopg.connect(url) as db:
        tables = column(db, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {
            table: db.execute(
                f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{table}" t'  # noqa: S608
            ).fetchone()
            for table in tables
        }
        stands = db.execute(
            "SELECT sequencename, 0, coalesce(last_value, 0) FROM pg_sequences"
            " WHERE schemaname = 'public'"
        )
        return {**found, **{name: (zero, at) for name, zero, at in stands}}  # type: ignore[dict-item]


def shape(url: str) -> list[str]:
    """Columns, constraints, indexes, triggers (with whether they are on) and functions.

    Without casts and parentheses: a dump writes `ANY ((ARRAY[…])::text[])` another way.
    """
    with psycopg.connect(url) as db:
        found = [name for part in SHAPE for name in column(db, part)]
    return sorted(re.sub(r"::[a-z ]+(\[\])?|[()]", "", name) for name in found)


def column(db: psycopg.Connection, statement: str) -> list[str]:
    return [str(row[0]) for row in db.execute(statement).fetchall()]


SHAPE = (
    """SELECT concat_ws(' ', table_name, column_name, data_type, column_default, is_nullable)
    FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT concat_ws(' ', tgenabled, pg_get_triggerdef(oid))
    FROM pg_trigger WHERE NOT tgisinternal""",
    """SELECT pg_get_functiondef(p.oid) FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')""",
)


@contextmanager
def django_on(url: str) -> Iterator[None]:
    """Django's own connection in this process, on that database for as long."""
    parts = urlsplit(url)
    there = {
        "HOST": parts.hostname,
        "PORT": str(parts.port),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": parts.path[1:],
    }
    here = {key: connection.settings_dict[key] for key in there}
    point(there)
    try:
        yield
    finally:
        point(here)


def point(address: dict[str, str | None]) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has one
    connection.settings_dict.update(address)
    # Its ids are those of the database it was read from.
    ContentType.objects.clear_cache()
