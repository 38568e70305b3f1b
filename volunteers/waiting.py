"""The waiting list of a full shift: first come, first offered, and nobody is kept waiting in vain.

While anybody waits, no place is free: whatever frees one offers it on in the same
transaction, under the shift's lock. So a newcomer can't slip past those in line. An offered
place counts as taken until it is answered; unanswered it is passed on.

Except while the need or event is hidden, since those in line can't open it to answer: then
nothing is offered and no offer ends, so a free place may stand beside a line, and whoever
shows the thing again calls `resume`. Nobody can sign up past them: that is refused meanwhile.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Resident
from notifications.quiet import quiet_until
from volunteers.models import Shift, SignUp

# Two waking hours, but an end half an hour before it begins, so that one more may be asked.
ANSWER = timedelta(hours=2)
BEFORE_IT_BEGINS = timedelta(minutes=30)
AT_LEAST = timedelta(minutes=10)
Status, Reason = SignUp.Status, SignUp.Reason
# One of both is empty, and so is its column.
IN_SIGHT = Q(shift__need__hidden_at=None, shift__event__hidden_at=None)


def locked_shift(pk: int) -> Shift:
    """Inside a transaction: the row that every change of its places has to pass."""
    return Shift.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def wait_for_place(shift: Shift, *, volunteer: Resident) -> tuple[SignUp, bool]:
    """A place in line; straight a place where one is free by now. One's own repeat is harmless.

    The second value says whether the sign-up is new.
    """
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        held = fresh.sign_ups.current().filter(volunteer=volunteer).first()
        if held:
            return held, False
        status = Status.ACTIVE if fresh.places_left else Status.WAITING
        return SignUp.objects.create(shift=fresh, volunteer=volunteer, status=status), True


def offer_free_places(shift: Shift) -> list[SignUp]:
    """Under the shift's lock: each free place to the next in line. Answers whom to ask."""
    shift.refresh_from_db(fields=["taken", "capacity", "starts_at"])
    now = timezone.now()
    if shift.places_left <= 0 or has_begun(shift, now) or shift.is_hidden:
        return []
    ends_at = answer_by(now, shift.starts_at, shift.zone)
    asked = list(shift.sign_ups.in_line().select_related("volunteer")[: shift.places_left])
    for sign_up in asked:
        sign_up.status, sign_up.offer_ends_at = Status.OFFERED, ends_at
        sign_up.save(update_fields=["status", "offer_ends_at"])
    return asked


def resume(shift: Shift) -> list[SignUp]:
    """Its need or event is shown again: open offers may be answered anew, free places go on.

    Answers everybody to whom a place is offered now; nobody while it is still hidden.
    """
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        now = timezone.now()
        if fresh.is_hidden or has_begun(fresh, now):
            return []
        offered = fresh.sign_ups.filter(status=Status.OFFERED)
        offered.update(offer_ends_at=answer_by(now, fresh.starts_at, fresh.zone))
        offer_free_places(fresh)
        return list(offered.select_related("volunteer").order_by("id"))


def has_begun(shift: Shift, now: datetime) -> bool:
    return shift.starts_at is not None and shift.starts_at <= now


def answer_by(now: datetime, starts_at: datetime | None, zone: str) -> datetime:
    """Until when an offer stands: nobody has to answer in quiet hours, and it ends in time.

    What begins in quiet hours, or right after, is offered until it begins: a line that was
    asked at night must not be used up while it sleeps.
    """
    ends = (quiet_until(now, zone) or now) + ANSWER
    # Begun by day and ending at night, it waits for the morning's two hours.
    if asleep_until := quiet_until(ends, zone):
        ends = asleep_until + ANSWER
    if starts_at:
        ends = min(ends, starts_at - BEFORE_IT_BEGINS)
        ends = min(max(ends, now + AT_LEAST), starts_at)
        return starts_at if quiet_until(ends, zone) else ends
    return ends


def lapsed_offers(now: datetime) -> QuerySet[SignUp]:
    """Offers that nobody answered in time, for the tick to pass on."""
    return SignUp.objects.filter(IN_SIGHT, status=Status.OFFERED, offer_ends_at__lte=now)


def waiting_in_vain(now: datetime) -> QuerySet[SignUp]:
    """In line for something that has begun by now."""
    return SignUp.objects.filter(status=Status.WAITING, shift__starts_at__lte=now)


def pass_on(sign_up: SignUp, now: datetime) -> tuple[bool, list[SignUp]]:
    """End an unanswered offer and ask the next in line; whether it was still unanswered.

    Safe to call any number of times and at once: under the lock only the first finds it.
    """
    with transaction.atomic():
        shift = locked_shift(sign_up.shift_id)
        lapsed = lapsed_offers(now).filter(pk=sign_up.pk)
        ended = lapsed.update(
            status=Status.RELEASED, released_at=now, reason=Reason.UNANSWERED, offer_ends_at=None
        )
        return bool(ended), offer_free_places(shift) if ended else []


def close_line(shift: Shift, *, reason: str = Reason.NO_PLACE) -> list[SignUp]:
    """Nobody else gets a place: the line and open offers end. Answers whom to tell."""
    with transaction.atomic():
        fresh = locked_shift(shift.pk)
        ended = fresh.sign_ups.filter(status__in=(Status.WAITING, Status.OFFERED))
        people = list(ended.select_related("volunteer").order_by("id"))
        ended.update(
            status=Status.RELEASED,
            released_at=timezone.now(),
            reason=reason,
            offer_ends_at=None,
        )
        return people


def position(sign_up: SignUp) -> int:
    """Where in line, from 1."""
    return sign_up.shift.sign_ups.in_line().filter(id__lte=sign_up.pk).count()
