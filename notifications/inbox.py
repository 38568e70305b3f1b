"""A page of somebody's inbox, by key."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from accounts.models import Resident
from notifications import kinds
from notifications.models import Notification, NotificationQuerySet
from web.dates import short_moment

PAGE = 30


@dataclass(frozen=True)
class Item:
    pk: int
    title: str
    body: str
    when: str
    is_read: bool


@dataclass(frozen=True)
class Page:
    items: list[Item]
    # The last id shown, where older ones follow.
    next_after: int | None


def inbox_page(resident: Resident, *, after: int | None = None) -> Page:
    """Thirty notices, newest first, those older than the notice `after`."""
    found = list(older_than(resident, after)[: PAGE + 1])
    shown = found[:PAGE]
    kinds.attach_subjects(shown)
    return Page(
        [item(notification) for notification in shown],
        shown[-1].pk if len(found) > PAGE else None,
    )


def older_than(resident: Resident, after: int | None) -> NotificationQuerySet:
    mine = Notification.objects.inbox_of(resident)
    last = mine.filter(pk=after).first() if after else None
    if last is None:
        return mine
    place = Tuple(F("delivered_at"), F("id"))
    return mine.filter(TupleLessThan(place, (last.delivered_at, last.pk)))


def item(notification: Notification) -> Item:
    words = kinds.get(notification.kind).words(notification)
    now = timezone.now()
    return Item(
        pk=notification.pk,
        title=words.title,
        body=words.body,
        when=short_moment(notification.delivered_at or now, notification.zone, now=now),
        is_read=notification.read_at is not None,
    )
