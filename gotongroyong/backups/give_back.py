"""A backup into a database: all of it or nothing, and never over anything by accident."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from gotongroyong.backups import media, tools
from gotongroyong.backups.archive import DUMP, Reader, reading
from gotongroyong.services.trouble import Trouble

# Never set aside, so never in a backup; what is in it is (neighborhoods/0003).
EXTENSIONS_SCHEMA = "extensions"
# What was there, until the new is whole; and from then on until it is gone.
ASIDE = "before_restore"
REPLACED = "replaced_by_restore"
OBJECTS = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname <> 'information_schema'
        AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname LIKE %s
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'
"""
EXTENSIONS = """
    SELECT extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE n.nspname = %s
"""


def restore(source: Path, *, force: bool) -> dict[str, Any]:
    """The manifest of what was restored, once all of it is there."""
    root: Path = settings.MEDIA_ROOT
    with reading(source) as archive:
        refuse_newer(archive)
        refuse_while_used()
        recovered = put_back_after_a_kill()
        if not force:
            refuse_over_data(root, recovered=recovered)
        program, _ = tools.find("pg_restore", archive.manifest["pg_dump"])
        try:
            media.lay_out(archive, root)
            with set_aside():
                restore_rows(archive, program)
            media.exchange(root)
            drop_replaced()
        finally:
            media.discard(root)
        return archive.manifest


def refuse_newer(archive: Reader) -> None:
    unknown = migrations_of(archive.manifest) - known()
    if unknown:
        app, name = min(unknown)
        raise Trouble(
            f"{archive.name} was made by a newer release (it has the migration {app} {name}): "
            "install that one first."
        )


def refuse_while_used() -> None:
    if others := number(OTHERS):
        raise Trouble(
            f"Others use this database ({others} connections): stop web, worker and beat first."
        )


def refuse_over_data(root: Path, *, recovered: bool) -> None:
    if number(OBJECTS, "%"):
        done = "nothing was changed"
        if recovered:
            done = "what a broken-off restore had set aside is back"
        raise Trouble(
            f"This database is not empty, so {done}: name an empty one in "
            "DATABASE_URL, or let --force replace what is there."
        )
    if not media.is_empty(root):
        raise Trouble(f"{root} holds files: --force replaces them, and the database's rows.")


def migrations_of(manifest: dict[str, Any]) -> set[tuple[str, str]]:
    return {(app, name) for app, name in manifest["migrations"]}


def known() -> set[tuple[str, str]]:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    # A squashed migration knows those that it took the place of.
    return set(disk) | {old for each in disk.values() for old in each.replaces}


def restore_rows(archive: Reader, program: Path) -> None:
    """Out of the archive as it is: no second copy of everybody's data on a disk."""
    whole = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    into = f"--dbname={connection.settings_dict['NAME']}"
    execute(f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS_SCHEMA}")
    with archive.open(DUMP) as dump:
        tools.run(program, *whole, into, feed=dump)


@contextmanager
def set_aside() -> Iterator[None]:
    """What was there waits in another schema until the new is whole, and returns if it isn't."""
    if there(ASIDE):
        retire()
    with as_long_as_it_takes():
        rename("public", ASIDE)
        execute("CREATE SCHEMA public", "COMMENT ON SCHEMA public IS 'standard public schema'")
        move_extensions(ASIDE, "public")
    try:
        yield
    except BaseException:
        put_back()
        raise
    retire()


def put_back_after_a_kill() -> bool:
    """Only over nothing: a `public` that holds anything is whole, and perhaps lived in since."""
    killed = there(ASIDE) and not number(OBJECTS, "public")
    if killed:
        put_back()
    return killed


def put_back() -> None:
    with as_long_as_it_takes():
        move_extensions("public", ASIDE)
        execute("DROP SCHEMA IF EXISTS public CASCADE")
        rename(ASIDE, "public")


def retire() -> None:
    """From here on nothing brings it back, however often a restore is killed."""
    with as_long_as_it_takes():
        drop_replaced()
        rename(ASIDE, REPLACED)


def drop_replaced() -> None:
    with as_long_as_it_takes():
        execute(f"DROP SCHEMA IF EXISTS {REPLACED} CASCADE")


@contextmanager
def as_long_as_it_takes() -> Iterator[None]:
    """All of it or nothing, and not within the time that a page may take."""
    with transaction.atomic():
        execute("SET LOCAL statement_timeout = 0")
        yield


def there(schema: str) -> bool:
    return bool(number("SELECT count(*) FROM pg_namespace WHERE nspname = %s", schema))


def move_extensions(old: str, new: str) -> None:
    """A database has each only once, and the dump looks for them in `public`."""
    for name in column(EXTENSIONS, old):
        execute(f'ALTER EXTENSION "{name}" SET SCHEMA {new}')


def rename(old: str, new: str) -> None:
    execute(f"ALTER SCHEMA {old} RENAME TO {new}")


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def number(statement: str, *values: str) -> int:
    return int(column(statement, *values)[0])


def column(statement: str, *values: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
