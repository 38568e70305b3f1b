"""Who holds which rows of the outbox. Each function is one short transaction.

A claim gives a lease and raises the fence; whoever comes back after losing the lease finds
another fence and changes nothing. Leases are measured by the database's clock alone.
`durable=True` makes sure that no transaction stays open while something is sent.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from notifications.channels.base import Channel
from notifications.models import Delivery

# Held for quiet hours; it stays on the row until it is sent, so that what belongs into one
# message is still known after a crash.
QUIET = "quiet"
# Any number of our own: it keeps two dispatchers from splitting one person's held messages.
HELD_LOCK = 0x676F74

TAKE = """
UPDATE notifications_delivery d
SET status = 'sending', lease_until = clock_timestamp() + %(lease)s * interval '1 second',
    fence = d.fence + 1, attempts = d.attempts + 1
FROM picked WHERE d.id = picked.id
RETURNING d.id, d.fence
"""

CLAIM_DUE = f"""
WITH due AS (
    SELECT id FROM notifications_delivery
    WHERE status = 'pending' AND channel = %(channel)s AND due_at <= %(now)s
    ORDER BY due_at, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
), lapsed AS (
    SELECT id FROM notifications_delivery
    WHERE status = 'sending' AND channel = %(channel)s AND lease_until < clock_timestamp()
        AND reason <> '{QUIET}'
    ORDER BY lease_until LIMIT %(size)s FOR UPDATE SKIP LOCKED
), picked AS (SELECT id FROM due UNION ALL SELECT id FROM lapsed)
{TAKE}
"""  # noqa: S608 - constants alone

# All that is held for a person comes together, hence the limit counts people.
CLAIM_HELD = f"""
WITH ripe AS (
    SELECT d.id, n.recipient_id FROM notifications_delivery d
    JOIN notifications_notification n ON n.id = d.notification_id
    WHERE d.channel = %(channel)s AND (
        (d.status = 'held' AND d.due_at <= %(now)s)
        OR (d.status = 'sending' AND d.reason = '{QUIET}'
            AND d.lease_until < clock_timestamp()))
), people AS (
    SELECT DISTINCT recipient_id FROM ripe ORDER BY recipient_id LIMIT %(size)s
), picked AS (
    SELECT d.id FROM notifications_delivery d
    WHERE d.id IN (SELECT id FROM ripe JOIN people USING (recipient_id))
        AND d.status IN ('held', 'sending')
    FOR UPDATE SKIP LOCKED
)
{TAKE}
"""  # noqa: S608 - constants alone

EXPIRE = """
WITH late AS MATERIALIZED (
    SELECT id FROM notifications_delivery
    WHERE status IN ('pending', 'held') AND expires_at <= %(now)s FOR UPDATE SKIP LOCKED
)
UPDATE notifications_delivery d SET status = 'expired', reason = 'late'
FROM late WHERE d.id = late.id
"""

FINISH = """
UPDATE notifications_delivery d
SET status = %(status)s, reason = %(reason)s, lease_until = NULL,
    sent_at = CASE WHEN %(status)s = 'sent' THEN %(now)s END,
    due_at = COALESCE(%(due_at)s, d.due_at), attempts = d.attempts - %(refund)s
FROM unnest(%(ids)s::bigint[], %(fences)s::int[]) AS mine (id, fence)
WHERE d.id = mine.id AND d.fence = mine.fence AND d.status = 'sending'
RETURNING d.notification_id
"""


@dataclass(frozen=True)
class Outcome:
    status: str
    reason: str = ""
    due_at: datetime | None = None
    # 1 where nothing was tried, so that it does not count as an attempt.
    refund: int = 0


@dataclass
class Batch:
    """Rows in hand until `ends` on this process's own clock."""

    deliveries: list[Delivery]
    ends: float
    held: bool = False
    muted: set[int] = field(default_factory=set)

    def is_ending(self) -> bool:
        """Half the lease is kept for the send that has begun."""
        return monotonic() > self.ends - settings.OUTBOX_LEASE_SECONDS / 2


def claim_due(channel: Channel, now: datetime) -> Batch:
    """What is due, and what a dispatcher that crashed has left behind."""
    return _claim(CLAIM_DUE, channel, now)


def claim_held(channel: Channel, now: datetime) -> Batch:
    """What waited for the end of quiet hours, all of a person's at once."""
    return _claim(CLAIM_HELD, channel, now, lock=HELD_LOCK)


def expire(now: datetime) -> int:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(EXPIRE, {"now": now})
        return int(cursor.rowcount)


def finish(channel: Channel, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> int:
    """Write the outcomes of those still ours; how many were not."""
    groups: dict[Outcome, list[Delivery]] = defaultdict(list)
    for delivery, outcome in outcomes:
        groups[outcome].append(delivery)
    kept = 0
    with transaction.atomic(durable=True):
        for outcome, deliveries in groups.items():
            settled = _finish(outcome, deliveries, now)
            kept += len(settled)
            if outcome.status == Delivery.Status.SENT:
                channel.settle(settled, now)
    return len(outcomes) - kept


def _claim(sql: str, channel: Channel, now: datetime, lock: int | None = None) -> Batch:
    lease = settings.OUTBOX_LEASE_SECONDS
    batch = Batch([], monotonic() + lease, held=lock is not None)
    values = {"channel": channel.code, "now": now, "size": channel.batch_size, "lease": lease}
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if lock and not _try_lock(cursor, lock):
            return batch
        cursor.execute(sql, values)
        fences = dict(cursor.fetchall())
    if fences:
        rows = Delivery.objects.filter(id__in=fences).order_by("due_at", "id")
        rows = rows.select_related("notification__recipient")
        batch.deliveries = [row for row in rows if row.fence == fences[row.pk]]
    return batch


def _try_lock(cursor: Any, lock: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
    return bool(cursor.fetchone()[0])


def _finish(outcome: Outcome, deliveries: list[Delivery], now: datetime) -> list[int]:
    values = {
        "status": outcome.status,
        "reason": outcome.reason,
        "due_at": outcome.due_at,
        "refund": outcome.refund,
        "now": now,
        "ids": [delivery.pk for delivery in deliveries],
        "fences": [delivery.fence for delivery in deliveries],
    }
    with connection.cursor() as cursor:
        cursor.execute(FINISH, values)
        return [row[0] for row in cursor.fetchall()]
