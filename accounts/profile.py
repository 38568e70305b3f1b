"""What somebody sets about themselves."""

from django.db import transaction

from accounts.models import Resident
from accounts.rows import lock_live
from journal.actions import record


@transaction.atomic
def save_profile(resident: Resident, *, name: str, language: str, text_size: str) -> Resident:
    """Raises AccountClosed."""
    fresh = lock_live(resident)
    fresh.name, fresh.language, fresh.text_size = name, language, text_size
    fresh.save(update_fields=["name", "language", "text_size"])
    record(
        "resident.changed",
        object_kind="resident",
        object_id=fresh.pk,
        rw_id=None,
        actor_id=fresh.pk,
        subject_id=fresh.pk,
    )
    return fresh
