"""A new account, which only somebody with an invitation gets to."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.consents import give
from accounts.models import Consent, Resident
from journal.actions import record
from web.constraints import violated
from web.errors import DomainError


class PhoneTaken(DomainError):
    message = _("This number has an account already. Sign in with it, then go on from there.")


class AdultsOnly(DomainError):
    message = _("An account is for people of 18 and older.")


class ConsentMissing(DomainError):
    message = _("Without this consent we may not keep an account for you.")


def create_account(
    *, name: str, phone: str, password: str, is_adult: bool, consents: Iterable[str]
) -> Resident:
    """`phone` as E.164. Raises AdultsOnly, ConsentMissing, PhoneTaken.

    The password is hashed whether or not the number is known, and the table's own uniqueness
    decides: two at once make one account.
    """
    if not is_adult:
        raise AdultsOnly
    given = set(consents)
    if Consent.Purpose.ACCOUNT not in given:
        raise ConsentMissing
    resident = Resident(
        name=name, phone=phone, password=make_password(password), adult_since=timezone.now()
    )
    with transaction.atomic():
        insert(resident)
        record(
            "resident.joined",
            object_kind="resident",
            object_id=resident.pk,
            rw_id=None,
            actor_id=resident.pk,
        )
        for purpose in sorted(given):
            give(resident, purpose)
    return resident


def insert(resident: Resident) -> None:
    try:
        with transaction.atomic():
            resident.save(force_insert=True)
    except IntegrityError as error:
        if "phone" not in violated(error):
            raise
        raise PhoneTaken from error
