"""The clockwork that each change of a membership shares: the lock, the decision, the journal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from neighborhoods.models import Membership
from web.rows import get_locked

Status = Membership.Status


def locked(pk: int) -> Membership:
    rows = Membership.objects.select_related("rt__rw", "resident", "household")
    found: Membership = get_locked(rows, pk)
    return found


@contextmanager
def locked_current(resident: Resident) -> Iterator[Membership | None]:
    with transaction.atomic():
        mine = Membership.objects.current().filter(resident=resident)
        pk = mine.select_for_update(no_key=True).values_list("pk", flat=True).first()
        yield locked(pk) if pk else None


def decide(membership: Membership, status: str, *, by: Resident | None, reason: str = "") -> None:
    """PENDING puts them back in line."""
    membership.status = status
    membership.decided_at = None if status == Status.PENDING else timezone.now()
    membership.decided_by = by
    membership.decline_reason = reason
    membership.ended_at = membership.decided_at if status == Status.DECLINED else None
    columns = ["status", "decided_at", "decided_by", "decline_reason", "ended_at"]
    membership.save(update_fields=columns)


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
