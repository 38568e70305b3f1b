from celery import shared_task
from django.utils import timezone

from requests_app.helping import close_overdue


@shared_task(name="requests_app.close_needs")
def close_needs() -> None:
    close_overdue(timezone.now())
