"""Writes what is to be told, set-based: one INSERT … SELECT however many people it concerns.

It may be run at any time and by anybody: rows that exist stay, rows that are missing come
(back), and what had been skipped speaks again once it is wanted again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Resident
from notifications import health, kinds
from notifications.channels import CHANNELS
from notifications.kinds import Kind
from notifications.models import Preference
from notifications.nudge import nudge

log = structlog.get_logger(__name__)

COLUMNS = (
    "recipient_id",
    "object_id",
    "code",
    "rw_id",
    "zone",
    "version",
    "due_at",
    "expires_at",
)

# `reach` knows who may be told through which channel; `known` adds the ids of notifications
# that were there already, since ON CONFLICT DO NOTHING returns none for them. A notification
# that somebody else is inserting this very moment is in neither: theirs are its deliveries.
# What is told at once is told once: of those already there only what was never delivered and
# won't be (`silent`: taken back, or out of sight when it was due) speaks after all.
# All rows are taken in the order of their key, so that two planners wait and never deadlock.
INSERT = """
WITH wanted ({columns}) AS MATERIALIZED ({source}),
reach (person, channel) AS ({reach}),
fresh AS (
    INSERT INTO notifications_notification
        (recipient_id, kind, object_id, code, rw_id, zone, version, created_at, delivered_at)
    SELECT DISTINCT ON (object_id, version, recipient_id)
        recipient_id, %(kind)s, object_id, code, rw_id, zone, version, %(now)s,
        CASE WHEN %(at_once)s THEN %(now)s END
    FROM wanted
    WHERE EXISTS (SELECT 1 FROM reach WHERE person = recipient_id)
        AND (expires_at IS NULL OR expires_at::timestamptz > %(now)s)
        AND NOT EXISTS (
            SELECT 1 FROM notifications_notification n
            WHERE n.kind = %(kind)s AND n.object_id = wanted.object_id
                AND n.version = wanted.version AND n.recipient_id = wanted.recipient_id)
    ORDER BY object_id, version, recipient_id
    ON CONFLICT (kind, object_id, version, recipient_id) DO NOTHING
    RETURNING id, recipient_id, object_id, version
),
silent AS MATERIALIZED (
    SELECT n.id
    FROM notifications_notification n
    JOIN wanted USING (object_id, version, recipient_id)
    WHERE %(at_once)s AND n.kind = %(kind)s AND n.delivered_at IS NULL
        AND EXISTS (SELECT 1 FROM reach WHERE person = n.recipient_id)
        AND (expires_at IS NULL OR expires_at::timestamptz > %(now)s)
        AND NOT EXISTS (
            SELECT 1 FROM notifications_delivery d
            WHERE d.notification_id = n.id AND d.channel = 'inapp' AND d.status <> 'skipped')
    ORDER BY n.object_id, n.version, n.recipient_id
    FOR UPDATE OF n
),
spoken AS (
    UPDATE notifications_notification n SET delivered_at = %(now)s
    FROM silent WHERE n.id = silent.id
    RETURNING n.id, n.recipient_id, n.object_id, n.version
),
known AS (
    SELECT * FROM fresh
    UNION ALL
    SELECT * FROM spoken
    UNION ALL
    SELECT n.id, n.recipient_id, n.object_id, n.version
    FROM notifications_notification n
    JOIN wanted USING (object_id, version, recipient_id)
    WHERE n.kind = %(kind)s AND NOT %(at_once)s
),
rows AS (
    SELECT DISTINCT ON (dedup_key) known.id, channel, due_at::timestamptz, expires_at::timestamptz,
        concat_ws(':', %(kind)s, object_id, version, recipient_id, channel) AS dedup_key,
        %(at_once)s AND channel = 'inapp' AS is_done
    FROM known JOIN wanted USING (object_id, version, recipient_id)
    JOIN reach ON person = recipient_id
    WHERE expires_at IS NULL OR expires_at::timestamptz > %(now)s
)
INSERT INTO notifications_delivery AS d
    (notification_id, channel, dedup_key, due_at, expires_at, status, sent_at, created_at)
SELECT id, channel, dedup_key, due_at, expires_at,
    CASE WHEN is_done THEN 'sent' ELSE 'pending' END, CASE WHEN is_done THEN %(now)s END, %(now)s
FROM rows
WHERE NOT EXISTS (
    SELECT 1 FROM notifications_delivery old
    WHERE old.dedup_key = rows.dedup_key AND old.status <> 'skipped')
