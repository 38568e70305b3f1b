"""`manage.py prepare_demo`: all that comes before serving, in one start of Django."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import translation

from gotongroyong import launch
from gotongroyong.demo.cast import CAST, PASSWORD
from gotongroyong.demo.guard import refuse_a_real_neighbourhood

PACKAGES_WITH_STATIC_FILES = ("django", "django-allauth", "django-htmx")


class Command(BaseCommand):
    help = "Migrate, make the cache table, collect static files, seed. Part of `demo`."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_a_real_neighbourhood()
        self.say("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not settings.DEBUG:
            self.collect_static_files()
        self.say("Filling the demo neighbourhood ...")
        call_command("seed_demo")
        (settings.DATA_DIR / launch.CAST).write_text(sign_ins())

    def collect_static_files(self) -> None:
        """Compressing them takes seconds, so only when one of them changed."""
        stamp = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.stamp")
        now = fingerprint()
        if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
            return
        self.say("Compressing styles and pictures ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def sign_ins() -> str:
    with translation.override("en"):
        rows = [f"  {member.phone}  {member.role} ({member.name})" for member in CAST]
    return "\n".join([f"Sign in with a phone number and the password {PASSWORD}:", *rows, ""])


def fingerprint() -> str:
    facts = [f"{package} {version(package)}" for package in PACKAGES_WITH_STATIC_FILES]
    for folder in sorted(settings.STATICFILES_DIRS):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                facts.append(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}")
    return hashlib.sha256("\n".join([*facts, str(settings.STATIC_ROOT)]).encode()).hexdigest()
