"""How long a decision can be taken back before anybody hears of it.

The desk decides with `settle_in=UNDO_WINDOW`; the action tells people at `told_at(settle_in)`,
and undo takes those notices back (`notifications.actions.take_back`). Nothing is told while
`is_undoable`, so whoever was told was told for good.
"""

from datetime import datetime, timedelta

from django.utils import timezone

UNDO_WINDOW = timedelta(seconds=10)
# For a tap that left the phone in time and arrives late.
GRACE = timedelta(seconds=5)


def told_at(settle_in: timedelta) -> datetime | None:
    """When a decision is told: at once (None) unless it can be undone first."""
    return timezone.now() + settle_in + GRACE if settle_in else None


def is_undoable(decided_at: datetime, *, now: datetime | None = None) -> bool:
    return (now or timezone.now()) < decided_at + UNDO_WINDOW + GRACE
