"""Everything into one file, while the neighbourhood goes on."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gotongroyong.backups import tools
from gotongroyong.backups.archive import DUMP, MEDIA, Writer, in_words, writing
from gotongroyong.backups.give_back import ASIDE, EXTENSIONS_SCHEMA, REPLACED
from gotongroyong.backups.media import DRAFT
from gotongroyong.services.trouble import Trouble
from gotongroyong.version import version

# What a killed restore left is not ours to keep, and would stand in the way of the next, as
# would a second schema of extensions; those themselves come along.
WITHOUT = [f"--exclude-schema={schema}" for schema in (ASIDE, REPLACED, EXTENSIONS_SCHEMA)]


def back_up(target: Path) -> Path:
    """The file made: `target`, or one with the time in its name if that is a folder."""
    now = datetime.now(UTC)
    file = target / f"gotong-royong-{now:%Y-%m-%d-%H%M%S}.tar" if target.is_dir() else target
    if file.exists():
        raise Trouble(f"{file} is there already, and a backup overwrites nothing.")
    migrations = applied()
    program, dumped_by = tools.find("pg_dump", tools.server_version())
    with writing(file) as archive:
        # The rows first: a picture that comes meanwhile is one too many, never one too few.
        add_rows(archive, program, file.parent)
        for path in pictures(settings.MEDIA_ROOT):
            add_picture(archive, path)
        archive.seal(
            {
                "version": version(),
                "taken_at": now.isoformat(timespec="seconds"),
                "pg_dump": dumped_by,
                "migrations": migrations,
            }
        )
    return file


def applied() -> list[tuple[str, str]]:
    found = sorted(MigrationRecorder(connection).applied_migrations())
    if not found:
        raise Trouble("There is nothing to back up: this database was never migrated.")
    return found


def add_rows(archive: Writer, program: Path, folder: Path) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as private:
            dump = Path(private) / DUMP
            kind = ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
            tools.run(program, *kind, *WITHOUT)
            archive.add(DUMP, dump)
    except OSError as error:
        raise in_words(error, folder) from error


def pictures(root: Path) -> Iterator[Path]:
    """Real files only: a link could lead anywhere."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != DRAFT)
        paths = (Path(folder) / name for name in sorted(names))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def add_picture(archive: Writer, path: Path) -> None:
    try:
        archive.add(f"{MEDIA}{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
    except FileNotFoundError:
        """Deleted since it was listed, which is nobody's mistake."""
