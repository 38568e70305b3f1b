"""Tables of Django and allauth that know a person: sessions, rights, the admin's log."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Device, Resident
from accounts.personal_data import (
    KEY,
    SECRET,
    THE_PERSON,
    Holding,
    delete_rows,
    impersonal,
)

WITH_ACCOUNT = _("until you delete your account")
RIGHTS = _("Rights in the administration")
DJANGO = "Django's own list of what there is, the same for everybody"


def sessions_of(resident: Resident) -> QuerySet[Session]:
    """Those of known devices; a session itself says only inside whose it is."""
    keys = Device.objects.filter(resident=resident).values("session_key")
    return Session.objects.filter(session_key__in=keys)


def end_sessions(resident: Resident) -> None:
    """All, those without a device too: each is read, which takes its time."""
    mine = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get(SESSION_KEY) == str(resident.pk)
    ]
    Session.objects.filter(session_key__in=mine).delete()


def emails_of(resident: Resident) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=resident)


def confirmations_of(resident: Resident) -> QuerySet[EmailConfirmation]:
    return EmailConfirmation.objects.filter(email_address__user=resident)


def authenticators_of(resident: Resident) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=resident)


def admin_log_of(resident: Resident) -> QuerySet[LogEntry]:
    """What they did in the administration, and what was done there to their account."""
    about = Q(content_type__app_label="accounts", content_type__model="resident")
    return LogEntry.objects.filter(Q(user=resident) | about & Q(object_id=str(resident.pk)))


def access_holdings() -> Iterable[Holding]:
    groups, permissions = Resident.groups.through, Resident.user_permissions.through

    def groups_of(resident: Resident) -> QuerySet[groups]:  # type: ignore[valid-type]
        return groups._default_manager.filter(resident=resident)

    def permissions_of(resident: Resident) -> QuerySet[permissions]:  # type: ignore[valid-type]
        return permissions._default_manager.filter(resident=resident)

    yield Holding(
        model=Session,
        title=_("Where you are signed in"),
        of=sessions_of,
        exported={"expire_date": _("Ends by itself")},
        left_out={"session_key": SECRET, "session_data": SECRET},
        erase=end_sessions,
        kept=_("until you sign out, and half a year at the most"),
    )
    yield Holding(
        model=EmailConfirmation,
        title=_("Email to be confirmed"),
        of=confirmations_of,
        exported={"created": _("Made"), "sent": _("Sent")},
        left_out={"id": KEY, "email_address": "exported as the address itself", "key": SECRET},
        erase=delete_rows(confirmations_of),
        kept=WITH_ACCOUNT,
    )
    yield Holding(
        model=EmailAddress,
        title=_("Email addresses"),
        of=emails_of,
        exported={"email": _("Email"), "verified": _("Confirmed"), "primary": _("In use")},
        left_out={"id": KEY, "user": THE_PERSON},
        erase=delete_rows(emails_of),
        kept=WITH_ACCOUNT,
    )
    yield Holding(
        model=Authenticator,
        title=_("Passkeys"),
        of=authenticators_of,
        exported={"type": _("Kind"), "created_at": _("Made"), "last_used_at": _("Last used")},
        left_out={"id": KEY, "user": THE_PERSON, "data": SECRET},
        erase=delete_rows(authenticators_of),
        kept=WITH_ACCOUNT,
    )
    yield Holding(
        model=groups,
        title=RIGHTS,
        of=groups_of,
        exported={"group": RIGHTS},
        left_out={"id": KEY, "resident": THE_PERSON},
        erase=delete_rows(groups_of),
        kept=WITH_ACCOUNT,
    )
    yield Holding(
        model=permissions,
        title=RIGHTS,
        of=permissions_of,
        exported={"permission": RIGHTS},
        left_out={"id": KEY, "resident": THE_PERSON},
        erase=delete_rows(permissions_of),
        kept=WITH_ACCOUNT,
    )
    yield Holding(
        model=LogEntry,
        title=_("The administration's log"),
        of=admin_log_of,
        exported={
            "action_time": _("When"),
            "action_flag": _("What"),
            "object_repr": _("About"),
            "change_message": _("Changed fields"),
        },
        left_out={
            "id": KEY,
            "user": "the operator, or the person themselves",
            "content_type": KEY,
            "object_id": KEY,
        },
        erase={"object_repr": "", "change_message": ""},
        kept=_("for good, without words"),
    )
    yield impersonal(Permission, "id name content_type codename", why=DJANGO)
    yield impersonal(Group, "id name", why="a set of rights, named by the operator")
    yield impersonal(Group.permissions.through, "id group permission", why=DJANGO)
    yield impersonal(ContentType, "id app_label model", why=DJANGO)
