from celery import shared_task

from notifications import dispatch, planner


@shared_task(name="notifications.send_due")
def send_due() -> None:
    dispatch.send_due()


@shared_task(name="notifications.plan_reminders")
def plan_reminders() -> None:
    planner.plan_all()
