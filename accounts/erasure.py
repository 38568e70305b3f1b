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
from journal.models import Entry
from web.errors import DomainError
from web.ticking import each_due

TO_CHANGE_ONES_MIND = timedelta(days=7)
# How many a run erases at the most; the next one goes on.
BATCH = 20
LetGo = Callable[[Resident], object]


class OperatorStays(DomainError):
    message = _("Another operator has to take back your rights in the administration first.")


@transaction.atomic
def ask(resident: Resident, *, by: Resident | None = None, rw_id: int | None = None) -> Resident:
    """Sets the day; asking again leaves the first day standing. Raises OperatorStays.

    `by` is who speaks for them, where they do not do it themselves.
    """
    fresh = locked(resident)
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
    """One tap, within the seven days. Repeats are harmless."""
    fresh = locked(resident)
    if not clear_day(fresh):
        return None
    return journal(
        "erasure.kept_for" if by else "erasure.taken_back", fresh, by=by or fresh, rw_id=rw_id
    )


def clear_day(locked_one: Resident) -> bool:
    if locked_one.erase_after is None or locked_one.erased_at is not None:
        return False
    locked_one.erase_after = None
    locked_one.save(update_fields=["erase_after"])
    return True


def due(now: datetime) -> QuerySet[Resident]:
    """Whoever was made an operator meanwhile stays until the rights are taken back."""
    return Resident.objects.filter(erase_after__lte=now, erased_at=None, is_staff=False)


def erase_due(now: datetime, *, let_go: LetGo) -> int:
    """How many were erased; one person's trouble keeps no other waiting."""

    def erase_one(resident: Resident) -> bool:
        return erase(resident, now=now, let_go=let_go)

    return each_due(due(now), erase_one, by="erase_after", most=BATCH)


@transaction.atomic
def erase(resident: Resident, *, now: datetime, let_go: LetGo) -> bool:
    """Whole or not at all; False if it was taken back or done meanwhile, or is an operator's."""
    fresh = locked(resident)
    if fresh.erased_at or fresh.is_staff or fresh.erase_after is None or fresh.erase_after > now:
        return False
    let_go(fresh)
    erase_all(fresh)
    journal("erasure.done", fresh, by=None)
    return True


def locked(resident: Resident) -> Resident:
    return Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)


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
