"""A person's private calendar address: a token shown once, of which only a hash is kept."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Resident
from accounts.rows import lock_live
from volunteers.models import CalendarFeed

# 192 random bits, so that neither a salt nor a limit of tries is needed.
TOKEN_BYTES = 24
# It is asked for no password, and lay on a phone that may be lost: whoever signs out everywhere,
# gets a new password or number, or is helped back in by a coordinator, ends it as well.
OPEN = Q(resident__ways_in_since=None) | Q(created_at__gt=F("resident__ways_in_since"))


@transaction.atomic
def make_feed(resident: Resident) -> str:
    """A new address; one made before ends with it. Answers its token, once.

    Raises AccountClosed.
    """
    lock_live(resident)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        resident=resident, defaults={"token_hash": hashed(token), "created_at": timezone.now()}
    )
    return token


def end_feed(resident: Resident) -> None:
    CalendarFeed.objects.filter(resident=resident).delete()


def has_feed(resident: Resident) -> bool:
    return CalendarFeed.objects.filter(resident=resident).exists()


def has_ended(resident: Resident) -> bool:
    """There is one, and it opens nothing any more."""
    return CalendarFeed.objects.filter(~OPEN, resident=resident).exists()


def clear_ended(until: datetime) -> int:
    """Of those that ended before then, what is left is nobody's business."""
    return CalendarFeed.objects.filter(~OPEN, resident__ways_in_since__lte=until).delete()[0]


def owner_of(token: str) -> Resident | None:
    """By the hash, whatever the token looks like; None for one that is none or a locked account."""
    feeds = CalendarFeed.objects.filter(OPEN, token_hash=hashed(token), resident__is_active=True)
    feed = feeds.select_related("resident").first()
    return feed.resident if feed else None


def hashed(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
