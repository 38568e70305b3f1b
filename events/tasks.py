from celery import shared_task
from django.utils import timezone

from events.joining import drop_waiting, pass_on_offers
from events.series import make_occurrences


@shared_task(name="events.make_occurrences")
def make_occurrences_ahead() -> None:
    make_occurrences(timezone.now())


@shared_task(name="events.move_lines")
def move_lines() -> None:
    """The waiting lists: unanswered offers go on, who waits in vain is told."""
    now = timezone.now()
    pass_on_offers(now)
    drop_waiting(now)
