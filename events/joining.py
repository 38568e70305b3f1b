"""Signing up for an event's places, waiting for one, and what becomes of an offered one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from events import notices
from events.errors import NotPossibleNow, NotVerified
from events.life import journal, locked
from events.models import Event
from events.rules import may_join
from journal.models import Entry
from neighborhoods.at_home import at_home
from neighborhoods.standing import Standing
from volunteers.actions import release, sign_up
from volunteers.models import Shift, SignUp
from volunteers.waiting import (
    close_line,
    lapsed_offers,
    pass_on,
    resume,
    wait_for_place,
    waiting_in_vain,
)
from web.ticking import each_due
from web.undo import told_at

Status, Reason = SignUp.Status, SignUp.Reason
# How many a tick passes on at the most; the next one goes on.
BATCH = 500


@contextmanager
def open_shift(shift: Shift) -> Iterator[tuple[Event, Shift]]:
    """The event locked and not over, and its shift as it is now."""
    if shift.event is None:
        raise NotPossibleNow
    with locked(shift.event) as event:
        fresh = event.shifts.filter(pk=shift.pk).first()
        if event.is_over or fresh is None:
            raise NotPossibleNow
        fresh.event = event
        yield event, fresh


def check_may_join(event: Event, resident: Standing) -> None:
    if not may_join(resident, event):
        raise NotVerified
    if event.hidden_at:
        raise NotPossibleNow


def join_shift(shift: Shift, *, resident: Standing) -> SignUp:
    """Take a place, also one that was offered; one's own repeat changes nothing.

    Raises AlreadyFull, NotPossibleNow, NotVerified.
    """
    with at_home(resident) as comer, open_shift(shift) as (event, fresh):
        check_may_join(event, comer)
        place, is_new = sign_up(fresh, volunteer=resident.resident)
        if is_new:
            note_joined(event, resident)
    return place


def wait_for_shift(shift: Shift, *, resident: Standing) -> SignUp:
    """In line for a full shift that has not begun; at once a place where one is free.

    Raises NotPossibleNow, NotVerified.
    """
    with at_home(resident) as comer, open_shift(shift) as (event, fresh):
        check_may_join(event, comer)
        if event.starts_at <= timezone.now():
            raise NotPossibleNow
        place, is_new = wait_for_place(fresh, volunteer=resident.resident)
        if is_new and place.status == Status.ACTIVE:
            note_joined(event, resident)
        elif is_new:
            journal("waiting", event, actor=resident.resident)
    return place


def note_joined(event: Event, resident: Standing) -> None:
    journal("joined", event, actor=resident.resident)
    notices.plan_reminders(event)


def leave_shift(shift: Shift, *, resident: Standing) -> None:
    """Give one's place, or place in line, back; repeats are harmless. Raises NotPossibleNow."""
    give_back(shift, resident, (Status.ACTIVE, Status.WAITING, Status.OFFERED), Reason.WITHDRAWN)


def turn_down_offer(shift: Shift, *, resident: Standing) -> None:
    """'Berhalangan' to an offered place; repeats are harmless. Raises NotPossibleNow."""
    give_back(shift, resident, (Status.OFFERED,), Reason.TURNED_DOWN)


def give_back(shift: Shift, resident: Standing, states: Iterable[str], reason: str) -> None:
    with open_shift(shift) as (event, fresh):
        own = fresh.sign_ups.filter(volunteer=resident.resident, status__in=states).first()
        if own:
            offered = release(own, reason=reason)
            journal("left" if reason == Reason.WITHDRAWN else reason, event, actor=own.volunteer)
            notices.offer(offered, event)


def pass_on_offers(now: datetime) -> int:
    """Offers nobody answered go to the next in line; how many did.

    Safe to run any number of times and at once.
    """
    lapsed = lapsed_offers(now).filter(shift__event__isnull=False)
    lapsed = lapsed.select_related("shift__event", "volunteer")

    def pass_one_on(sign_up: SignUp) -> bool:
        return pass_on_offer(sign_up, now)

    return each_due(lapsed, pass_one_on, by="offer_ends_at", most=BATCH)


def pass_on_offer(sign_up: SignUp, now: datetime) -> bool:
    with locked(event_of(sign_up.shift)) as event:
        ended, offered = pass_on(sign_up, now)
        if ended:
            entry = journal("passed_on", event, actor=None, subject=sign_up.volunteer)
            notices.tell_those_of([sign_up], event, "offer_lapsed", entry=entry)
            notices.offer(offered, event)
    return ended


def resume_line(
    event: Event, *, entry: Entry | None = None, settle_in: timedelta = timedelta()
) -> None:
    """Under its lock: shown again, who was offered a place is asked anew, and free places go on.

    Without an `entry` that says why, one is made.
    """
    if event.is_over:
        return
    if event.starts_at <= timezone.now():
        for shift in event.shifts.order_by("id"):
            end_line(event, shift)
        return
    offered = [each for shift in event.shifts.order_by("id") for each in resume(shift)]
    if offered:
        entry = entry or journal("offered", event, actor=None)
        notices.offer(offered, event, anew=entry, due_at=told_at(settle_in))


def drop_waiting(now: datetime) -> int:
    """Nobody is kept waiting for what has begun: the line is closed and told; how many lines."""
    vain = waiting_in_vain(now).values("shift")
    lines = Shift.objects.filter(pk__in=vain, event__isnull=False).select_related("event")

    def drop_one(shift: Shift) -> bool:
        return drop_line(shift, now)

    return each_due(lines, drop_one, most=BATCH)


def drop_line(shift: Shift, now: datetime) -> bool:
    with locked(event_of(shift)) as event:
        # It may have been postponed a moment ago.
        if event.starts_at > now:
            return False
        return end_line(event, shift)


def end_line(event: Event, shift: Shift) -> bool:
    """Under the event's lock."""
    dropped = close_line(shift)
    if dropped:
        entry = journal("line_closed", event, actor=None)
        notices.tell_those_of(dropped, event, "no_place", entry=entry)
    return bool(dropped)


def event_of(shift: Shift) -> Event:
    if shift.event is None:
        raise NotPossibleNow
    return shift.event
