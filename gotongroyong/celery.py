"""The Celery application: muscle for the outbox, never its memory."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gotongroyong.settings")

app = Celery("gotongroyong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
