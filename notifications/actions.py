"""What the other apps call to tell people something."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Resident
from notifications import kinds, planner
from notifications.models import Delivery, Notification, Preference

TOLD = """
SELECT DISTINCT person, %(object_id)s::bigint, %(code)s::text,
    %(rw_id)s::bigint, %(zone)s::text, %(version)s::bigint,
    %(due_at)s::timestamptz, %(expires_at)s::timestamptz
FROM ({people}) told (person)
"""
GIVEN = "SELECT unnest(%(recipients)s::bigint[])"


def notify(
    recipients: Iterable[Resident],
    *,
    kind: str,
    object_id: int,
    code: str,
    rw_id: int,
    zone: str,
    version: int = 0,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Tell them in the caller's transaction: in the inbox at once, elsewhere soon after.

    A QuerySet of residents stays in the database, so that a whole RW is one statement.

    With `due_at` in the future it waits, unseen, until then. Telling the same person the
    same kind about the same object and version again is swallowed; where a repeat is news,
    pass a version that makes it so (a sign-up's id).
    """
    if isinstance(recipients, QuerySet):
        people, params = planner.as_sql(recipients.order_by().values("pk"), prefix="p")
    else:
        ids = [resident.pk for resident in recipients]
        if not ids:
            return
        people, params = GIVEN, {"recipients": ids}
    now = timezone.now()
    params |= {
        "object_id": object_id,
        "code": code,
        "rw_id": rw_id,
        "zone": zone,
        "version": version,
        "due_at": due_at or now,
        "expires_at": expires_at,
    }
    at_once = due_at is None or due_at <= now
    source = TOLD.replace("{people}", people)
    planner.insert(kinds.get(kind), source, params, now=now, at_once=at_once)


def take_back(
    kinds: Iterable[str], *, object_id: int, version: int, since: datetime | None = None
) -> bool:
    """Tell nobody after all what was to be told later; False, and nothing changed, if too late.

    With `since` what was due before that is left alone: it was told of something else.
    In the caller's transaction. The rows are locked first: a dispatcher that holds one has
    begun to tell, and one that comes after finds nothing to send.
    """
    notices = Notification.objects.filter(
        kind__in=list(kinds), object_id=object_id, version=version
    )
    deliveries = Delivery.objects.filter(notification__in=notices)
    if since is not None:
        deliveries = deliveries.filter(due_at__gte=since)
    rows = list(deliveries.select_for_update().order_by("pk"))
    unsent = (Delivery.Status.PENDING, Delivery.Status.HELD, Delivery.Status.SKIPPED)
    if any(row.status not in unsent for row in rows):
        return False
    deliveries.exclude(status=Delivery.Status.SKIPPED).update(
        status=Delivery.Status.SKIPPED, reason="taken_back"
    )
    return True


def plan(kind: str, *, now: datetime | None = None, object_id: int | None = None) -> int:
    """Plan a kind's reminders (of one object, if given), as the tick does for all."""
    return planner.plan_kind(kinds.get(kind), now=now or timezone.now(), object_id=object_id)


def mark_read(recipient: Resident, *, now: datetime | None = None) -> int:
    """Everything delivered to them so far counts as read."""
    unread = Notification.objects.inbox_of(recipient).unread()
    return unread.order_by().update(read_at=now or timezone.now())


def mark_read_about(
    object_id: int, *, kinds: Iterable[str], recipient: Resident | None = None
) -> int:
    """One person saw it on its own page, or (without one) somebody settled it for all."""
    notices = Notification.objects.unread().filter(object_id=object_id, kind__in=list(kinds))
    if recipient is not None:
        notices = notices.filter(recipient=recipient)
    return notices.update(read_at=timezone.now())


def mark_unread_about(object_id: int, *, kinds: Iterable[str], since: datetime) -> int:
    """What had been settled for all is not settled after all."""
    read = Notification.objects.filter(object_id=object_id, kind__in=list(kinds))
    return read.filter(read_at__gte=since).update(read_at=None)


def set_preference(resident: Resident, *, channel: str, enabled: bool) -> None:
    Preference.objects.update_or_create(
        resident=resident, channel=channel, defaults={"enabled": enabled}
    )
