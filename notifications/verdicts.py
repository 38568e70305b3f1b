"""What becomes of a delivery: asked again just before sending, and after it went wrong."""

from datetime import datetime, timedelta

from accounts.models import Resident
from notifications import kinds
from notifications.channels.base import Channel
from notifications.claims import QUIET, Outcome
from notifications.models import Delivery, Preference
from notifications.quiet import quiet_until

Status = Delivery.Status
# With an hour between the later ones, this is about a day.
MAX_ATTEMPTS = 30
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)
REASON_LENGTH = 40


def before_sending(
    delivery: Delivery, channel: Channel, muted: set[int], now: datetime
) -> Outcome | None:
    """Why it does not go out now, or None when it does."""
    if delivery.expires_at and delivery.expires_at <= now:
        return Outcome(Status.EXPIRED, "late")
    if delivery.attempts > MAX_ATTEMPTS:
        return Outcome(Status.FAILED, delivery.reason or "crashed")
    if reason := _skip_reason(delivery, channel, muted):
        return Outcome(Status.SKIPPED, reason[:REASON_LENGTH])
    return _hold(delivery, channel, now)


def after_error(delivery: Delivery, error: Exception, now: datetime) -> Outcome:
    """Try again later, less and less often, and give up after a day."""
    reason = type(error).__name__[:REASON_LENGTH]
    if delivery.attempts >= MAX_ATTEMPTS:
        return Outcome(Status.FAILED, reason)
    wait = min(FIRST_RETRY * 2 ** min(delivery.attempts - 1, 10), LONGEST_RETRY)
    return _back(delivery, reason, due_at=now + wait)


def untried(delivery: Delivery) -> Outcome:
    """Given back as it was."""
    return _back(delivery, delivery.reason, refund=1)


def muted_residents(channel: Channel, deliveries: list[Delivery]) -> set[int]:
    people = {delivery.notification.recipient_id for delivery in deliveries}
    choices = Preference.objects.filter(channel=channel.code, enabled=False, resident__in=people)
    return set(choices.values_list("resident_id", flat=True))


def _back(
    delivery: Delivery, reason: str, *, due_at: datetime | None = None, refund: int = 0
) -> Outcome:
    if delivery.reason == QUIET:
        return Outcome(Status.HELD, QUIET, due_at, refund)
    return Outcome(Status.PENDING, reason, due_at, refund)


def _skip_reason(delivery: Delivery, channel: Channel, muted: set[int]) -> str | None:
    recipient: Resident = delivery.notification.recipient
    if not recipient.is_active:
        return "inactive"
    if recipient.pk in muted:
        return "opted_out"
    if not channel.has_address(recipient):
        return "no_address"
    if void := kinds.get(delivery.notification.kind).check(delivery.notification):
        return void
    return None if kinds.is_still_for(delivery.notification) else "withdrawn"


def _hold(delivery: Delivery, channel: Channel, now: datetime) -> Outcome | None:
    if not channel.is_loud or kinds.get(delivery.notification.kind).is_duty:
        return None
    ends = quiet_until(now, delivery.notification.zone)
    return Outcome(Status.HELD, QUIET, ends, refund=1) if ends else None
