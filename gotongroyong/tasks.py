from celery import shared_task
from django.utils import timezone

from gotongroyong import housekeeping
from gotongroyong.mydata import erasing, exporting, purpose, retention


@shared_task(name="gotongroyong.clear_sessions")
def clear_sessions() -> None:
    housekeeping.clear_sessions()


@shared_task(name="gotongroyong.clear_sign_in")
def clear_sign_in() -> None:
    housekeeping.clear_sign_in()


@shared_task(name="gotongroyong.make_exports")
def make_exports() -> None:
    exporting.make_exports(timezone.now())


@shared_task(name="gotongroyong.erase_accounts")
def erase_accounts() -> None:
    """Whose seven days are over: switched off by one run, erased by the next."""
    erasing.erase_due(timezone.now())


@shared_task(name="gotongroyong.keep_no_longer")
def keep_no_longer() -> None:
    """Accounts without a purpose, old words, downloads of last week."""
    now = timezone.now()
    purpose.review_purposes(now)
    retention.anonymise_needs(now)
    retention.silence_cases(now)
    retention.forget_words(now)
    exporting.clear_exports(now)
