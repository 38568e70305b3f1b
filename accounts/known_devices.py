"""A phone on which somebody has signed in before: guessing elsewhere doesn't lock it out.

A signed cookie that names each of its people by a keyed hash, and itself by a random id. The
hash goes over `ways_in_since` as well, so that a new password makes every device unknown: whoever
knew the old one can collect no devices to guess from. Not over the stored password, which Django
hashes anew at a sign-in after an upgrade.
"""

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Resident

COOKIE, SALT = "perangkat", "accounts.known_devices"
# As long as browsers keep one.
KEPT = timedelta(days=400)
# Phones are shared within a family.
MOST_PEOPLE = 6
type People = dict[str, str]


def device_of(request: HttpRequest, resident: Resident | None) -> str | None:
    """The random id under which this browser is known for that person."""
    return people_on(request).get(hash_of(resident)) if resident else None


def remember(request: HttpRequest, response: HttpResponse, resident: Resident) -> None:
    name, people = hash_of(resident), people_on(request)
    known = {name: people.pop(name, "") or secrets.token_urlsafe(16)}
    newest_first = list((known | people).items())[:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(newest_first), salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def people_on(request: HttpRequest) -> People:
    try:
        people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return {str(name): str(device) for name, device in people.items()}


def hash_of(resident: Resident) -> str:
    secret = f"known-device:{settings.SECRET_KEY}".encode()
    since = resident.ways_in_since.timestamp() if resident.ways_in_since else 0
    return hmac.digest(secret, f"{resident.pk}:{since}".encode(), "sha256").hex()[:32]
