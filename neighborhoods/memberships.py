"""Joining an RT, being recognised there or not, and leaving it.

The database has the last word on one membership a person ('one_membership_at_a_time').
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from neighborhoods import membership_notices as notices
from neighborhoods.households import household_for, housemates
from neighborhoods.invitations import use
from neighborhoods.membership_errors import (
    DecidedAlready,
    LivesSomewhere,
    NotForYou,
    ReadAgain,
    TooLateToUndo,
    WrongPlace,
)
from neighborhoods.models import Household, Invitation, Membership, RukunTetangga
from neighborhoods.newcomers import newcomers_for
from neighborhoods.offices import appoint
from neighborhoods.standing import Standing
from notifications.actions import take_back
from web.constraints import violated
from web.undo import is_undoable, told_at

Status = Membership.Status
AT_ONCE = timedelta()


def move_in(
    resident: Resident,
    invitation: Invitation,
    *,
    rt: RukunTetangga,
    address: str,
    landmark: str,
    kind: str,
) -> Membership:
    """The house, the membership and the invitation's use: all of it or nothing."""
    with transaction.atomic():
        house = household_for(rt, address, landmark)
        return join_rt(resident, invitation, household=house, kind=kind)


@transaction.atomic
def join_rt(
    resident: Resident, invitation: Invitation, *, household: Household, kind: str
) -> Membership:
    """Awaits recognition; who was invited to an office is recognised by that, and holds it.

    Raises LivesSomewhere, NoLongerValid, WrongPlace.
    """
    check_place(invitation, household.rt)
    use(invitation, by=resident)
    membership = insert(resident, invitation, household, kind)
    entry = journal("asked", membership, actor=resident)
    ask_house(membership, household, entry=entry)
    if invitation.post:
        take_office(membership, invitation)
    else:
        notices.tell_deciders(membership, entry=entry)
    return membership


def check_place(invitation: Invitation, rt: RukunTetangga) -> None:
    of_rt = invitation.rt_id in (None, rt.pk)
    if not of_rt or invitation.rw_id != rt.rw_id or rt.closed_at:
        raise WrongPlace


def insert(
    resident: Resident, invitation: Invitation, household: Household, kind: str
) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(
                resident=resident,
                rt=household.rt,
                household=household,
                kind=kind,
                invitation=invitation,
            )
    except IntegrityError as error:
        if violated(error) != "one_membership_at_a_time":
            raise
        raise LivesSomewhere from error


def ask_house(membership: Membership, household: Household, *, entry: Entry) -> None:
    """Its people say whether it is so; where nobody can be asked it confirms itself."""
    people = list(housemates(household).select_related("resident"))
    if people:
        notices.ask_house(people, membership, entry=entry)
        return
    membership.household_confirmed_at = timezone.now()
    membership.save(update_fields=["household_confirmed_at"])


def accept_office(resident: Resident, invitation: Invitation) -> Membership:
    """By somebody who lives in that RW already, or waits there."""
    with transaction.atomic():
        use(invitation, by=resident)
        with locked_current(resident) as membership:
            if membership is None or membership.rt.rw_id != invitation.rw_id:
                raise WrongPlace
            take_office(membership, invitation)
    return membership


def take_office(membership: Membership, invitation: Invitation) -> None:
    """Whoever was trusted with an office is known: the invitation itself recognises them."""
    if membership.status == Status.PENDING:
        decide(membership, Status.ACTIVE, by=invitation.made_by)
        journal("invited", membership, actor=invitation.made_by)
        notices.settle(membership)
    appoint(
        membership.resident,
        rw=invitation.rw,
        rt=invitation.rt,
        post=invitation.post,
        by=None,
        starts_on=timezone.localdate(),
        ends_on=None,
        is_deputy=False,
    )


def decide(membership: Membership, status: str, *, by: Resident | None, reason: str = "") -> None:
    membership.status = status
    membership.decided_at = timezone.now()
    membership.decided_by = by
    membership.decline_reason = reason
    membership.ended_at = membership.decided_at if status == Status.DECLINED else None
    columns = ["status", "decided_at", "decided_by", "decline_reason", "ended_at"]
    membership.save(update_fields=columns)


