"""Deleting an account: asked for, seven days to change one's mind, then everything at once.

In three steps by the clock: the account is switched off; when whatever was under way in it has
ended it is erased; and later it is looked at once more. What somebody still owes others, places
above all, is let go by the top floor, which passes its `let_go` in.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.passwords import close_everything
from accounts.personal_data import erase_all
from accounts.rows import lock_live, locked
from journal.actions import record
from journal.models import Entry
from web.errors import DomainError
from web.ticking import each_due

TO_CHANGE_ONES_MIND = timedelta(days=7)
# From switching off to erasing: longer than what was under way may last. A statement is broken
# off after 15 seconds, an idle transaction after 30, a worker's task after 75.
TO_SETTLE = timedelta(minutes=2)
# A form may come in over so slow a line that it outlasts even that.
LOOKED_AT_AGAIN = timedelta(hours=1)
# How many a run takes of each step at the most; the next one goes on.
BATCH = 20
LetGo = Callable[[Resident], object]


class OperatorStays(DomainError):
    message = _("Another operator has to take back your rights in the administration first.")


class TooLateToKeep(DomainError):
    message = _("The seven days are over, and this account is being deleted.")


@transaction.atomic
def ask(resident: Resident, *, by: Resident | None = None, rw_id: int | None = None) -> Resident:
    """Sets the day; asking again leaves the first day standing. Raises AccountClosed,
    OperatorStays.

    `by` is who speaks for them, where they do not do it themselves.
    """
    fresh = lock_live(resident)
    if fresh.is_staff:
        raise OperatorStays
    if set_day(fresh):
        journal("erasure.asked_for" if by else "erasure.asked", fresh, by=by or fresh, rw_id=rw_id)
    return fresh


def set_day(locked_one: Resident) -> bool:
    """Of a locked row; False where a day is set already."""
    if locked_one.erase_after is not None:
        return False
    locked_one.erase_after = timezone.now() + TO_CHANGE_ONES_MIND
    locked_one.save(update_fields=["erase_after"])
    return True


@transaction.atomic
def take_back(
    resident: Resident, *, by: Resident | None = None, rw_id: int | None = None
) -> Entry | None:
    """One tap, within the seven days. Repeats are harmless. Raises TooLateToKeep."""
    fresh = locked(resident)
    if not clear_day(fresh):
        return None
    return journal(
        "erasure.kept_for" if by else "erasure.taken_back", fresh, by=by or fresh, rw_id=rw_id
    )


def clear_day(locked_one: Resident) -> bool:
    """Raises TooLateToKeep: sessions, devices and passkeys are gone by then."""
    if locked_one.erasing_since is not None:
        raise TooLateToKeep
    if locked_one.erase_after is None or locked_one.erased_at is not None:
        return False
    locked_one.erase_after = None
    locked_one.save(update_fields=["erase_after"])
    return True


def due(now: datetime) -> QuerySet[Resident]:
    """To be switched off; again, where an operator has switched it on since.

    Whoever was made an operator meanwhile stays until the rights are taken back.
    """
    on = Q(erasing_since=None) | Q(is_active=True)
    return Resident.objects.filter(on, erase_after__lte=now, erased_at=None, is_staff=False)


def settled(now: datetime) -> QuerySet[Resident]:
    """To be erased: nothing is under way in it any more."""
    off = Resident.objects.filter(is_active=False, erased_at=None, is_staff=False)
    return off.filter(erasing_since__lte=now - TO_SETTLE)


def looked_at_once(now: datetime) -> QuerySet[Resident]:
    """Erased, and to be looked at a last time."""
    gone = Resident.objects.filter(erased_at__lte=now - LOOKED_AT_AGAIN)
    return gone.filter(erasing_since__isnull=False)


def erase_due(now: datetime, *, let_go: LetGo) -> int:
    """Each of the three steps; how many were erased. One's trouble keeps no other waiting."""

    def switch_off_one(resident: Resident) -> bool:
        return switch_off(resident, now=now)

    def erase_one(resident: Resident) -> bool:
        return erase(resident, now=now, let_go=let_go)

    def look_again_at(resident: Resident) -> bool:
        return look_again(resident, now=now, let_go=let_go)

    each_due(due(now), switch_off_one, by="erase_after", most=BATCH)
    erased = each_due(settled(now), erase_one, by="erasing_since", most=BATCH)
    each_due(looked_at_once(now), look_again_at, by="erased_at", most=BATCH)
    return erased


@transaction.atomic
def switch_off(resident: Resident, *, now: datetime) -> bool:
    """Nobody begins anything in it any more; False if it was taken back or done meanwhile."""
    fresh = locked(resident)
    if not due(now).filter(pk=fresh.pk).exists():
        return False
    fresh.is_active, fresh.erasing_since = False, now
    fresh.save(update_fields=["is_active", "erasing_since"])
    close_everything(fresh)
    return True


@transaction.atomic
def erase(resident: Resident, *, now: datetime, let_go: LetGo) -> bool:
    """Whole or not at all; False if it was done meanwhile, or is not switched off long enough."""
    fresh = locked(resident)
    if not settled(now).filter(pk=fresh.pk).exists():
        return False
    let_go(fresh)
    erase_all(fresh)
    journal("erasure.done", fresh, by=None)
    return True


@transaction.atomic
def look_again(resident: Resident, *, now: datetime, let_go: LetGo) -> bool:
    """The same once more, for what came in late; where nothing did, nothing happens."""
    fresh = locked(resident)
    if not looked_at_once(now).filter(pk=fresh.pk).exists():
        return False
    let_go(fresh)
    erase_all(fresh)
    Resident.objects.filter(pk=fresh.pk).update(erasing_since=None)
    return True


def journal(
    action: str, resident: Resident, *, by: Resident | None, rw_id: int | None = None
) -> Entry:
    """Without `by` the clock did it."""
    return record(
        action,
        object_kind="resident",
        object_id=resident.pk,
        rw_id=rw_id,
        actor_id=by.pk if by else None,
        subject_id=resident.pk,
    )
