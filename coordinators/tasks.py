from celery import shared_task
from django.utils import timezone

from coordinators import data_requests


@shared_task(name="coordinators.warn_of_overdue")
def warn_of_overdue() -> None:
    data_requests.warn_of_overdue(timezone.now())
