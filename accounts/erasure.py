"""Deleting an account: asked for, seven days to change one's mind, then everything at once.

What somebody still owes others, places above all, is let go by the top floor, which passes
its `let_go` in.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import erase_all
from journal.actions import record
from web.errors import DomainError
from web.ticking import each_due

TO_CHANGE_ONES_MIND = timedelta(days=7)
# How many a run erases at the most; the next one goes on.
BATCH = 20
LetGo = Callable[[Resident], object]


class OperatorStays(DomainError):
    message = _("Another operator has to take back your rights in the administration first.")


@transaction.atomic
def ask(resident: Resident) -> Resident:
    """Sets the day; asking again leaves the first day standing. Raises OperatorStays."""
    fresh = locked(resident)
    if fresh.is_staff:
        raise OperatorStays
    if fresh.erase_after is None:
        fresh.erase_after = timezone.now() + TO_CHANGE_ONES_MIND
        fresh.save(update_fields=["erase_after"])
        journal("erasure.asked", fresh)
    return fresh


@transaction.atomic
def take_back(resident: Resident) -> None:
    """One tap, within the seven days. Repeats are harmless."""
    fresh = locked(resident)
    if fresh.erase_after is not None and fresh.erased_at is None:
        fresh.erase_after = None
        fresh.save(update_fields=["erase_after"])
        journal("erasure.taken_back", fresh)


def due(now: datetime) -> QuerySet[Resident]:
    return Resident.objects.filter(erase_after__lte=now, erased_at=None)


def erase_due(now: datetime, *, let_go: LetGo) -> int:
    """How many were erased; one person's trouble keeps no other waiting."""

    def erase_one(resident: Resident) -> bool:
        return erase(resident, now=now, let_go=let_go)

    return each_due(due(now), erase_one, by="erase_after", most=BATCH)


@transaction.atomic
def erase(resident: Resident, *, now: datetime, let_go: LetGo) -> bool:
    """Whole or not at all; False if it was taken back or done meanwhile."""
    fresh = locked(resident)
    if fresh.erased_at or fresh.erase_after is None or fresh.erase_after > now:
        return False
    let_go(fresh)
    erase_all(fresh)
    journal("erasure.done", fresh, by_clock=True)
    return True


def locked(resident: Resident) -> Resident:
    return Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)


def journal(action: str, resident: Resident, *, by_clock: bool = False) -> None:
    record(
        action,
        object_kind="resident",
        object_id=resident.pk,
        rw_id=None,
        actor_id=None if by_clock else resident.pk,
        subject_id=resident.pk,
    )
