from celery import shared_task
from django.utils import timezone

from requests_app.helping import close_overdue
from requests_app.offers import pass_on_offers


@shared_task(name="requests_app.close_needs")
def close_needs() -> None:
    close_overdue(timezone.now())


@shared_task(name="requests_app.pass_on_offers")
def pass_on_need_offers() -> None:
    pass_on_offers(timezone.now())
