"""Offering a hand, taking it back, and agreeing that the help was given.

A full need has a waiting list (`volunteers.waiting`); `offers` passes its places on in time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from accounts.models import Resident
from neighborhoods.at_home import at_home
from neighborhoods.standing import Standing
from requests_app import notices, rules
from requests_app.errors import NotPossibleNow, NotVerified, OwnNeed
from requests_app.life import UNANSWERED, check_not_ended, journal, locked, locked_with_homes
from requests_app.models import AidRequest
from requests_app.offers import dismiss_line, offer_on
from volunteers.actions import finish, release, sign_up, unfinish
from volunteers.errors import AlreadyFull
from volunteers.models import Shift, SignUp
from volunteers.waiting import has_begun, wait_for_place
from web.ticking import each_due

# How many a tick closes at the most; the next one goes on.
BATCH = 500


def offer_help(need: AidRequest, *, volunteer: Standing) -> SignUp:
    """Take a place in a live need, or the one that is offered; a repeat tells nobody.

    Raises AlreadyFull, NotPossibleNow, NotVerified, OwnNeed.
    """
    with lending_a_hand(need, volunteer) as fresh:
        place, is_new = sign_up(fresh.people, volunteer=volunteer.resident)
        if place.status not in SignUp.HOLDS_A_PLACE:
            # In line still; nobody passes those before them.
            raise AlreadyFull
        if is_new:
            welcome(fresh, volunteer.resident)
    return place


def wait_to_help(need: AidRequest, *, volunteer: Standing) -> SignUp:
    """A place in the line of a full need; straight a helper where one came free by now.

    Raises AlreadyFull once it has begun, NotPossibleNow, NotVerified, OwnNeed.
    """
    with lending_a_hand(need, volunteer) as fresh:
        check_line_moves(fresh.people)
        place, is_new = wait_for_place(fresh.people, volunteer=volunteer.resident)
        if is_new and place.status == SignUp.Status.ACTIVE:
            welcome(fresh, volunteer.resident)
        elif is_new:
            journal("queued", fresh, actor=volunteer.resident)
    return place


@contextmanager
def lending_a_hand(need: AidRequest, volunteer: Standing) -> Iterator[AidRequest]:
    """The need locked, by a neighbour as they are by then: their home comes before it."""
    with at_home(volunteer) as helper:
        check_neighbour(need, helper)
        with locked(need, states=AidRequest.LIVE) as fresh:
            check_takes_helpers(fresh)
            yield fresh


def check_neighbour(need: AidRequest, volunteer: Standing) -> None:
    if not rules.lives_in_rw(volunteer, need):
        raise NotVerified
    if rules.is_requester(volunteer, need):
        raise OwnNeed


def check_takes_helpers(need: AidRequest) -> None:
    check_not_ended(need)
    if need.hidden_at:
        raise NotPossibleNow


def check_line_moves(shift: Shift) -> None:
    """Once it has begun nothing is offered any more, so nobody may wait for it."""
    if not shift.places_left and has_begun(shift, timezone.now()):
        raise AlreadyFull


def welcome(need: AidRequest, volunteer: Resident) -> None:
    set_status(need, AidRequest.Status.IN_PROGRESS)
    entry = journal("helped", need, actor=volunteer)
    notices.tell_requester(need, "helper_joined", entry=entry)
    notices.plan_reminders(need)


def withdraw_help(need: AidRequest, *, volunteer: Standing) -> AidRequest:
    """Give back the place, the offered one or the one in line. Repeats are harmless.

    With nobody left the need is open again; whoever is next in line is asked.
    """
    return give_back(need, volunteer, SignUp.Reason.WITHDRAWN)


def turn_down_offer(need: AidRequest, *, volunteer: Standing) -> AidRequest:
    """'Tidak bisa': the next in line is asked at once. Without an offer nothing happens."""
    return give_back(need, volunteer, SignUp.Reason.TURNED_DOWN, only=SignUp.Status.OFFERED)


LEFT = {
    SignUp.Status.ACTIVE: "withdrawn",
    SignUp.Status.OFFERED: "turned_down",
    SignUp.Status.WAITING: "unqueued",
}


def give_back(
    need: AidRequest, volunteer: Standing, reason: str, *, only: str | None = None
) -> AidRequest:
    with locked(need, states=AidRequest.LIVE) as fresh:
        places = fresh.people.sign_ups.filter(volunteer=volunteer.resident)
        place = places.filter(status__in=[only] if only else LEFT).first()
        if place:
            left = LEFT[SignUp.Status(place.status)]
            offered = release(place, reason=reason)
            entry = journal(left, fresh, actor=volunteer.resident)
            if left == "withdrawn":
                reopen_if_nobody_helps(fresh)
                notices.tell_requester(fresh, "helper_left", entry=entry)
            offer_on(fresh, offered)
    return fresh


def reopen_if_nobody_helps(need: AidRequest) -> None:
    """An offered place is nobody's help yet."""
    if not need.people.sign_ups.holding_a_place().exists():
        set_status(need, AidRequest.Status.OPEN)


def set_status(need: AidRequest, status: AidRequest.Status) -> None:
    if need.status != status:
        need.status = status
        need.save(update_fields=["status"])


