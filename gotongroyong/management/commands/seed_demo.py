"""`manage.py seed_demo`: the demo's neighbourhood, safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Fill the database with the demo's neighbourhood; refuses a real one."

    def handle(self, *args: Any, **options: Any) -> None:
        from gotongroyong.demo.guard import refuse_a_real_neighbourhood
        from gotongroyong.demo.seed import seed_neighbourhood

        refuse_a_real_neighbourhood()
        seed_neighbourhood()
