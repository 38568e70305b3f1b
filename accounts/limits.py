"""STUB with SIGNIN's signatures, until its branch is merged: exact limits in Postgres."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Limit

TAKE = """
INSERT INTO accounts_limit AS kept (key, tries, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN kept.ends_at <= %s THEN 1 ELSE kept.tries + 1 END,
    ends_at = CASE WHEN kept.ends_at <= %s THEN excluded.ends_at ELSE kept.ends_at END
RETURNING tries
"""


def take(key: str, *, most: int, per: timedelta) -> bool:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [hashed(key), now + per, now, now])
        tries: int = cursor.fetchone()[0]
    return tries <= most


def forget(key: str) -> None:
    Limit.objects.filter(key=hashed(key)).delete()


def hashed(key: str) -> str:
    return salted_hmac("accounts.limits", key, algorithm="sha256").hexdigest()
