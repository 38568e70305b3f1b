"""An office on its way to a successor: asked, accepted, confirmed; until then both may pull out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Resident
from neighborhoods import office_notices as notices
from neighborhoods import office_rules as rules
from neighborhoods.models import Handover, HandoverQuerySet, Office
from neighborhoods.office_errors import (
    AskedAlready,
    EndedAlready,
    HandoverOver,
    NotAcceptedYet,
    NotToBeHandedOver,
    NotToOneself,
    NotYourOffice,
)
from neighborhoods.office_life import (
    begin,
    check_resident,
    close,
    hold_home,
    in_order,
    journal,
    today_in,
)
from neighborhoods.standing import Standing
from web.constraints import violated


def ask_handover(office: Office, *, successor: Resident, by: Standing) -> Handover:
    """Raises AskedAlready, EndedAlready, NotAResident, NotToBeHandedOver, NotToOneself."""
    with in_order(office.rw_id, by.resident) as actor:
        check_own(office, actor)
        if successor.pk == actor.resident.pk:
            raise NotToOneself
        check_resident(successor, rw_id=office.rw_id, rt_id=office.rt_id)
        handover = ask(office, successor)
        journal("handover.asked", office, actor=actor.resident, subject=successor.pk)
        notices.tell_asked(handover)
    return handover


def check_own(office: Office, actor: Standing) -> None:
    """In force and theirs, at this moment."""
    if office.holder_id != actor.resident.pk:
        raise NotYourOffice
    held = next((one for one in actor.offices if one.pk == office.pk), None)
    if held is None:
        raise EndedAlready
    if held.is_deputy:
        raise NotToBeHandedOver


def ask(office: Office, successor: Resident) -> Handover:
    try:
        with transaction.atomic():
            return Handover.objects.create(office=office, successor=successor)
    except IntegrityError as error:
        if violated(error) != "one_open_handover_per_office":
            raise
        raise AskedAlready from error


@contextmanager
def open_one(handover: Handover, by: Standing) -> Iterator[tuple[Handover, Standing]]:
    """Locked and open still; with what the actor is by now."""
    with in_order(handover.office.rw_id, by.resident) as actor:
        hold_home(handover.successor_id)
        # As who leaves takes them: the office first, its handover after.
        Office.objects.select_for_update(no_key=True).get(pk=handover.office_id)
        locked = Handover.objects.with_office().select_for_update(of=("self",))
        fresh = locked.get(pk=handover.pk)
        if not fresh.is_open:
            raise HandoverOver
        yield fresh, actor


def accept_handover(handover: Handover, *, by: Standing) -> Handover:
    """By the successor; a second time changes nothing."""
    with open_one(handover, by) as (fresh, actor):
        if fresh.successor_id != actor.resident.pk:
            raise NotYourOffice
        if fresh.accepted_at:
            raise HandoverOver
        check_resident(actor.resident, rw_id=fresh.office.rw_id, rt_id=fresh.office.rt_id)
        fresh.accepted_at = timezone.now()
        fresh.save(update_fields=["accepted_at"])
        journal("handover.accepted", fresh.office, actor=actor.resident, subject=fresh.successor_id)
        notices.tell_accepted(fresh)
    return fresh


def decline_handover(handover: Handover, *, by: Standing) -> Handover:
    """By the successor, also after accepting, until it is confirmed."""
    with open_one(handover, by) as (fresh, actor):
        if fresh.successor_id != actor.resident.pk:
            raise NotYourOffice
        pull_out(fresh, "handover.declined", actor=actor.resident)
        notices.tell_declined(fresh)
    return fresh


def take_back_handover(handover: Handover, *, by: Standing) -> Handover:
    """By the holder, until it is confirmed."""
    with open_one(handover, by) as (fresh, actor):
        if fresh.office.holder_id != actor.resident.pk:
            raise NotYourOffice
        pull_out(fresh, "handover.taken_back", actor=actor.resident)
        notices.tell_taken_back(fresh)
    return fresh


def pull_out(handover: Handover, action: str, *, actor: Resident | None) -> None:
    handover.ended_at = timezone.now()
    handover.save(update_fields=["ended_at"])
    journal(action, handover.office, actor=actor, subject=handover.successor_id)


def confirm_handover(handover: Handover, *, by: Standing, new_term: bool = False) -> Office:
    """By the holder. The old office ends and the new one begins in this transaction.

    For what is left of the term or, with `new_term`, for five years. Raises EndedAlready,
    HandoverOver, NotAcceptedYet, NotAResident, OfficeElsewhere.
    """
    with open_one(handover, by) as (fresh, actor):
        old, successor = fresh.office, fresh.successor
        check_own(old, actor)
        if not fresh.accepted_at:
            raise NotAcceptedYet
        check_resident(successor, rw_id=old.rw_id, rt_id=old.rt_id)
        for office in (*rules.later_terms(old), old):
            close(office)
        today = today_in(old.rw)
        new = begin(
            successor,
            rw=old.rw,
            rt=old.rt,
            post=old.post,
            starts_on=today,
            ends_on=last_day(old, today, new_term=new_term),
        )
        fresh.confirmed_at = old.ended_at
        fresh.save(update_fields=["confirmed_at"])
        journal("handover.confirmed", old, actor=actor.resident, subject=successor.pk)
        entry = journal("office.given", new, actor=actor.resident, subject=successor.pk)
        notices.tell_confirmed(fresh, new, entry=entry)
    return new


def last_day(office: Office, today: date, *, new_term: bool) -> date | None:
    return rules.full_term(today) if new_term else office.ends_on


def drop_handovers(handovers: HandoverQuerySet, *, actor: Resident | None) -> None:
    """Those still open, with the office that ends or the successor who goes."""
    locked = handovers.open().with_office().select_for_update(of=("self",))
    for handover in locked.order_by("pk"):
        went = actor is not None and handover.successor_id == actor.pk
        pull_out(handover, "handover.declined" if went else "handover.taken_back", actor=actor)
        (notices.tell_declined if went else notices.tell_taken_back)(handover)
