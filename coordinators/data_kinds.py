"""Notices about requests for one's own data; titles name no person."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import DataRequest, Resident
from coordinators.data_handlers import anybody_for, handlers_of, operators
from neighborhoods.in_office import rw_in_office
from notifications.actions import mark_read_about, notify
from notifications.kinds import Kind, Words, register
from notifications.models import Notification

Text = str | Promise
FOR_HANDLERS = ("data.asked", "data.overdue")

WORDS: dict[str, tuple[Text, Text]] = {
    "data.asked": (
        _("A request about personal data"),
        _("A resident asks. The law gives you 3x24 hours to answer, at the coordinators' desk."),
    ),
    "data.overdue": (
        _("A request about personal data is overdue"),
        _("Its 3x24 hours are over. Any coordinator of the RW may answer now."),
    ),
    "data.overdue_elsewhere": (
        _("A request about personal data is overdue"),
        _("The coordinators of its RW have not answered within 3x24 hours. Please call them."),
    ),
    "data.answered": (
        _("Your request about your data is answered"),
        _("Open it to read the answer."),
    ),
}


def tell_asked(asked: DataRequest, handlers: Iterable[Resident]) -> None:
    tell(handlers, "data.asked", asked)


def tell_overdue(
    asked: DataRequest, coordinators: Iterable[Resident], operators: Iterable[Resident]
) -> None:
    tell(coordinators, "data.overdue", asked)
    tell(operators, "data.overdue_elsewhere", asked)


def tell_answered(asked: DataRequest) -> None:
    mark_read_about(asked.pk, kinds=FOR_HANDLERS)
    tell([asked.resident], "data.answered", asked)


def tell(recipients: Iterable[Resident], kind: str, asked: DataRequest) -> None:
    notify(
        recipients,
        kind=kind,
        object_id=asked.pk,
        code="",
        rw_id=asked.rw_id,
        zone=asked.rw.zone,
    )


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind]
    return Words(title=str(title), body=str(body))


def link(notification: Notification) -> str:
    if notification.kind in FOR_HANDLERS:
        return reverse("desk_data_request", args=[notification.object_id])
    if notification.kind == "data.overdue_elsewhere":
        return reverse("admin:accounts_datarequest_changelist")
    return reverse("data_requests")


def answered_already(notification: Notification) -> str | None:
    open_one = DataRequest.objects.filter(pk=notification.object_id, handled_at=None)
    return None if open_one.exists() else "answered"


def load(ids: Iterable[int]) -> Mapping[int, DataRequest]:
    return DataRequest.objects.in_bulk(list(ids))


def audience(notification: Notification) -> Iterable[Resident]:
    """Whoever may answer it or, once it is answered, read it again."""
    asked: DataRequest | None = notification.subject
    if asked is None:
        return ()
    if notification.kind == "data.overdue_elsewhere":
        return operators()
    if asked.handled_at:
        return rw_in_office(notification).exclude(pk=asked.resident_id)
    return anybody_for(asked) if asked.due_at <= timezone.now() else handlers_of(asked)


def register_kinds() -> None:
    for code in WORDS:
        if code == "data.answered":
            register(Kind(code=code, words=words, link=link))
        else:
            register(
                Kind(
                    code=code,
                    words=words,
                    link=link,
                    load=load,
                    check=answered_already,
                    audience=audience,
                )
            )
