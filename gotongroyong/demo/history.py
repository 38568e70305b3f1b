"""What happened, whatever it happened to: the journal and the notices, in the order of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import Resident
from events.models import Event, Series
from journal.models import Entry
from moderation.models import Case
from moderation.rules import thing_of
from notifications import kinds
from notifications.channels import CHANNELS
from notifications.models import Delivery, Notification
from requests_app.models import AidRequest

# Longer than any recent need is old, so that each of the cast finds something new.
READ_AFTER = timedelta(hours=48)
READ_WITHIN = 40  # minutes
# Older notices have been read and thrown away; the journal keeps all.
KEPT_FOR = timedelta(days=60)
AN_INSERT = 2000
Thing = AidRequest | Event | Series | Case
OBJECT_KINDS: dict[type[Thing], str] = {
    AidRequest: "need",
    Event: "event",
    Series: "series",
    Case: "case",
}


@dataclass(frozen=True)
class Telling:
    """One notice to some people. Without a version of its own it has the journal entry's."""

    kind: str
    people: Sequence[Resident]
    version: int | None = None
    # Read when somebody settled it, else some time after.
    read_at: datetime | None = None


@dataclass(frozen=True)
class Happened:
    thing: Thing
    action: str
    at: datetime
    actor: Resident | None
    tells: tuple[Telling, ...] = ()
    subject: Resident | None = field(default=None)


def write_history(steps: Iterable[Happened], *, now: datetime) -> None:
    """In the order of time, since the journal is read by id."""
    told = sorted(steps, key=lambda one: one.at)
    entries = Entry.objects.bulk_create((entry_of(step) for step in told), AN_INSERT)
    pairs = zip(told, entries, strict=True)
    notices = Notification.objects.bulk_create(
        [notice for step, entry in pairs for notice in notices_of(step, entry, now)], AN_INSERT
    )
    Delivery.objects.bulk_create(
        [delivery for notice in notices for delivery in deliveries_of(notice)], AN_INSERT
    )


def entry_of(step: Happened) -> Entry:
    return Entry(
        at=step.at,
        action=step.action,
        object_kind=OBJECT_KINDS[type(step.thing)],
        object_id=step.thing.pk,
        rw_id=step.thing.rw_id,
        actor_id=step.actor.pk if step.actor else None,
        subject_id=step.subject.pk if step.subject else None,
    )


def notices_of(step: Happened, entry: Entry, now: datetime) -> Iterator[Notification]:
    if step.at < now - KEPT_FOR:
        return
    for telling in step.tells:
        version = entry.pk if telling.version is None else telling.version
        read_at = telling.read_at or read_by_now(step.at, now)
        for person in telling.people:
            yield Notification(
                recipient=person,
                kind=telling.kind,
                object_id=step.thing.pk,
                code=code_of(step.thing),
                rw_id=step.thing.rw_id,
                zone=step.thing.rw.zone,
                version=version,
                created_at=step.at,
                delivered_at=step.at,
                read_at=read_at,
            )


def read_by_now(at: datetime, now: datetime) -> datetime | None:
    return at + timedelta(minutes=READ_WITHIN) if at < now - READ_AFTER else None


def code_of(thing: Thing) -> str:
    if isinstance(thing, Series):
        return ""
    return thing_of(thing).code if isinstance(thing, Case) else thing.code


def deliveries_of(notice: Notification) -> Iterator[Delivery]:
    """In the inbox long since; through no other channel, since it never happened."""
    for channel in kinds.get(notice.kind).channels:
        if CHANNELS[channel].has_address(notice.recipient):
            yield delivery_of(notice, channel)


def delivery_of(notice: Notification, channel: str) -> Delivery:
    is_inbox = channel == "inapp"
    key = (notice.kind, notice.object_id, notice.version, notice.recipient_id, channel)
    return Delivery(
        notification=notice,
        channel=channel,
        dedup_key=":".join(map(str, key)),
        due_at=notice.created_at,
        created_at=notice.created_at,
        status=Delivery.Status.SENT if is_inbox else Delivery.Status.SKIPPED,
        reason="" if is_inbox else "seeded",
        sent_at=notice.created_at if is_inbox else None,
    )
