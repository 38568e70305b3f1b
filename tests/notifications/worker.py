"""`celery -A tests.notifications.worker`: the real application, which also knows the drill.

Its ticks are quicker, so that the test is; a resident's `date_joined` stands in for the time
of their duty, so that the reminders are a function of the database as in real apps.
"""

from datetime import datetime
from typing import Any

import django

django.setup()

from django.db.models import F, QuerySet  # noqa: E402 - Django has to be set up before

from accounts.models import Resident  # noqa: E402
from gotongroyong.celery import app  # noqa: E402
from notifications.kinds import Kind, register  # noqa: E402
from tests.notifications.drill import DUTY, columns, link, words  # noqa: E402

app.conf.beat_schedule = {
    "send-due": {"task": "notifications.send_due", "schedule": 1.0},
    "plan-reminders": {"task": "notifications.plan_reminders", "schedule": 5.0},
}


def due(now: datetime) -> QuerySet[Any, Any]:
    return Resident.objects.annotate(**columns(1, F("date_joined")))


register(Kind(DUTY, words, link, is_duty=True, due=due))
