"""What somebody is told about their own data, and the coordinators of who leaves an office."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import DataExport, Resident
from coordinators.data_handlers import operators
from gotongroyong.mydata import behalf_notices
from neighborhoods.in_office import anybody_in_office
from neighborhoods.last_office import others_in_rw
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from notifications.actions import notify
from notifications.kinds import Kind, Words, register
from notifications.models import Notification

Text = str | Promise
# Somebody may belong to no RW.
NO_RW = 0
OFFICE_LEFT = "office.left"

# kind → (title, body, the page it leads to)
WORDS: dict[str, tuple[Text, Text, str]] = {
    "data.ready": (
        _("Your data is ready"),
        _("The file is kept for 7 days. Only you can download it, with your password."),
        "my_data",
    ),
    "erasure.asked": (
        _("Your account will be deleted"),
        _("You have seven days to change your mind. Was it not you? Take it back now."),
        "erase",
    ),
    OFFICE_LEFT: (
        _("An office is vacant"),
        _("Its holder has deleted the account. Please find a successor."),
        "desk_hood",
    ),
}


def tell_export_ready(export: DataExport) -> None:
    tell(export.resident, "data.ready", export.pk)


def tell_erasure_asked(resident: Resident) -> None:
    if resident.erase_after:
        version = int(resident.erase_after.timestamp())
        tell(resident, "erasure.asked", resident.pk, version=version)


def tell(resident: Resident, kind: str, object_id: int, *, version: int = 0) -> None:
    standing = standing_of(resident)
    notify(
        [resident],
        kind=kind,
        object_id=object_id,
        code="",
        rw_id=standing.rw.pk if standing.rw else NO_RW,
        zone=standing.zone,
        version=version,
    )


def tell_coordinators_of_leaving(leaver: Resident) -> None:
    """Whoever is left in office in that RW; the operator where nobody is.

    The leaver's account is switched off, so their office is in force no more, but not ended.
    """
    office = Office.objects.unended().filter(holder=leaver).select_related("rw").first()
    if office is None:
        return
    left = others_in_rw(office)
    if not left.exists():
        left = operators()
    notify(
        left,
        kind=OFFICE_LEFT,
        object_id=leaver.pk,
        code="",
        rw_id=office.rw_id,
        zone=office.rw.zone,
    )


def words(notification: Notification) -> Words:
    title, body, _page = WORDS[notification.kind]
    return Words(title=str(title), body=str(body))


def link(notification: Notification) -> str:
    if notification.kind == OFFICE_LEFT and not holds_office(notification):
        return reverse("admin:neighborhoods_office_changelist")
    return reverse(WORDS[notification.kind][2])


def holds_office(notification: Notification) -> bool:
    """The operator, who is told where nobody is left, has no desk."""
    return anybody_in_office(notification).filter(pk=notification.recipient_id).exists()


def left_in_charge(notification: Notification) -> Iterable[Resident]:
    """Whoever is in office there by now, or the operator."""
    return (*anybody_in_office(notification), *operators())


def register_kinds() -> None:
    for code in WORDS:
        audience = left_in_charge if code == OFFICE_LEFT else None
        register(Kind(code=code, words=words, link=link, audience=audience))
    behalf_notices.register_kinds()
