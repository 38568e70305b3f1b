"""Who would leave a whole RW without anybody in office: by ending an office, or by leaving."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from neighborhoods.models import Office, OfficeQuerySet
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
    own = Office.objects.in_force().filter(holder=resident, rt=None)
    return any(is_alone(resident, rw_id) for rw_id in own.values_list("rw", flat=True))


def office_to_hand_over_first(resident: Resident) -> Office | None:
    """The one that keeps them; a deputy's can't be handed over."""
    own = Office.objects.in_force().filter(holder=resident, rt=None, is_deputy=False)
    alone = (office for office in own.order_by("pk") if is_alone(resident, office.rw_id))
    return next(alone, None)


def is_alone(resident: Resident, rw_id: int) -> bool:
    """Whether nobody else answers for that RW as a whole."""
    return not lasting_in(rw_id).exclude(holder=resident).exists()


def is_last_of_the_rw(office: Office) -> bool:
    """Its holder's other offices count: they go on answering for the RW."""
    return office.rt_id is None and not lasting_in(office.rw_id).exclude(pk=office.pk).exists()


def lasting_in(rw_id: int) -> OfficeQuerySet:
    """Who answers for that RW as a whole; a deputy goes by themselves and does not count."""
    return Office.objects.in_force().filter(rw=rw_id, rt=None, is_deputy=False)


def others_in_rw(office: Office) -> QuerySet[Resident]:
    """Everybody else in office in its RW."""
    offices = Office.objects.in_force().filter(rw=office.rw_id)
    return offices.exclude(holder=office.holder_id).holders()
