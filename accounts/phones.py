"""A new phone number, which is what one signs in with."""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts import devices, limits
from accounts.errors import PhoneNotAvailable, TooManyToday
from accounts.models import Resident
from accounts.passwords import note_own, void_ways_in
from accounts.rows import lock_live
from journal.models import Entry

# Whether a number is somebody's can be asked so often and no more.
MOST, PER = 5, timedelta(days=1)
# With the number before and the new one, '' where there is none any more.
Follow = Callable[[str, str], object]
_followers: list[Follow] = []


def when_changed(follow: Follow) -> None:
    """For the floors above: what they know by the number alone, in the same transaction."""
    if follow not in _followers:
        _followers.append(follow)


def note_changed(before: str | None, now: str | None) -> None:
    for follow in _followers if before else ():
        follow(before or "", now or "")


def leave_number(resident: Resident, before: str | None, *, session_key: str | None) -> None:
    """Of who has a new one, or none: what followed the old, was sent there or is open on it."""
    note_changed(before, resident.phone)
    void_ways_in(resident)
    devices.end_all(resident, but=session_key)


def count_try(resident: Resident, *, whose: str = "own") -> None:
    """By whoever tries a number, their own or somebody else's, and each by itself."""
    key = f"phone:{resident.pk}" if whose == "own" else f"phone:{whose}:{resident.pk}"
    if not limits.take(key, most=MOST, per=PER):
        raise TooManyToday


def change_phone(resident: Resident, phone: str, *, session_key: str | None) -> Entry:
    """By the person, who gave the password; their session alone goes on.

    Raises AccountClosed, PhoneNotAvailable.
    """
    before = resident.phone
    try:
        with transaction.atomic():
            stored = lock_live(resident).phone
            resident.phone = phone
            resident.save(update_fields=["phone"])
            leave_number(resident, stored, session_key=session_key)
            return note_own("phone.changed", resident)
    except IntegrityError:
        resident.phone = before
        raise PhoneNotAvailable from None
