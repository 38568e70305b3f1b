"""Stand-in until OFFICES is merged; theirs replaces this file."""

from datetime import date

from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from neighborhoods.models import Handover, Office, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing


def appoint(
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    by: Standing | None,
    starts_on: date,
    ends_on: date | None,
    is_deputy: bool = False,
) -> Office:
    office = Office.objects.create(
        holder=holder,
        rw=rw,
        rt=rt,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=is_deputy,
    )
    record(
        "office.given",
        object_kind="office",
        object_id=office.pk,
        rw_id=rw.pk,
        actor_id=by.resident.pk if by else None,
        subject_id=holder.pk,
    )
    return office


def release_offices(resident: Resident) -> int:
    """Every office and handover of somebody who leaves."""
    now = timezone.now()
    Handover.objects.filter(successor=resident, confirmed_at=None, ended_at=None).update(
        ended_at=now
    )
    return Office.objects.filter(holder=resident, ended_at=None).update(ended_at=now)
