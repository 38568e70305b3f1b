from celery import shared_task

from gotongroyong import housekeeping


@shared_task(name="gotongroyong.clear_sessions")
def clear_sessions() -> None:
    housekeeping.clear_sessions()


@shared_task(name="gotongroyong.clear_sign_in")
def clear_sign_in() -> None:
    housekeeping.clear_sign_in()
