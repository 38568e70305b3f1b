"""Somebody without a phone who belongs nowhere: nobody may speak for them, nor is there a
purpose left to keep their data for.

They were declined, or an operator ended where they lived. Their account gets its day, seven
days ahead; whoever has a home or a phone again by then stays.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import erasure
from accounts.models import Resident
from accounts.rows import locked
from gotongroyong.mydata.behalf_notices import tell_no_purpose
from journal.actions import record
from journal.models import Entry
from neighborhoods.models import Membership
from web.ticking import each_due

BATCH = 50
# A decision may be undone, and a slip is mended soon.
GRACE = timedelta(hours=1)


def review_purposes(now: datetime) -> int:
    """How many got a day or lost it. Safe to run at any time, twice and at once."""

    def end_one(person: Resident) -> bool:
        return end_purpose(person, now)

    ended = each_due(without_purpose(now), end_one, most=BATCH)
    return ended + each_due(with_purpose_again(), resume, most=BATCH)


def without_purpose(now: datetime) -> QuerySet[Resident]:
    homes = Membership.objects.filter(resident=OuterRef("pk"))
    return Resident.objects.filter(
        Exists(homes),
        ~Exists(homes.current()),
        ~Exists(homes.filter(ended_at__gt=now - GRACE)),
        phone=None,
        erased_at=None,
        erase_after=None,
    )


def with_purpose_again() -> QuerySet[Resident]:
    """Whose day the clock had set, by the last word of the journal."""
    home = Membership.objects.current().filter(resident=OuterRef("pk"))
    words = Entry.objects.filter(
        object_kind="resident", object_id=OuterRef("pk"), action__startswith="erasure."
    )
    return (
        Resident.objects.filter(Q(phone__isnull=False) | Exists(home), erased_at=None)
        .filter(erasing_since=None)
        .filter(erase_after__isnull=False)
        .annotate(last_word=words.order_by("-id").values("action")[:1])
        .filter(last_word="erasure.no_purpose")
    )


@transaction.atomic
def end_purpose(person: Resident, now: datetime) -> bool:
    fresh = locked(person)
    if not without_purpose(now).filter(pk=person.pk).exists() or not erasure.set_day(fresh):
        return False
    home = last_home_of(fresh)
    tell_no_purpose(home, record("erasure.no_purpose", **about(home)))
    return True


@transaction.atomic
def resume(person: Resident) -> bool:
    fresh = locked(person)
    if not with_purpose_again().filter(pk=person.pk).exists() or not erasure.clear_day(fresh):
        return False
    record("erasure.purpose_again", **about(last_home_of(fresh)))
    return True


def last_home_of(person: Resident) -> Membership:
    return person.memberships.select_related("rt__rw").latest("pk")


def about(home: Membership) -> dict[str, Any]:
    """For the journal; the clock has no name."""
    return {
        "object_kind": "resident",
        "object_id": home.resident_id,
        "rw_id": home.rt.rw_id,
        "subject_id": home.resident_id,
    }
