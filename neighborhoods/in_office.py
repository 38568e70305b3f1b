"""Whom a notice for people in office is for by now: an office may end before it is read."""

from django.db.models import QuerySet

from accounts.models import Resident
from neighborhoods.models import Office, OfficeQuerySet
from notifications.models import Notification


def anybody_in_office(notification: Notification) -> QuerySet[Resident]:
    return in_rw(notification).holders()


def rw_in_office(notification: Notification) -> QuerySet[Resident]:
    """Over the whole RW."""
    return in_rw(notification).filter(rt=None).holders()


def in_rw(notification: Notification) -> OfficeQuerySet:
    return Office.objects.in_force().filter(rw=notification.rw_id)
