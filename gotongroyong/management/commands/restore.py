"""`manage.py restore SOURCE`: a backup into an empty database, or over one with --force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from gotongroyong.backups.give_back import known, migrations_of, restore
from gotongroyong.services.trouble import Trouble


class Command(BaseCommand):
    help = "Give a backup back: all of it or nothing. Refuses a database that is not empty."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what is there")

    def handle(self, *args: Any, source: Path, force: bool, **options: Any) -> None:
        try:
            manifest = restore(source, force=force)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        except Error as error:
            raise CommandError(f"The database refused: {error}") from error
        self.stdout.write(f"Restored what was backed up at {manifest['taken_at']}.")
        if known() - migrations_of(manifest):
            self.stdout.write("This release is newer: run `manage.py migrate` before serving.")
