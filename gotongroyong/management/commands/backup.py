"""`manage.py backup TARGET`: rows and pictures in one file that only its owner can read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from gotongroyong.backups.take import back_up
from gotongroyong.services.trouble import Trouble


class Command(BaseCommand):
    help = "Write everything into one file; a folder gets one with the time in its name."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        try:
            file = back_up(target)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        except Error as error:
            raise CommandError(f"The database can't be reached: {error}") from error
        self.stdout.write(f"{file} ({file.stat().st_size:,} bytes)")
