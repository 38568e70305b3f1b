"""Sends what is due. Any number of these may run at once, and any of them may be killed."""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from time import monotonic

import structlog
from django.conf import settings
from django.utils import timezone

from notifications import claims, health, kinds, verdicts
from notifications.channels import CHANNELS
from notifications.channels.base import Channel, Item, Message, RefusedError, Send, in_language_of
from notifications.claims import Batch, Outcome
from notifications.models import Delivery

# With the longest send on top, well under Celery's soft time limit.
BUDGET_SECONDS = 40
# After so many sends went wrong in a run, the channel rests until the next one.
STRIKES = 3

Clock = Callable[[], datetime]
Parcel = list[Delivery]
log = structlog.get_logger(__name__)


@dataclass
class Run:
    """One call of `send_due`."""

    clock: Clock
    tally: Counter[str] = field(default_factory=Counter)
    strikes: Counter[str] = field(default_factory=Counter)

    def finish(self, channel: Channel, outcomes: list[tuple[Delivery, Outcome]]) -> None:
        if outcomes:
            self.tally["lost"] += claims.finish(channel, outcomes, self.clock())
            self.tally.update(str(outcome.status) for _, outcome in outcomes)


def send_due(*, now: datetime | None = None, seconds: float = BUDGET_SECONDS) -> Counter[str]:
    """Send until nothing is due or the time is up; the outcomes, counted."""
    run = Run(clock=(lambda: now) if now else timezone.now)
    run.tally["expired"] = claims.expire(run.clock())
    stop = monotonic() + seconds
    while monotonic() < stop and _round(run):
        pass
    # At the end, since a tick that fails is none.
    health.beat(health.SEND_DUE)
    # Without the zeros.
    found = +run.tally
    if found:
        log.info("outbox_sent", **found)
    return found


def _round(run: Run) -> bool:
    """One batch of each channel; whether there was anything to do."""
    busy = False
    for channel in CHANNELS.values():
        for claim in (claims.claim_due, claims.claim_held):
            if run.strikes[channel.code] >= STRIKES:
                continue
            batch = claim(channel, run.clock())
            if batch.deliveries:
                busy = True
                run.strikes[channel.code] += _send_batch(channel, batch, run)
    return busy


def _send_batch(channel: Channel, batch: Batch, run: Run) -> int:
    """Send what may be sent, give back what was not tried; how many strikes that makes."""
    waiting = deque(_parcels(batch))
    kinds.attach_subjects(delivery.notification for delivery in batch.deliveries)
    batch.muted = verdicts.muted_residents(channel, batch.deliveries)
    strikes = 0
    try:
        with channel.session() as send:
            strikes = _send_parcels(waiting, send, channel, batch, run)
    except OSError as error:
        # The server is not there: no message's fault, so none has used up an attempt.
        log.warning("channel_down", channel=channel.code, error=type(error).__name__)
        strikes = STRIKES
    left = [(delivery, verdicts.untried(delivery)) for parcel in waiting for delivery in parcel]
    run.finish(channel, left)
    return strikes


def _send_parcels(
    waiting: deque[Parcel], send: Send, channel: Channel, batch: Batch, run: Run
) -> int:
    """Until the batch is done, its lease nears its end or a send goes wrong."""
    done: list[tuple[Delivery, Outcome]] = []
    is_strike = False
    while waiting and not is_strike and not batch.is_ending():
        outcomes, is_strike = _send_parcel(waiting[0], send, channel, batch.muted, run.clock())
        waiting.popleft()
        done += outcomes
        # At once after each send that leaves the house: a crash then repeats that one alone.
        if channel.is_remote:
            run.finish(channel, done)
            done = []
    run.finish(channel, done)
    return int(is_strike)


def _send_parcel(
    parcel: Parcel, send: Send, channel: Channel, muted: set[int], now: datetime
) -> tuple[list[tuple[Delivery, Outcome]], bool]:
    """The outcomes, and whether the sending itself went wrong."""
    outcomes, ready = _judge(parcel, channel, muted, now)
    if not ready:
        return outcomes, False
    sent, is_strike = Outcome(Delivery.Status.SENT), False
    try:
        send(message_of([delivery for delivery, _ in ready], [item for _, item in ready]))
    except RefusedError as error:
        sent = Outcome(Delivery.Status.FAILED, str(error))
    except Exception as error:
        log.warning("send_failed", channel=channel.code, error=type(error).__name__)
        worst = max((delivery for delivery, _ in ready), key=lambda one: one.attempts)
        sent, is_strike = verdicts.after_error(worst, error, now), True
    return outcomes + [(delivery, sent) for delivery, _ in ready], is_strike


def _judge(
    parcel: Parcel, channel: Channel, muted: set[int], now: datetime
) -> tuple[list[tuple[Delivery, Outcome]], list[tuple[Delivery, Item]]]:
    """Which of them go out, with their words, and what becomes of the others."""
    outcomes, ready = [], []
    for delivery in parcel:
        # An app's check or words may be wrong; that must not stop the others.
        try:
            if outcome := verdicts.before_sending(delivery, channel, muted, now):
                outcomes.append((delivery, outcome))
            else:
                ready.append((delivery, item_of(delivery)))
        except Exception as error:
            log.exception("kind_failed", kind=delivery.notification.kind)
            outcomes.append((delivery, verdicts.after_error(delivery, error, now)))
    return outcomes, ready


def item_of(delivery: Delivery) -> Item:
    notification = delivery.notification
    kind = kinds.get(notification.kind)
    with in_language_of(notification.recipient):
        return Item(kind.words(notification), settings.SITE_URL + kind.link(notification))


def message_of(deliveries: Parcel, items: list[Item]) -> Message:
    """The key is the delivery's own, so that a second try is known for the same message."""
    key = ",".join(sorted(delivery.dedup_key for delivery in deliveries))
    return Message(deliveries[0].notification.recipient, key, items)


def _parcels(batch: Batch) -> Iterable[Parcel]:
    """Each alone; what was held through the night in one for each person."""
    if not batch.held:
        return [[delivery] for delivery in batch.deliveries]

    def person(delivery: Delivery) -> int:
        return delivery.notification.recipient_id

    return [list(group) for _, group in groupby(sorted(batch.deliveries, key=person), person)]
