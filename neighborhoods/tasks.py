from celery import shared_task
from django.utils import timezone

from neighborhoods import founding, units


@shared_task(name="neighborhoods.gather_strays")
def gather_strays() -> None:
    units.gather_strays(timezone.now())


@shared_task(name="neighborhoods.forget_old_contacts")
def forget_old_contacts() -> None:
    founding.forget_old_contacts(timezone.now())
