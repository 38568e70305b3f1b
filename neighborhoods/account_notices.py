"""What somebody is told about their own account, so that they notice what they didn't do."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Membership, Office, RukunWarga
from notifications.actions import notify
from notifications.kinds import Kind, Words, register
from notifications.models import Notification

Text = str | Promise
NOT_YOU = _("Was it not you? Ask a coordinator of your RT for help at once.")
WORDS: dict[str, tuple[Text, Text]] = {
    "account.reset_made": (
        _("A link for a new password was made"),
        _("A coordinator made it for you. Did you not ask for it? Tell the head of your RW."),
    ),
    "account.reset_used": (_("A new password was set with the link"), NOT_YOU),
    "account.password_changed": (_("Your password was changed"), NOT_YOU),
    "account.phone_changed": (_("Your phone number was changed"), NOT_YOU),
    "account.passkey_added": (_("A passkey was added"), NOT_YOU),
    "account.passkey_removed": (_("A passkey was removed"), NOT_YOU),
    "account.sessions_ended": (
        _("You were signed out everywhere"),
        _("A coordinator did it, as for a lost phone. Passkeys were removed as well."),
    ),
}


def tell(resident: Resident, event: str, *, entry: Entry) -> None:
    """Nobody who belongs nowhere: they have no inbox."""
    rw = rw_of(resident)
    if rw is None:
        return
    notify(
        [resident],
        kind=f"account.{event}",
        object_id=resident.pk,
        code="",
        rw_id=rw.pk,
        zone=rw.zone,
        version=entry.pk,
    )


def rw_of(resident: Resident) -> RukunWarga | None:
    """Where they live, wait to be recognised or hold office."""
    lives = Membership.objects.current().filter(resident=resident).values("rt__rw")
    serves = Office.objects.in_force().filter(holder=resident).values("rw")
    return (
        RukunWarga.objects.filter(pk__in=lives).first()
        or RukunWarga.objects.filter(pk__in=serves).first()
    )


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind]
    return Words(title=str(title), body=str(body))


def link(notification: Notification) -> str:
    return reverse("security")


def register_kinds() -> None:
    for code in WORDS:
        register(Kind(code=code, words=words, link=link))
