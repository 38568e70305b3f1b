"""A coordinator knows somebody, or does not; and takes that back within seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction

from journal.models import Entry
from neighborhoods import membership_notices as notices
from neighborhoods.known_in_house import forget_known, make_known, waiting_in_house
from neighborhoods.membership_errors import DecidedAlready, NotForYou, ReadAgain, TooLateToUndo
from neighborhoods.membership_life import decide, journal, locked
from neighborhoods.models import Membership
from neighborhoods.newcomers import newcomers_for
from neighborhoods.standing import Standing
from notifications.actions import take_back
from web.undo import is_undoable, told_at

Status = Membership.Status
AT_ONCE = timedelta()


def recognise(
    membership: Membership,
    *,
    coordinator: Standing,
    house: int | None = None,
    asked_at_house: bool = False,
    settle_in: timedelta = AT_ONCE,
) -> Membership:
    """'Saya kenal'. Raises DecidedAlready, NotForYou, ReadAgain.

    `house` is the household that the coordinator read, if the page said it; `asked_at_house`
    that its people, who can't be asked here, told the coordinator themselves.
    """
    with decidable(membership, coordinator, house=house) as fresh:
        decide(fresh, Status.ACTIVE, by=coordinator.resident)
        make_known(fresh, by=coordinator, asked_at_house=asked_at_house)
        entry = journal("recognised", fresh, actor=coordinator.resident)
        notices.settle(fresh)
        notices.tell_newcomer(fresh, "recognised", entry=entry, due_at=told_at(settle_in))
        ask_about_others(fresh, entry=entry, settle_in=settle_in)
    return fresh


def ask_about_others(membership: Membership, *, entry: Entry, settle_in: timedelta) -> None:
    """Who came to the same house meanwhile: now somebody lives there who can say."""
    if membership.is_known_in_house and not membership.resident.is_assisted:
        for other in waiting_in_house(membership):
            notices.ask_house([membership], other, entry=entry, due_at=told_at(settle_in))


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
            forget_known(membership)
            decide(membership, Status.PENDING, by=None)
    except IntegrityError as error:
        # Declined, and they have joined anew since.
        raise TooLateToUndo from error
