"""The database of an earlier release, filled by that release's own code.

`first_light.sql.gz` is the demo of 'First light' (eb1284f) as its own `migrate`,
`createcachetable`, `seed_demo` and `tick` made it, by `pg_dump --no-owner --no-privileges
--no-comments --rows-per-insert=200`. It is never made again; a later release puts its own
beside it.
"""

import gzip
from pathlib import Path

import psycopg

from gotongroyong.datadir import BASE_DIR

FIRST_LIGHT = BASE_DIR / "tests" / "upgrade" / "first_light.sql.gz"
# What only psql or a newer PostgreSQL understands.
NOT_FOR_US = ("\\", "SET transaction_timeout")
# Whose rows Django adds to whenever there is a new table.
FRAMEWORK = {"django_migrations", "django_content_type", "auth_permission"}

# By table and then by primary key: the row in words.
Words = dict[str, dict[object, str]]
Columns = dict[str, list[str]]


def load(dump: Path, url: str) -> None:
    lines = gzip.decompress(dump.read_bytes()).decode().splitlines()
    script = "\n".join(line for line in lines if not line.startswith(NOT_FOR_US))
    with psycopg.connect(url) as db:
        db.execute(script)


def columns(url: str) -> Columns:
    asked = """
        SELECT table_name, array_agg(column_name::text ORDER BY column_name)
        FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1
    """
    with psycopg.connect(url) as db:
        return dict(db.execute(asked).fetchall())


def words(url: str, of: Columns) -> Words:
    """Every row of those tables, by those columns alone."""
    with psycopg.connect(url) as db:
        return {table: dict(table_words(db, table, names)) for table, names in of.items()}


def table_words(db: psycopg.Connection, table: str, names: list[str]) -> list[tuple[object, str]]:
    (key,) = db.execute(
        """
        SELECT a.attname FROM pg_index i JOIN pg_attribute a
            ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisprimary AND i.indrelid = %s::regclass
        """,
        [f'public."{table}"'],
    ).fetchone()  # type: ignore[misc]  # every table has one
    row = ", ".join(f'"{name}"' for name in names)
    asked = f'SELECT "{key}", ROW({row})::text FROM "{table}"'  # noqa: S608 - names of ours
    return db.execute(asked).fetchall()


def migrations(url: str) -> set[tuple[str, str]]:
    with psycopg.connect(url) as db:
        return set(db.execute("SELECT app, name FROM django_migrations").fetchall())
