"""`manage.py demo`: the whole neighbourhood on one machine, ended as one."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the demo: database, broker, web, worker and beat under one parent."

    def run_from_argv(self, argv: list[str]) -> None:
        """In place of this process: the parent needs neither Django nor its settings,
        which can't be right before the services run.
        """
        os.execv(sys.executable, [sys.executable, "-m", "gotongroyong.serve", *argv[2:]])

    def handle(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError("It runs from the command line only.")
