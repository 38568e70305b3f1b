"""Offering a hand, taking it back, and agreeing that the help was given."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Resident
from neighborhoods.standing import Standing
from requests_app import notices, rules
from requests_app.errors import NotPossibleNow, NotVerified, OwnNeed
from requests_app.life import UNANSWERED, journal, locked
from requests_app.models import AidRequest
from volunteers.actions import finish, release, sign_up, unfinish
from volunteers.models import SignUp


def offer_help(need: AidRequest, *, volunteer: Standing) -> SignUp:
    """Take a place in a live need; one's own repeat changes nothing and tells nobody.

    Raises AlreadyFull, NotPossibleNow, NotVerified, OwnNeed.
    """
    if not volunteer.is_verified:
        raise NotVerified
    if rules.is_requester(volunteer, need):
        raise OwnNeed
    with locked(need, states=AidRequest.LIVE) as fresh:
        if fresh.hidden_at:
            raise NotPossibleNow
        place, is_new = sign_up(fresh.people, volunteer=volunteer.resident)
        if is_new:
            set_status(fresh, AidRequest.Status.IN_PROGRESS)
            entry = journal("helped", fresh, actor=volunteer.resident)
            notices.tell_requester(fresh, "helper_joined", entry=entry)
            notices.plan_reminders(fresh)
    return place


def withdraw_help(need: AidRequest, *, volunteer: Standing) -> AidRequest:
    """Give the place back; with nobody left the need is open again. Repeats are harmless."""
    with locked(need, states=AidRequest.LIVE) as fresh:
        shift = fresh.people
        place = shift.sign_ups.filter(
            volunteer=volunteer.resident, status=SignUp.Status.ACTIVE
        ).first()
        if place:
            release(place)
            if not shift.sign_ups.holding_a_place().exists():
                set_status(fresh, AidRequest.Status.OPEN)
            entry = journal("withdrawn", fresh, actor=volunteer.resident)
            notices.tell_requester(fresh, "helper_left", entry=entry)
    return fresh


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
        if finish(fresh.people) == 0:
            raise NotPossibleNow
        fresh.status = AidRequest.Status.DONE
        fresh.done_at = timezone.now()
        fresh.done_by = by
        fresh.save(update_fields=["status", "done_at", "done_by"])
        entry = journal("done", fresh, actor=by)
        notices.tell_other_side(fresh, "done", person=by, entry=entry)
    return fresh


def confirm_done(need: AidRequest, *, by: Resident) -> AidRequest:
    """The other side agrees; its repeat is harmless. Raises NotPossibleNow."""
    with locked(need, states=(AidRequest.Status.DONE,)) as fresh:
        if fresh.confirmed_at is None:
            check_other_side(fresh, by)
            fresh.confirmed_at = timezone.now()
            fresh.save(update_fields=["confirmed_at"])
            entry = journal("confirmed", fresh, actor=by)
            notices.tell_other_side(fresh, "confirmed", person=by, entry=entry)
    return fresh


def say_not_done(need: AidRequest, *, by: Resident) -> AidRequest:
    """'Belum selesai': before it is confirmed, either side takes the mark back."""
    with locked(need, states=(AidRequest.Status.DONE,)) as fresh:
        if fresh.confirmed_at:
            raise NotPossibleNow
        unfinish(fresh.people)
        fresh.status = AidRequest.Status.IN_PROGRESS
        fresh.done_at = fresh.done_by = None
        fresh.save(update_fields=["status", "done_at", "done_by"])
        entry = journal("reopened", fresh, actor=by)
        notices.tell_other_side(fresh, "not_done", person=by, entry=entry)
    return fresh


def check_other_side(need: AidRequest, by: Resident) -> None:
    """A requester's word is confirmed by a helper, a helper's by the requester."""
    if (need.done_by_id == need.requester_id) == (by.pk == need.requester_id):
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
    expired = sum(expire(need, now) for need in overdue.order_by("expires_at")[:500])
    confirmed = sum(confirm_by_silence(need, now) for need in unanswered.order_by("done_at")[:500])
    return expired, confirmed


def expire(need: AidRequest, now: datetime) -> bool:
    """Past its end. Helpers keep their places, so that help given can still be marked done."""
    try:
        with locked(need, states=(*AidRequest.WAITING, *AidRequest.LIVE)) as fresh:
            if fresh.expires_at > now:
                return False
            set_status(fresh, AidRequest.Status.EXPIRED)
            entry = journal("expired", fresh, actor=None)
            notices.tell_everyone(fresh, "expired", entry=entry)
    except NotPossibleNow:
        return False
    return True


def confirm_by_silence(need: AidRequest, now: datetime) -> bool:
    try:
        with locked(need, states=(AidRequest.Status.DONE,)) as fresh:
            if fresh.confirmed_at or not fresh.done_at or fresh.done_at > now - UNANSWERED:
                return False
            fresh.confirmed_at = now
            fresh.save(update_fields=["confirmed_at"])
            journal("confirmed", fresh, actor=None)
    except NotPossibleNow:
        return False
    return True
