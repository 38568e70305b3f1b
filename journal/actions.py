from collections.abc import Iterable
from datetime import datetime
from typing import Any

from journal.models import Entry


def record(
    action: str,
    *,
    object_kind: str,
    object_id: int,
    rw_id: int | None,
    actor_id: int | None = None,
    subject_id: int | None = None,
    at: datetime | None = None,
) -> Entry:
    """Write one entry in the caller's transaction; `actor_id=None` means the clock did it.

    With the `at` of another entry both are of one moment; else the database says when.
    """
    moment: dict[str, Any] = {"at": at} if at else {}
    return Entry.objects.create(
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        rw_id=rw_id,
        actor_id=actor_id,
        subject_id=subject_id,
        **moment,
    )


def record_of_each(
    action: str,
    *,
    object_kind: str,
    object_id: int,
    rw_id: int | None,
    actor_id: int | None,
    subject_ids: Iterable[int],
) -> None:
    """One entry a subject, of one deed about many people, in a single insert."""
    Entry.objects.bulk_create(
        Entry(
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            rw_id=rw_id,
            actor_id=actor_id,
            subject_id=subject_id,
        )
        for subject_id in subject_ids
    )
