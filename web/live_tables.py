"""Steps of migrations that change a table people write to meanwhile (no lock, not atomic).

Each may be broken off and run again, in either direction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import migrations

BROKEN = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"


def drop(name: str) -> str:
    return f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"'


def anew(name: str) -> migrations.RunSQL:
    """What is left of an index that was broken off goes before it is made again."""
    return migrations.RunSQL(drop(name), migrations.RunSQL.noop)


def drop_broken(name: str) -> Callable[[Any, Any], None]:
    """Not a whole one, which in a second run may be all that still holds the rule."""

    def run(apps: Any, schema_editor: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(BROKEN, [name])
            broken = cursor.fetchone()
        if broken:
            schema_editor.execute(drop(name))

    return run


@dataclass(frozen=True)
class Unique:
    """An index as SQL says it: `on` is the table with its columns and the condition."""

    name: str
    on: str

    @property
    def made(self) -> str:
        return f'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "{self.name}" ON {self.on}'


def replace_unique(old: Unique, new: Unique) -> list[migrations.operations.base.Operation]:
    """The new one under a name of its own, since the old one must hold until it is there."""
    noop = migrations.RunPython.noop
    return [
        migrations.RunPython(drop_broken(new.name), noop),
        migrations.RunSQL(new.made, drop(new.name)),
        migrations.RunSQL(drop(old.name), old.made),
        migrations.RunPython(noop, drop_broken(old.name)),
    ]