ORDER BY dedup_key
ON CONFLICT (dedup_key) DO UPDATE
    SET status = EXCLUDED.status, sent_at = EXCLUDED.sent_at, reason = '', attempts = 0,
        due_at = EXCLUDED.due_at, expires_at = EXCLUDED.expires_at
    WHERE d.status = 'skipped'
RETURNING d.status = 'pending' AND d.due_at <= %(now)s
"""

# From those wanted, so that telling one of a million residents does not read them all.
REACH = """
SELECT person.id, %({code})s::text
FROM (SELECT DISTINCT recipient_id FROM wanted) asked
JOIN ({people}) person (id) ON person.id = asked.recipient_id
"""

# An older version's reminders, once a newer one is wanted. Whatever else has lost its
# ground is found by the kind's check just before sending. As a CTE it is asked once; as
# `id IN (SELECT ... FOR UPDATE)` a planner with old statistics asked it for each delivery.
SKIP_MOVED = """
WITH wanted ({columns}) AS MATERIALIZED ({source}),
moved AS MATERIALIZED (
    SELECT d.id FROM notifications_delivery d
    JOIN notifications_notification n ON n.id = d.notification_id
    JOIN wanted USING (object_id, recipient_id)
    WHERE n.kind = %(kind)s AND wanted.version > n.version AND d.status IN ('pending', 'held')
    FOR UPDATE OF d SKIP LOCKED
)
UPDATE notifications_delivery d SET status = 'skipped', reason = 'moved'
FROM moved WHERE d.id = moved.id
"""


def plan_all(*, now: datetime | None = None) -> int:
    """Plan every kind's reminders; one app's mistake does not silence the others."""
    planned = 0
    for kind in kinds.planned():
        try:
            planned += plan_kind(kind, now=now or timezone.now())
        except Exception:
            log.exception("planning_failed", kind=kind.code)
    health.beat(health.PLAN)
    return planned


def plan_kind(kind: Kind, *, now: datetime, object_id: int | None = None) -> int:
    """Plan what that kind's `due` states, and answer how many deliveries were written."""
    if kind.due is None:
        raise ValueError(f"kind {kind.code} states no reminders")
    wanted = kind.due(now).order_by().values(*COLUMNS)
    if object_id is not None:
        wanted = wanted.filter(object_id=object_id)
    source, params = as_sql(wanted)
    with transaction.atomic():
        _execute(SKIP_MOVED, source, {**params, "kind": kind.code})
        return insert(kind, source, params, now=now)


def insert(
    kind: Kind,
    source: str,
    params: dict[str, Any],
    *,
    now: datetime | None = None,
    at_once: bool = False,
) -> int:
    """Run the INSERT over `source`, an SQL query with the columns of COLUMNS."""
    reach, reach_params = _reach(kind.channels)
    everything = {
        **params,
        **reach_params,
        "kind": kind.code,
        "now": now or timezone.now(),
        "at_once": at_once,
    }
    due_now = _execute(INSERT, source, everything, reach=reach)
    if any(due_now):
        nudge()
    return len(due_now)


def as_sql(queryset: QuerySet[Any, Any], prefix: str = "w") -> tuple[str, dict[str, Any]]:
    """The query with named parameters, so that several can stand in one statement."""
    sql, values = queryset.query.sql_with_params()
    names = [f"{prefix}{index}" for index in range(len(values))]
    placeholders = tuple(f"%({name})s" for name in names)
    # A literal percent sign stays doubled for the cursor.
    return sql.replace("%%", "%%%%") % placeholders, dict(zip(names, values, strict=True))


def _reach(channels: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Who can be reached through which of these channels, and has not opted out."""
    parts: list[str] = []
    params: dict[str, Any] = {}
    for index, code in enumerate(channels):
        muted = Preference.objects.filter(resident=OuterRef("pk"), channel=code, enabled=False)
        people = Resident.objects.filter(CHANNELS[code].reachable(), ~Exists(muted), is_active=True)
        sql, values = as_sql(people.order_by().values("pk"), prefix=f"r{index}_")
        parts.append(REACH.format(code=f"c{index}", people=sql))
        params |= values | {f"c{index}": code}
    return " UNION ALL ".join(parts), params


def _execute(template: str, source: str, params: dict[str, Any], **parts: str) -> list[bool]:
    sql = template.format(columns=", ".join(COLUMNS), source=source, **parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []
