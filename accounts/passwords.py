"""A new password: by one's own hand, or by the link that a coordinator made."""

import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import devices, sign_in_codes
from accounts.errors import LinkNoLongerValid
from accounts.models import ResetLink, Resident
from accounts.rows import lock_live
from journal.actions import record
from journal.models import Entry

LASTS = timedelta(minutes=30)


def make_reset_link(resident: Resident, *, made_by: Resident) -> str:
    return make_reset_link_noted(resident, made_by=made_by)[0]


def make_reset_link_noted(
    resident: Resident,
    *,
    made_by: Resident,
    membership_id: int | None = None,
    rw_id: int | None = None,
) -> tuple[str, Entry]:
    """Its token (256 bits), which is stored nowhere; earlier links end. And the entry, for who
    tells of it. Raises AccountClosed."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock_live(resident)
        now = timezone.now()
        open_links(Q(resident=resident)).update(revoked_at=now)
        ResetLink.objects.create(
            resident=resident, token_hash=hashed(token), made_by=made_by, expires_at=now + LASTS
        )
        entry = record(
            "reset.made",
            object_kind="membership" if membership_id else "resident",
            object_id=membership_id or resident.pk,
            rw_id=rw_id,
            actor_id=made_by.pk,
            subject_id=resident.pk,
        )
    return token, entry


def link_of(token: str) -> ResetLink | None:
    """Looking uses nothing up: messengers open links to show a preview."""
    return open_links(Q(token_hash=hashed(token))).select_related("resident").first()


def use_reset_link(token: str, new_password: str) -> Resident:
    return use_reset_link_noted(token, new_password)[0]


def use_reset_link_noted(token: str, new_password: str) -> tuple[Resident, Entry]:
    """Once; ends every session, and removes passkeys: the phone may be a lost one."""
    which = Q(token_hash=hashed(token))
    with transaction.atomic():
        # The person first and then their links, as everywhere: else two wait for each other.
        people = Resident.objects.select_for_update(of=("self",))
        resident = people.filter(reset_links__token_hash=hashed(token)).first()
        if resident is None or not open_links(which).update(used_at=timezone.now()):
            raise LinkNoLongerValid
        set_password(resident, new_password)
        close_everything(resident)
        return resident, note_use(resident)


def note_use(resident: Resident) -> Entry:
    """Where the making stands in the journal, so that the same people read both."""
    made = Entry.objects.filter(action="reset.made", subject_id=resident.pk).latest("pk")
    return record(
        "reset.used",
        object_kind=made.object_kind,
        object_id=made.object_id,
        rw_id=made.rw_id,
        actor_id=resident.pk,
        subject_id=resident.pk,
    )


def change_password(resident: Resident, new_password: str, *, session_key: str | None) -> Entry:
    """By the person; every other session ends, and so does each other way in.

    Raises AccountClosed.
    """
    with transaction.atomic():
        lock_live(resident)
        set_password(resident, new_password)
        void_ways_in(resident)
        devices.end_all(resident, but=session_key)
        return note_own("password.changed", resident)


def close_everything(resident: Resident) -> int:
    """A lost phone lets nobody in: sessions end and passkeys go. How many sessions."""
    void_ways_in(resident)
    Authenticator.objects.filter(user=resident).delete()
    return devices.end_all(resident)


def void_ways_in(resident: Resident) -> None:
    """Links and codes on their way: they may have been sent to a phone that is theirs no more.

    And what is open without a password (`volunteers.feeds`): its address may lie on that phone.
    Devices known until now are known no more (`known_devices`).
    """
    Resident.objects.select_for_update().get(pk=resident.pk)
    resident.ways_in_since = timezone.now()
    Resident.objects.filter(pk=resident.pk).update(ways_in_since=resident.ways_in_since)
    open_links(Q(resident=resident)).update(revoked_at=timezone.now())
    sign_in_codes.void(resident)


def set_password(resident: Resident, new_password: str) -> None:
    resident.set_password(new_password)
    resident.save(update_fields=["password"])


def note_own(action: str, resident: Resident) -> Entry:
    """Of no RW: what somebody does to their own account is no business of the desk's."""
    return record(
        action,
        object_kind="resident",
        object_id=resident.pk,
        rw_id=None,
        actor_id=resident.pk,
        subject_id=resident.pk,
    )


def open_links(which: Q) -> QuerySet[ResetLink]:
    return ResetLink.objects.filter(
        which,
        used_at=None,
        revoked_at=None,
        expires_at__gt=timezone.now(),
        resident__is_active=True,
        resident__phone__isnull=False,
    )


def hashed(token: str) -> str:
    """Plain, since nobody guesses 256 bits."""
    return sha256(token.encode()).hexdigest()
