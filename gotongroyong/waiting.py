"""What somebody who is not let in yet reads: what happens next, and what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from neighborhoods.models import Household, Membership, Office
from neighborhoods.newcomers import PATIENCE
from neighborhoods.standing import Standing
from web.dates import moment


@dataclass(frozen=True)
class Waiting:
    since: str
    # As they wrote it; who else lives there they don't learn.
    house: Household | None
    is_overdue: bool
    # Whom to greet: posts and names, never a phone.
    offices: list[Office]


def waiting_of(standing: Standing, now: datetime | None = None) -> Waiting | None:
    membership = standing.membership
    if membership is None or not standing.is_waiting:
        return None
    return Waiting(
        since=moment(membership.joined_at, membership.rt.rw.zone),
        house=membership.household,
        is_overdue=membership.joined_at <= (now or timezone.now()) - PATIENCE,
        offices=list(whom_to_greet(membership)),
    )


def whom_to_greet(membership: Membership) -> Iterable[Office]:
    """Of the RT, else of the RW."""
    offices = Office.objects.in_force().exclude(holder=membership.resident_id)
    offices = offices.select_related("holder", "rt", "rw").order_by("pk")
    of_rt = list(offices.filter(rt=membership.rt))
    return of_rt or offices.filter(rt=None, rw=membership.rt.rw)


def last_decline(standing: Standing) -> Membership | None:
    """Only while it is the last word: who left or joined since has other news."""
    own = Membership.objects.filter(resident=standing.resident).select_related("rt__rw")
    last = own.order_by("-joined_at", "-pk").first()
    return last if last and last.status == Membership.Status.DECLINED else None