def recognise(
    membership: Membership,
    *,
    coordinator: Standing,
    house: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> Membership:
    """'Saya kenal'. Raises DecidedAlready, NotForYou, ReadAgain.

    `house` is the household that the coordinator read, if the page said it.
    """
    with decidable(membership, coordinator, house=house) as fresh:
        decide(fresh, Status.ACTIVE, by=coordinator.resident)
        entry = journal("recognised", fresh, actor=coordinator.resident)
        notices.settle(fresh)
        notices.tell_newcomer(fresh, "recognised", entry=entry, due_at=told_at(settle_in))
    return fresh


def decline(
    membership: Membership,
    *,
    coordinator: Standing,
    reason: str,
    house: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> Membership:
    """With a reason that the newcomer reads. Raises the same."""
    with decidable(membership, coordinator, house=house) as fresh:
        decide(fresh, Status.DECLINED, by=coordinator.resident, reason=reason)
        entry = journal("declined", fresh, actor=coordinator.resident)
        notices.settle(fresh)
        notices.tell_newcomer(fresh, "declined", entry=entry, due_at=told_at(settle_in))
    return fresh


@contextmanager
def decidable(
    membership: Membership, coordinator: Standing, *, house: int | None
) -> Iterator[Membership]:
    """Locked, still waiting, and this coordinator's to decide."""
    with transaction.atomic():
        fresh = locked(membership.pk)
        if fresh.status != Status.PENDING:
            raise DecidedAlready
        if not newcomers_for(coordinator).filter(pk=fresh.pk).exists():
            raise NotForYou
        if house is not None and house != (fresh.household_id or 0):
            raise ReadAgain
        yield fresh


def locked(pk: int) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",))
    return rows.select_related("rt__rw", "resident", "household").get(pk=pk)


def undo_decision(membership: Membership, *, coordinator: Standing, entry_id: int) -> Membership:
    """Within seconds, by who decided, and only if nobody has heard or done anything since."""
    with transaction.atomic():
        fresh = locked(membership.pk)
        if not is_last_word(fresh, coordinator, entry_id) or acted_since(fresh, entry_id):
            raise TooLateToUndo
        if not take_back(notices.OF_DECISIONS, object_id=fresh.pk, version=entry_id):
            raise TooLateToUndo
        wait_again(fresh)
        journal("undone", fresh, actor=coordinator.resident)
    return fresh


def is_last_word(membership: Membership, coordinator: Standing, entry_id: int) -> bool:
    last = Entry.objects.filter(object_kind="membership", object_id=membership.pk).latest("id")
    return (
        last.pk == entry_id
        and last.action in ("membership.recognised", "membership.declined")
        and last.actor_id == coordinator.resident.pk
        and membership.decided_at is not None
        and is_undoable(membership.decided_at)
    )


def acted_since(membership: Membership, entry_id: int) -> bool:
    """Somebody let in may have promised help by now."""
    return Entry.objects.filter(pk__gt=entry_id, actor_id=membership.resident_id).exists()


def wait_again(membership: Membership) -> None:
    try:
        with transaction.atomic():
            decide(membership, Status.PENDING, by=None)
    except IntegrityError as error:
        # Declined, and they have joined anew since.
        raise TooLateToUndo from error
    membership.decided_at = None
    membership.save(update_fields=["decided_at"])


def leave_rt(resident: Resident) -> Membership | None:
    """Moved away, or the request taken back; None where there was nothing to leave."""
    with locked_current(resident) as membership:
        if membership:
            event = "left" if membership.status == Status.ACTIVE else "withdrawn"
            membership.status = Status.ENDED
            membership.ended_at = timezone.now()
            membership.save(update_fields=["status", "ended_at"])
            journal(event, membership, actor=resident)
            notices.settle(membership)
    return membership


@contextmanager
def locked_current(resident: Resident) -> Iterator[Membership | None]:
    with transaction.atomic():
        rows = Membership.objects.current().select_for_update(of=("self",))
        yield rows.select_related("rt__rw", "resident").filter(resident=resident).first()


def journal(event: str, membership: Membership, *, actor: Resident | None) -> Entry:
    """The entry's id also tells repeats of one notice apart."""
    own = actor is not None and actor.pk == membership.resident_id
    return record(
        f"membership.{event}",
        object_kind="membership",
        object_id=membership.pk,
        rw_id=membership.rt.rw_id,
        actor_id=actor.pk if actor else None,
        subject_id=None if own else membership.resident_id,
    )