def mark_done(need: AidRequest, *, by: Resident) -> AidRequest:
    """The requester or a helper says it is done; the other side is asked to confirm.

    Possible after its end too, since help is often given and marked later. Raises
    NotPossibleNow unless somebody is helping.
    """
    with locked(need, states=(AidRequest.Status.IN_PROGRESS, AidRequest.Status.EXPIRED)) as fresh:
        check_involved(fresh, by)
        if not rules.may_say_done(by, fresh) or finish(fresh.people) == 0:
            raise NotPossibleNow
        fresh.status = AidRequest.Status.DONE
        fresh.done_at = timezone.now()
        # In whose name it was said; the journal knows who said it.
        fresh.done_by = fresh.requester if rules.speaks_for_requester(by, fresh) else by
        fresh.save(update_fields=["status", "done_at", "done_by"])
        dismiss_line(fresh)
        entry = journal("done", fresh, actor=by)
        notices.ask_other_side(fresh, said_by=by, entry=entry)
    return fresh


def confirm_done(need: AidRequest, *, by: Resident) -> AidRequest:
    """The other side agrees; its repeat is harmless. Raises NotPossibleNow."""
    with locked(need, states=(AidRequest.Status.DONE,)) as fresh:
        if fresh.confirmed_at is None:
            check_other_side(fresh, by)
            fresh.confirmed_at = timezone.now()
            fresh.save(update_fields=["confirmed_at"])
            entry = journal("confirmed", fresh, actor=by)
            notices.tell_everyone(fresh, "confirmed", besides=by, entry=entry)
    return fresh


def say_not_done(need: AidRequest, *, by: Resident) -> AidRequest:
    """'Belum selesai': before it is confirmed, either side takes the mark back.

    Past its end it is expired again, rather than back on the board. A helper who has left since
    has withdrawn by that. Raises NotPossibleNow; also where it is the requester who has left.
    """
    with locked_with_homes(need, states=(AidRequest.Status.DONE,)) as fresh:
        if fresh.confirmed_at or not rules.requester_stayed(fresh):
            raise NotPossibleNow
        gone = unfinish(fresh.people)
        # After it, since it is not for a helper to say who has left.
        check_involved(fresh, by)
        fresh.status = status_again(fresh)
        fresh.done_at = fresh.done_by = None
        fresh.save(update_fields=["status", "done_at", "done_by"])
        entry = journal("reopened", fresh, actor=by)
        notices.tell_everyone(fresh, "not_done", besides=by, entry=entry)
        note_leavers(fresh, gone)
    return fresh


def status_again(need: AidRequest) -> AidRequest.Status:
    if need.expires_at <= timezone.now():
        return AidRequest.Status.EXPIRED
    helped = need.people.sign_ups.holding_a_place().exists()
    return AidRequest.Status.IN_PROGRESS if helped else AidRequest.Status.OPEN


def note_leavers(need: AidRequest, gone: list[SignUp]) -> None:
    """They left when they held no promise, so that what would have been said then is said now.

    Past its end no place is open, and nobody is told of one.
    """
    for place in gone:
        entry = journal("withdrawn", need, actor=place.volunteer)
        if need.is_live:
            notices.tell_requester(need, "helper_left", entry=entry)


def check_involved(need: AidRequest, by: Resident) -> None:
    """Under the lock, since a helper may have withdrawn in another tab."""
    places = need.people.sign_ups.holding_a_place()
    if not rules.speaks_for_requester(by, need) and not places.filter(volunteer=by).exists():
        raise NotPossibleNow


def check_other_side(need: AidRequest, by: Resident) -> None:
    """A requester's word is confirmed by a helper, a helper's by the requester."""
    check_involved(need, by)
    if (need.done_by_id == need.requester_id) == rules.speaks_for_requester(by, need):
        raise NotPossibleNow


def close_overdue(now: datetime) -> tuple[int, int]:
    """Expire what nobody ended and confirm what nobody answered for 3 days.

    Returns how many of each. Any number of runs give the same; a need that changed in
    between is left alone.
    """
    overdue = AidRequest.objects.filter(
        expires_at__lte=now, status__in=(*AidRequest.WAITING, *AidRequest.LIVE)
    )
    unanswered = AidRequest.objects.filter(
        status=AidRequest.Status.DONE, confirmed_at=None, done_at__lte=now - UNANSWERED
    )

    def expire_one(need: AidRequest) -> bool:
        return expire(need, now)

    def confirm_one(need: AidRequest) -> bool:
        return confirm_by_silence(need, now)

    expired = each_due(overdue, expire_one, by="expires_at", most=BATCH)
    return expired, each_due(unanswered, confirm_one, by="done_at", most=BATCH)


def expire(need: AidRequest, now: datetime) -> bool:
    """Past its end. Helpers keep their places, so that help given can still be marked done."""
    with locked(need, states=(*AidRequest.WAITING, *AidRequest.LIVE)) as fresh:
        if fresh.expires_at > now:
            return False
        dismiss_line(fresh)
        told = how_it_ended(fresh)
        set_status(fresh, AidRequest.Status.EXPIRED)
        notices.tell_everyone(fresh, told, entry=journal("expired", fresh, actor=None))
    return True


def how_it_ended(need: AidRequest) -> str:
    """Which notice is true of it: never decided, nobody came, or somebody promised to."""
    if not need.is_live:
        return "undecided"
    return "expired" if need.people.taken else "unmet"


def confirm_by_silence(need: AidRequest, now: datetime) -> bool:
    with locked(need, states=(AidRequest.Status.DONE,)) as fresh:
        if fresh.confirmed_at or not fresh.done_at or fresh.done_at > now - UNANSWERED:
            return False
        fresh.confirmed_at = now
        fresh.save(update_fields=["confirmed_at"])
        entry = journal("confirmed", fresh, actor=None)
        notices.tell_everyone(fresh, "confirmed", entry=entry)
    return True
