"""Taking a place and giving it back. The waiting list is in `waiting`.

Who calls these has locked the need or event first, so that no two deadlock; the counter and
its CHECK hold without that too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Resident
from volunteers.errors import AlreadyFull, TooFewPlaces
from volunteers.models import Shift, SignUp
from volunteers.waiting import answer_by, locked_shift, offer_free_places
from web.constraints import violated

Status, Reason = SignUp.Status, SignUp.Reason
A_MOMENT = timedelta(microseconds=1)


def sign_up(shift: Shift, *, volunteer: Resident) -> tuple[SignUp, bool]:
    """Take a place, or find one's sign-up as it stands; the second value: it is new.

    A place offered to this person is taken; their place in the waiting list stays as it is.
    No count is read first: the trigger's counter and its CHECK decide, so that the last
    place goes to one. Raises AlreadyFull.
    """
    held = shift.sign_ups.current().filter(volunteer=volunteer).first()
    if held:
        return take_offer(held) if held.status == Status.OFFERED else (held, False)
    try:
        with transaction.atomic():
            return SignUp.objects.create(shift=shift, volunteer=volunteer), True
    except IntegrityError as error:
        return place_after_conflict(shift, volunteer, error)


def take_offer(offered: SignUp) -> tuple[SignUp, bool]:
    """'Masih bisa': the reserved place becomes a promise, unless the offer has been passed on."""
    taken = SignUp.objects.filter(pk=offered.pk, status=Status.OFFERED).update(
        status=Status.ACTIVE, offer_ends_at=None
    )
    offered.refresh_from_db()
    return offered, bool(taken)


def place_after_conflict(
    shift: Shift, volunteer: Resident, error: IntegrityError
) -> tuple[SignUp, bool]:
    constraint = violated(error)
    if constraint == "shift_not_overfull":
        raise AlreadyFull from error
    if constraint == "one_sign_up_per_person_and_shift":
        # One's own double tap, from two tabs at once.
        return shift.sign_ups.current().get(volunteer=volunteer), False
    raise error


def release(sign_up: SignUp, *, reason: str = Reason.WITHDRAWN) -> list[SignUp]:
    """Give the place (or the place in line) back; the row stays, as the memory of a promise.

    Answers those to whom the freed place is now offered: the caller tells them. A repeat
    changes nothing.
    """
    with transaction.atomic():
        shift = locked_shift(sign_up.shift_id)
        held = shift.sign_ups.current().filter(pk=sign_up.pk)
        changed = set_released(held, reason)
        offered = offer_free_places(shift) if changed else []
    sign_up.refresh_from_db()
    return offered


def set_released(sign_ups: Iterable[SignUp], reason: str, *, at: datetime | None = None) -> int:
    """One statement for a QuerySet of sign-ups."""
    changed: int = sign_ups.update(  # type: ignore[attr-defined]  # a QuerySet
        status=Status.RELEASED,
        released_at=at or timezone.now(),
        reason=reason,
        offer_ends_at=None,
    )
    return changed


def finish(shift: Shift) -> int:
    """Turn every held place into help given; returns how many."""
    return shift.sign_ups.filter(status=Status.ACTIVE).update(status=Status.DONE)


def unfinish(shift: Shift) -> list[SignUp]:
    """The opposite of `finish`, for help marked done by mistake; its line ended by then.

    Answers those who have left since and promise nothing any more: their places are free.
    """
    done = shift.sign_ups.filter(status=Status.DONE)
    done.of_who_stayed().update(status=Status.ACTIVE)
    return let_go(done)


def let_go(sign_ups: QuerySet[SignUp]) -> list[SignUp]:
    """Of those whom nobody can wait for any more; answers whose they were."""
    gone = list(sign_ups.select_related("volunteer").order_by("id"))
    set_released(SignUp.objects.filter(pk__in=[each.pk for each in gone]), Reason.WITHDRAWN)
    return gone


def release_all(
    shift: Shift,
    *,
    reason: str = Reason.CANCELLED,
    line_reason: str | None = None,
    at: datetime | None = None,
) -> int:
    """Everybody goes free, the waiting list too; nobody is offered anything.

    The line a moment later than those who held a place: `restore_released` goes by that.
    With `line_reason` it is told apart for good: nobody in it has come forward in the end.
    """
    at = at or timezone.now()
    line = shift.sign_ups.filter(status__in=(Status.OFFERED, Status.WAITING))
    held = shift.sign_ups.filter(status=Status.ACTIVE)
    ended = set_released(line, line_reason or reason, at=at + A_MOMENT)
    return ended + set_released(held, reason, at=at)


def restore_released(shift: Shift, *, at: datetime) -> tuple[list[SignUp], list[SignUp]]:
    """The opposite of `release_all(at=at)`, which was a mistake.

    Who was offered a place waits for it again. Answers those to whom one is offered now, and
    those who held one and have left since: they get nothing back.
    """
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        freed = fresh.sign_ups.filter(status=Status.RELEASED)
        held, line = freed.filter(released_at=at), freed.filter(released_at=at + A_MOMENT)
        back = {"released_at": None, "reason": ""}
        held.of_who_stayed().update(status=Status.ACTIVE, **back)
        line.of_who_stayed().update(status=Status.WAITING, **back)
        gone = let_go(held)
        let_go(line)
        return offer_free_places(fresh), gone


def resize(shift: Shift, capacity: int) -> list[SignUp]:
    """More or fewer places; the new ones are offered down the waiting list.

    Answers those to whom they are offered. Raises TooFewPlaces below what is taken.
    """
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        if capacity < fresh.taken:
            raise TooFewPlaces
        fresh.capacity = shift.capacity = capacity
        fresh.save(update_fields=["capacity"])
        return offer_free_places(fresh)


def reschedule(shift: Shift, starts_at: datetime | None, ends_at: datetime | None) -> list[SignUp]:
    """Another time. What is offered may be answered anew, since that was about the old one.

    Answers those to whom a place is offered now: one that came free after the old start.
    """
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        fresh.starts_at, fresh.ends_at = starts_at, ends_at
        fresh.save(update_fields=["starts_at", "ends_at"])
        offered = fresh.sign_ups.filter(status=Status.OFFERED)
        offered.update(offer_ends_at=answer_by(timezone.now(), starts_at, fresh.zone))
        return offer_free_places(fresh)


def set_attended(sign_ups: QuerySet[SignUp]) -> int:
    """They came, whatever was noted of them before; returns how many."""
    return sign_ups.update(status=Status.DONE, released_at=None, reason="")
