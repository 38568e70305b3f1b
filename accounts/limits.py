"""How often something may be tried: counted by Postgres, so exact, and with Redis gone.

A window begins with its first try and ends after `per`. Each call commits by itself: a count
that is rolled back with what it counted would be no limit.
"""

import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Limit

# A refused try changes no row and so answers none; the row's lock puts the rest in line.
TAKE = """
INSERT INTO accounts_limit AS kept (key, tries, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN kept.ends_at <= %(now)s THEN 1 ELSE kept.tries + 1 END,
    ends_at = CASE WHEN kept.ends_at <= %(now)s THEN %(ends_at)s ELSE kept.ends_at END
WHERE kept.ends_at <= %(now)s OR kept.tries < %(most)s
RETURNING tries
"""


def take(key: str, *, most: int, per: timedelta) -> bool:
    """Count one try; False, and nothing counted, if `most` were taken in this window."""
    now = timezone.now()
    values: dict[str, Any] = {"key": hashed(key), "now": now, "ends_at": now + per, "most": most}
    # Durable: refuses to run within a transaction that could take the count back.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.fetchone() is not None


def give_back(key: str) -> None:
    """The try was none: the password was right."""
    running(key).filter(tries__gt=0).update(tries=F("tries") - 1)


def forget(key: str) -> None:
    Limit.objects.filter(key=hashed(key)).delete()


def is_spent(key: str, *, most: int) -> bool:
    return running(key).filter(tries__gte=most).exists()


def clear_ended() -> int:
    return Limit.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def running(key: str) -> QuerySet[Limit]:
    return Limit.objects.filter(key=hashed(key), ends_at__gt=timezone.now())


def hashed(key: str) -> str:
    """Keyed, since a plain hash of a phone number is found by trying all of them."""
    secret = f"limit:{settings.SECRET_KEY}".encode()
    return hmac.digest(secret, key.encode(), "sha256").hex()
