"""An account's own row, locked for one change of it."""

from accounts.errors import AccountClosed
from accounts.models import Resident


def locked(resident: Resident) -> Resident:
    return Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)


def lock_live(resident: Resident) -> Resident:
    """Of somebody who is there still: a form may be on its way while the account is erased, and
    would write back what was just wiped. Raises AccountClosed.
    """
    fresh = locked(resident)
    if fresh.erasing_since or fresh.erased_at:
        raise AccountClosed
    return fresh
