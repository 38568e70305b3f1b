"""Giving an office, ending one, and putting an RT that lost its head on its feet again.

Handing over has its own file, `handovers`.
"""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Resident
from neighborhoods import office_notices as notices
from neighborhoods import office_rules as rules
from neighborhoods.handovers import (
    accept_handover,
    ask_handover,
    confirm_handover,
    decline_handover,
    drop_handovers,
    take_back_handover,
)
from neighborhoods.invitations import invite_to_office
from neighborhoods.last_office import is_last_of_the_rw
from neighborhoods.models import Handover, Invitation, Office, RukunTetangga, RukunWarga
from neighborhoods.office_errors import (
    EndedAlready,
    EndsTooSoon,
    HasAHead,
    LastOfTheRw,
    NeedsAnEnd,
    NotToOneself,
    NotYourOffice,
    PostTaken,
)
from neighborhoods.office_life import (
    begin,
    check_resident,
    close,
    in_order,
    is_there,
    journal,
    today_in,
)
from neighborhoods.standing import Standing

__all__ = [
    "accept_handover",
    "appoint",
    "ask_handover",
    "confirm_handover",
    "decline_handover",
    "end_office",
    "fill",
    "invite",
    "release_offices",
    "rescue",
    "take_back_handover",
]


def appoint(
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    by: Standing,
    starts_on: date,
    ends_on: date | None,
    is_deputy: bool = False,
) -> Office:
    """Both days included. Raises the refusals of `office_errors`."""
    check_dates(starts_on, ends_on, is_deputy=is_deputy)
    with in_order(rw.pk, by.resident) as actor:
        check_may_appoint(actor, holder, rw=rw, rt=rt, post=post, is_deputy=is_deputy)
        check_resident(holder, rw_id=rw.pk)
        if not is_deputy and rules.is_taken(rw, rt, post, by=holder):
            raise PostTaken
        office = begin(
            holder,
            rw=rw,
            rt=rt,
            post=post,
            starts_on=starts_on,
            ends_on=ends_on,
            is_deputy=is_deputy,
        )
        entry = journal("office.given", office, actor=actor.resident, subject=holder.pk)
        notices.tell_given(office, entry=entry)
    return office


def fill(
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    by: Standing,
    is_deputy: bool = False,
    ends_on: date | None = None,
) -> Office:
    """From today on, or after the term that ends soon; for the usual time without a last day.

    An RT that lost its head is rescued, which also ends the office of a head who has gone.
    """
    if rt and post == rules.HEAD and not is_deputy and rules.is_a_rescue(rt, holder, by):
        return rescue(rt, successor=holder, by=by)
    unit: dict[str, Any] = {"rw": rw, "rt": rt, "post": post, "is_deputy": is_deputy}
    first = rules.first_day(holder, **unit, today=today_in(rw))
    last = ends_on or rules.usual_end(post, first, is_deputy=is_deputy)
    return appoint(holder, **unit, by=by, starts_on=first, ends_on=last)


def invite(rw: RukunWarga, *, rt: RukunTetangga | None, post: str, by: Standing) -> Invitation:
    """Somebody without an account yet, into a post that nobody holds."""
    with in_order(rw.pk, by.resident) as actor:
        rt_id = rt.pk if rt else None
        may = rules.may_appoint(actor, rw_id=rw.pk, rt_id=rt_id, post=post, is_deputy=False)
        if not (may and is_there(rt, rw)):
            raise NotYourOffice
        if post in rules.SINGLE and rules.holders_in(rw, rt, post).exists():
            raise PostTaken
        return invite_to_office(rw, rt=rt, post=post, made_by=actor.resident)


def check_dates(starts_on: date, ends_on: date | None, *, is_deputy: bool) -> None:
    if is_deputy and ends_on is None:
        raise NeedsAnEnd
    if ends_on and ends_on < starts_on:
        raise EndsTooSoon


def check_may_appoint(
    actor: Standing,
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    is_deputy: bool,
) -> None:
    rt_id = rt.pk if rt else None
    if not is_there(rt, rw):
        raise NotYourOffice
    if not rules.may_appoint(actor, rw_id=rw.pk, rt_id=rt_id, post=post, is_deputy=is_deputy):
        raise NotYourOffice
    if holder.pk != actor.resident.pk:
        return
    is_vacant = not rules.holders_in(rw, rt, post).exists()
    if not (is_vacant and rules.may_take_on(actor, rw_id=rw.pk, rt=rt, is_deputy=is_deputy)):
        raise NotToOneself


def end_office(office: Office, *, by: Standing, reason: str = "") -> Office:
    """At this very moment. Raises EndedAlready, LastOfTheRw, NotYourOffice."""
    with in_order(office.rw_id, by.resident) as actor:
        locked = Office.objects.select_for_update(of=("self",)).select_related("rw", "rt")
        fresh = locked.get(pk=office.pk)
        if fresh.ended_at:
            raise EndedAlready
        if not rules.may_end(actor, fresh):
            raise NotYourOffice
        if is_last_of_the_rw(fresh):
            raise LastOfTheRw
        finish(fresh, actor=actor.resident, reason=reason)
    return fresh


def finish(office: Office, *, actor: Resident | None, reason: str = "") -> None:
    close(office, reason=reason)
    drop_handovers(Handover.objects.filter(office=office), actor=actor)
    entry = journal("office.ended", office, actor=actor, subject=office.holder_id)
    notices.tell_ended(office, entry=entry, by=actor)


def rescue(rt: RukunTetangga, *, successor: Resident, by: Standing) -> Office:
    """A head for an RT that has none in force, or whose head has gone, at once.

    Raises HasAHead, NotAResident, NotToOneself, NotYourOffice.
    """
    rw = rt.rw
    with in_order(rw.pk, by.resident) as actor:
        if not rules.is_rw_wide(actor, rw.pk) or not is_there(rt, rw):
            raise NotYourOffice
        if successor.pk == actor.resident.pk:
            raise NotToOneself
        if not rules.needs_rescue(rt):
            raise HasAHead
        check_resident(successor, rw_id=rw.pk, rt_id=rt.pk)
        for gone in rules.gone_heads(rt).select_related("rw", "rt"):
            finish(gone, actor=actor.resident)
        today = today_in(rw)
        ends_on = rules.full_term(today)
        office = begin(successor, rw=rw, rt=rt, post=rules.HEAD, starts_on=today, ends_on=ends_on)
        entry = journal("office.rescued", office, actor=actor.resident, subject=successor.pk)
        notices.tell_given(office, entry=entry)
    return office


@transaction.atomic
def release_offices(resident: Resident) -> int:
    """All of theirs, and every handover they are in: they move away or erase their account.

    In the mover's own transaction and under no lock of the RW. Nobody is kept here for being
    the RW's last: the platform's operator invites a new one.
    """
    drop_handovers(Handover.objects.filter(successor=resident), actor=resident)
    mine = Office.objects.filter(holder=resident, ended_at=None)
    offices = list(mine.select_for_update(of=("self",)).select_related("rw", "rt").order_by("pk"))
    running = [office for office in offices if not is_past(office)]
    for office in running:
        finish(office, actor=resident)
    return len(running)


def is_past(office: Office) -> bool:
    return office.ends_on is not None and office.ends_on < today_in(office.rw)
