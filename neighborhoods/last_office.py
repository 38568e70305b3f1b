"""Who would leave a whole RW without anybody in office."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from neighborhoods.models import Office
from web.errors import DomainError


class HandOverFirst(DomainError):
    message = _(
        "You are the only one in office for the whole RW. Hand your office over first, so that"
        " your neighbours are not left alone."
    )


def check_not_last_of_rw(resident: Resident) -> None:
    """Raises HandOverFirst."""
    if last_of_rw(resident):
        raise HandOverFirst


def last_of_rw(resident: Resident) -> bool:
    of_rw = Office.objects.in_force().filter(rt=None)
    own = of_rw.filter(holder=resident).values("rw")
    return any(
        not of_rw.filter(rw=rw_id).exclude(holder=resident).exists()
        for rw_id in own.values_list("rw", flat=True)
    )


def others_in_rw(resident: Resident) -> QuerySet[Resident]:
    """Everybody else in office in the RW where that person holds one."""
    offices = Office.objects.in_force()
    rws = offices.filter(holder=resident).values("rw")
    return Resident.objects.filter(pk__in=offices.filter(rw__in=rws).values("holder")).exclude(
        pk=resident.pk
    )
