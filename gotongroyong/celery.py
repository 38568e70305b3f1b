"""The Celery application: muscle for the outbox, never its memory."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gotongroyong.settings")

# By name, since a broker's URL chooses its transport by its scheme alone.
TRANSPORT_ALIASES |= dict.fromkeys(["redis", "rediss"], "gotongroyong.broker:Transport")

app = Celery("gotongroyong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
