from typing import Any

from django.core.management.base import BaseCommand

from notifications import dispatch, planner


class Command(BaseCommand):
    help = "Plan the reminders and send what is due, without Celery; `tick` does more."

    def handle(self, *args: Any, **options: Any) -> None:
        planned = planner.plan_all()
        outcomes = dispatch.send_due()
        counts = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
        self.stdout.write(f"planned {planned}; {counts or 'nothing was due'}")
