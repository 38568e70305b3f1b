"""What a change of RT tells whom, and in which words. Titles name no person."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import RukunTetangga
from neighborhoods.standing import place_name
from notifications.actions import notify
from notifications.kinds import Kind, Words, register
from notifications.models import Notification

Text = str | Promise

# kind → (title, body). %(place)s is RT and RW as they are now.
WORDS: dict[str, tuple[Text, Text]] = {
    "rt.moved": (
        _("Your RT has changed"),
        _("Your home belongs to %(place)s now. You need do nothing; all that is yours stays."),
    ),
    "rt.office_ended": (
        _("Your office has ended"),
        _("%(place)s was merged into another RT, so its offices ended. Thank you for serving!"),
    ),
}


def tell_moved(people: Iterable[Resident], rt: RukunTetangga, *, entry: Entry) -> None:
    tell(people, rt, "rt.moved", entry=entry)


def tell_office_ended(holders: Iterable[Resident], rt: RukunTetangga, *, entry: Entry) -> None:
    tell(holders, rt, "rt.office_ended", entry=entry)


def tell(people: Iterable[Resident], rt: RukunTetangga, kind: str, *, entry: Entry) -> None:
    notify(
        people,
        kind=kind,
        object_id=rt.pk,
        code="",
        rw_id=rt.rw_id,
        zone=rt.rw.zone,
        version=entry.pk,
    )


def load(ids: Iterable[int]) -> Mapping[int, RukunTetangga]:
    return RukunTetangga.objects.select_related("rw").in_bulk(list(ids))


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind]
    rt = notification.subject
    return Words(title=str(title), body=str(body) % {"place": place_name(rt, rt.rw)})


def link(notification: Notification) -> str:
    return reverse("me")


def register_kinds() -> None:
    for code in WORDS:
        register(Kind(code=code, words=words, link=link, load=load))
