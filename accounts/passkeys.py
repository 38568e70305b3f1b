"""A passkey: another way in for coordinators, and never a second step.

allauth does the ceremony; kept of it is what checks a signature. What a browser sends passes
two decoders of a stranger's bytes, so whatever they trip over means no.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from fido2.utils import websafe_encode

from accounts import limits
from accounts.client_ip import client_ip
from accounts.errors import PasskeyNotRight, TooManyPasskeys, TooManyTries
from accounts.models import Resident
from accounts.passwords import note_own
from accounts.rows import lock_live
from journal.models import Entry

PASSKEY = Authenticator.Type.WEBAUTHN
# What was asked of the browser has to come back in time; for whom, and whether to add or to
# sign in, is noted, so that one's answer is not taken for the other's.
ASKED, ANSWER_WITHIN = "passkey_asked", timedelta(minutes=5)
SIGN_IN = "sign-in"
MOST_EACH = 10
# Looks and answers by one address; many phones share it, and a sign-in gives its two back.
MOST_TRIES, PER = 120, timedelta(minutes=15)
LONGEST_ANSWER = 20_000


def passkeys_of(resident: Resident) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=resident, type=PASSKEY).order_by("created_at", "pk")


def ask_to_add(request: HttpRequest, resident: Resident) -> dict[str, Any]:
    """What the browser makes it from; only once the password was asked."""
    note_asked(request, f"add:{resident.pk}")
    options: dict[str, Any] = auth.begin_registration(resident, passwordless=True)
    return options


def add(request: HttpRequest, resident: Resident, credential: str, *, name: str) -> Entry:
    with answered(request, f"add:{resident.pk}"):
        kept = made_with(read(credential))
    with transaction.atomic():
        lock_live(resident)
        if passkeys_of(resident).count() >= MOST_EACH:
            raise TooManyPasskeys
        if Authenticator.objects.filter(data__credential__id=kept["id"]).exists():
            raise PasskeyNotRight
        auth.WebAuthn.add(resident, name, kept)
        return note_own("passkey.added", resident)


def made_with(credential: dict[str, Any]) -> dict[str, Any]:
    """Written anew, so that nothing is kept that a browser might add."""
    parsed = auth.parse_registration_response(credential)
    auth.complete_registration(credential)
    made = parsed.response.attestation_object.auth_data.credential_data
    key_id = websafe_encode(made.credential_id)
    response = {
        "clientDataJSON": websafe_encode(parsed.response.client_data),
        "attestationObject": websafe_encode(parsed.response.attestation_object),
    }
    return {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}


def remove(passkey: Authenticator) -> Entry:
    with transaction.atomic():
        passkey.delete()
        return note_own("passkey.removed", passkey.user)


def ask_to_sign_in(request: HttpRequest) -> dict[str, Any]:
    """The same for everybody: the browser knows whose passkeys it holds."""
    note_asked(request, SIGN_IN)
    options: dict[str, Any] = auth.begin_authentication()
    return options


def passkey_used(request: HttpRequest, credential: str) -> Authenticator:
    """Whose it is says the passkey itself; an unknown person and a wrong signature are one."""
    with answered(request, SIGN_IN):
        answer = read(credential)
        auth.parse_authentication_response(answer)
        resident = auth.extract_user_from_response(answer)
        passkey: Authenticator = auth.complete_authentication(resident, answer)
        return passkey


def read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyNotRight
    read: dict[str, Any] = json.loads(answer)
    return read


def note_asked(request: HttpRequest, what: str) -> None:
    request.session[ASKED] = {"what": what, "at": int(time.time())}


@contextmanager
def answered(request: HttpRequest, what: str) -> Iterator[None]:
    """Once: right or wrong, the next answer needs a new question."""
    asked = request.session.pop(ASKED, None) or {}
    try:
        if asked.get("what") != what or time.time() - asked["at"] > ANSWER_WITHIN.total_seconds():
            raise PasskeyNotRight
        yield
    except (PasskeyNotRight, DatabaseError):
        raise
    except Exception as error:
        raise PasskeyNotRight from error
    finally:
        request.session.pop(auth.STATE_SESSION_KEY, None)


def count_try(request: HttpRequest) -> None:
    if not limits.take(key_of(request), most=MOST_TRIES, per=PER):
        raise TooManyTries


def give_back(request: HttpRequest) -> None:
    """The look and the answer of a sign-in that was one."""
    for _ in range(2):
        limits.give_back(key_of(request))


def key_of(request: HttpRequest) -> str:
    return f"passkey:{client_ip(request)}"
