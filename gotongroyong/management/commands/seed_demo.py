"""`manage.py seed_demo`: the demo's neighbourhood, safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Fill the database with the demo's neighbourhood."

    def handle(self, *args: Any, **options: Any) -> None:
        from gotongroyong.demo.seed import seed_neighbourhood

        seed_neighbourhood()
