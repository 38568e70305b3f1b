"""Whom a request about personal data is for: `data_requests.waiting_for` from the other side."""

from django.db.models import QuerySet

from accounts.models import DataRequest, Resident
from neighborhoods.models import Office, OfficeQuerySet


def handlers_of(asked: DataRequest) -> QuerySet[Resident]:
    """The RW's own office, where there is another."""
    offices = offices_for(asked)
    of_rw = offices.filter(rt=None)
    return (of_rw if of_rw.exists() else offices).holders()


def anybody_for(asked: DataRequest) -> QuerySet[Resident]:
    """Everybody in office in that RW, once it is overdue."""
    return offices_for(asked).holders()


def offices_for(asked: DataRequest) -> OfficeQuerySet:
    return Office.objects.in_force().filter(rw=asked.rw_id).exclude(holder=asked.resident_id)


def operators() -> QuerySet[Resident]:
    return Resident.objects.filter(is_staff=True, is_active=True)
