"""What the desk tells somebody who is new in office, or alone there at night."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from neighborhoods.first_steps import has_just_begun
from neighborhoods.models import Invitation, Office, RukunTetangga
from neighborhoods.standing import Standing
from web.dates import local

# DOMAIN.md, quiet hours.
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(5)


@dataclass(frozen=True)
class FirstSteps:
    """For an RT with hardly anybody in it yet."""

    rt: RukunTetangga
    has_invitation: bool


def first_steps(coordinator: Standing) -> FirstSteps | None:
    """Of the first RT of theirs that has just begun."""
    rt = next((each for each in own_rts(coordinator) if has_just_begun(each)), None)
    return FirstSteps(rt, has_invitation(rt)) if rt else None


def own_rts(coordinator: Standing) -> list[RukunTetangga]:
    """Whose post they hold; the RW's officers look after RTs that have their own."""
    return [office.rt for office in coordinator.offices if office.rt]


def has_invitation(rt: RukunTetangga) -> bool:
    open_to_residents = Invitation.objects.filter(rt=rt, post="", revoked_at=None)
    return open_to_residents.filter(expires_at__gt=timezone.now()).exists()


def is_alone_at_night(coordinator: Standing, now: datetime) -> bool:
    """In the quiet hours, and nobody else is in office over what they look after."""
    at = local(now, coordinator.zone).time()
    if not (at >= NIGHT_BEGINS or at < NIGHT_ENDS):
        return False
    others = Office.objects.in_force().exclude(holder=coordinator.resident)
    return not others.filter(rw__in=[office.rw_id for office in coordinator.offices]).exists()
