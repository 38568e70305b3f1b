"""Six digits to one's phone instead of the password, where a gateway is configured."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import gateway, limits
from accounts.errors import CodeNotRight, TooManyToday, TooManyTries
from accounts.models import Resident, SignInCode

LASTS, MOST_WRONG = timedelta(minutes=10), 5
PER = timedelta(minutes=15)
BY_NUMBER, BY_ADDRESS = 3, 60
# With five tries a code at most 50 guesses of a million a day at one number.
DAY, A_DAY = timedelta(days=1), 10


def ask(phone: str, *, address: str) -> str:
    """A value for the browser that asked, without which the code is worth nothing.

    For an unknown number and an operator's the same is done, but for the sending.
    """
    count_asking(phone, address)
    browser, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
    resident = who_may().filter(phone=phone).first()
    SignInCode.objects.create(
        resident=resident,
        browser_hash=hashed_browser(browser),
        code_hash=hashed_code(browser, code),
        expires_at=timezone.now() + LASTS,
    )
    if resident:
        gateway.send(phone, text_of(code, resident))
    return browser


def who_may() -> QuerySet[Resident]:
    """Not the platform's people: their account is worth more than what six digits guard."""
    return Resident.objects.filter(is_active=True, is_staff=False, is_superuser=False)


def count_asking(phone: str, address: str) -> None:
    """Refused by one limit it costs the others nothing."""
    taken: list[str] = []
    for key, most, per, refusal in (
        (f"code:number:{phone}", BY_NUMBER, PER, TooManyTries),
        (f"code:day:{phone}", A_DAY, DAY, TooManyToday),
        (f"code:address:{address}", BY_ADDRESS, PER, TooManyTries),
    ):
        if not limits.take(key, most=most, per=per):
            for each in taken:
                limits.give_back(each)
            raise refusal
        taken.append(key)


def text_of(code: str, resident: Resident) -> str:
    with translation.override(resident.language or settings.LANGUAGE_CODE):
        return _(
            "Gotong Royong: your code is %(code)s. It works for 10 minutes. Never give it to"
            " anybody, not even to a coordinator."
        ) % {"code": code}


def use(browser: str, code: str) -> Resident:
    """Once, in time, and before the sixth try."""
    with transaction.atomic():
        resident = tried(browser, code)
    # After the commit, which keeps the count of wrong ones.
    if resident is None:
        raise CodeNotRight
    return resident


def tried(browser: str, code: str) -> Resident | None:
    usable = SignInCode.objects.filter(
        browser_hash=hashed_browser(browser),
        used_at=None,
        wrong_tries__lt=MOST_WRONG,
        expires_at__gt=timezone.now(),
    )
    found = usable.select_for_update().first()
    if found is None:
        return None
    is_right = hmac.compare_digest(found.code_hash, hashed_code(browser, code))
    resident = who_may().filter(sign_in_codes=found).first()
    if not is_right or resident is None:
        SignInCode.objects.filter(pk=found.pk).update(wrong_tries=F("wrong_tries") + 1)
        return None
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    return resident


def void(resident: Resident) -> None:
    """Those on their way."""
    codes = SignInCode.objects.filter(resident=resident, used_at=None)
    codes.filter(expires_at__gt=timezone.now()).update(expires_at=timezone.now())


def hashed_browser(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()


def hashed_code(browser: str, code: str) -> str:
    """Keyed, since a million codes are tried in a second."""
    secret = f"sign-in-code:{settings.SECRET_KEY}".encode()
    return hmac.digest(secret, f"{browser}:{code}".encode(), "sha256").hex()
