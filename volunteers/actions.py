from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from volunteers.models import Shift, SignUp
from web.constraints import violated
from web.errors import DomainError


class AlreadyFull(DomainError):
    message = _("Enough helpers have signed up. Thank you for offering!")


def sign_up(shift: Shift, *, volunteer: Resident) -> tuple[SignUp, bool]:
    """Take a place, or find the one already held; the second value says whether it is new.

    No count is read first: the trigger's counter and its CHECK decide, so that the last
    place goes to one. Raises AlreadyFull.
    """
    held = shift.sign_ups.holding_a_place().filter(volunteer=volunteer).first()
    if held:
        return held, False
    try:
        with transaction.atomic():
            return SignUp.objects.create(shift=shift, volunteer=volunteer), True
    except IntegrityError as error:
        return place_after_conflict(shift, volunteer, error)


def place_after_conflict(
    shift: Shift, volunteer: Resident, error: IntegrityError
) -> tuple[SignUp, bool]:
    constraint = violated(error)
    if constraint == "shift_not_overfull":
        raise AlreadyFull from error
    if constraint == "one_place_per_person_and_shift":
        # One's own double tap, from two tabs at once.
        return shift.sign_ups.holding_a_place().get(volunteer=volunteer), False
    raise error


def release(sign_up: SignUp) -> None:
    """Give the place back; the row stays, as the memory of a promise."""
    sign_up.status = SignUp.Status.RELEASED
    sign_up.released_at = timezone.now()
    sign_up.save(update_fields=["status", "released_at"])


def finish(shift: Shift) -> int:
    """Turn every held place into help given; returns how many."""
    return shift.sign_ups.filter(status=SignUp.Status.ACTIVE).update(status=SignUp.Status.DONE)


def unfinish(shift: Shift) -> int:
    """The opposite of `finish`, for help marked done by mistake."""
    return shift.sign_ups.filter(status=SignUp.Status.DONE).update(status=SignUp.Status.ACTIVE)


def release_all(shift: Shift) -> int:
    return shift.sign_ups.filter(status=SignUp.Status.ACTIVE).update(
        status=SignUp.Status.RELEASED, released_at=timezone.now()
    )
