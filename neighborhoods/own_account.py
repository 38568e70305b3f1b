"""What somebody changes in their own account; they are told, in case it was not they."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from accounts import devices, passkeys, passwords, phones
from accounts.models import Device, Resident
from accounts.passwords import note_own
from neighborhoods.account_notices import tell


def change_password(resident: Resident, new_password: str, *, session_key: str | None) -> None:
    with transaction.atomic():
        entry = passwords.change_password(resident, new_password, session_key=session_key)
        tell(resident, "password_changed", entry=entry)


def change_phone(resident: Resident, phone: str, *, session_key: str | None) -> None:
    """The limit is counted first, so that no transaction takes the count back."""
    phones.count_try(resident)
    with transaction.atomic():
        entry = phones.change_phone(resident, phone, session_key=session_key)
        tell(resident, "phone_changed", entry=entry)


def end_device(device: Device) -> None:
    with transaction.atomic():
        devices.end(device)
        note_own("device.ended", device.resident)


def end_others(resident: Resident, *, session_key: str | None) -> int:
    with transaction.atomic():
        passwords.void_ways_in(resident)
        ended = devices.end_all(resident, but=session_key)
        note_own("device.ended", resident)
    return ended


def add_passkey(request: HttpRequest, resident: Resident, credential: str, *, name: str) -> None:
    with transaction.atomic():
        entry = passkeys.add(request, resident, credential, name=name)
        tell(resident, "passkey_added", entry=entry)


def remove_passkey(passkey: Authenticator) -> None:
    with transaction.atomic():
        entry = passkeys.remove(passkey)
        tell(passkey.user, "passkey_removed", entry=entry)
