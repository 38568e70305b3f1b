"""Whom the deletion of an account without a phone tells what. Titles name no person."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.in_office import anybody_in_office
from neighborhoods.models import Membership
from neighborhoods.speaking import homes_without_a_phone, speakers_for
from neighborhoods.standing import coordinators_of
from notifications.actions import mark_read_about, notify
from notifications.kinds import Kind, Words, nothing_against, register
from notifications.models import Notification

Text = str | Promise
ASKED, KEPT, NO_PURPOSE = "behalf.erasure_asked", "behalf.erasure_kept", "behalf.no_purpose"
WORDS: dict[str, tuple[Text, Text]] = {
    ASKED: (
        _("The account of somebody without a phone will be deleted"),
        _(
            "Somebody who may speak for them, as you may, asked for it. Please make sure that it"
            " is right: for seven days one tap keeps the account."
        ),
    ),
    KEPT: (
        _("The account of somebody without a phone stays"),
        _("That it will be deleted was taken back."),
    ),
    NO_PURPOSE: (
        _("The account of somebody without a phone ends"),
        _(
            "They were not recognised in your RT, or live there no longer, so all about them is"
            " deleted in seven days. Is that wrong? Add them again with the same name and house."
        ),
    ),
}


def tell_asked(home: Membership, asked: Resident, *, but: Resident) -> None:
    day = int(asked.erase_after.timestamp()) if asked.erase_after else 0
    tell(speakers_for(home).exclude(pk=but.pk), home, ASKED, version=day)


def tell_kept(home: Membership, entry: Entry, *, but: Resident) -> None:
    mark_read_about(home.resident_id, kinds=[ASKED])
    tell(speakers_for(home).exclude(pk=but.pk), home, KEPT, version=entry.pk)


def tell_no_purpose(last_home: Membership, entry: Entry) -> None:
    tell(coordinators_of(last_home.rt), last_home, NO_PURPOSE, version=entry.pk)


def tell(recipients: Iterable[Resident], home: Membership, kind: str, *, version: int) -> None:
    notify(
        recipients,
        kind=kind,
        object_id=home.resident_id,
        code="",
        rw_id=home.rt.rw_id,
        zone=home.rt.rw.zone,
        version=version,
    )


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind]
    return Words(title=str(title), body=str(body))


def load(ids: Iterable[int]) -> Mapping[int, Resident]:
    """Those for whom somebody still speaks."""
    return Resident.objects.filter(phone=None, erased_at=None).in_bulk(list(ids))


def link(notification: Notification) -> str:
    if notification.kind == NO_PURPOSE:
        return reverse("assisted_new")
    if notification.subject is None:
        return reverse("home")
    return reverse("behalf", args=[notification.object_id])


def void(notification: Notification) -> str | None:
    """Taken back while the mail waited for the quiet hours' end."""
    person = load([notification.object_id]).get(notification.object_id)
    return None if person and person.erase_after else "taken_back"


def audience(notification: Notification) -> Iterable[Resident]:
    """Who speaks for them by now; of somebody whose home ended, whoever is in office there."""
    if notification.kind == NO_PURPOSE:
        return anybody_in_office(notification)
    home = homes_without_a_phone().filter(resident=notification.object_id)
    found = home.select_related("rt").first()
    return speakers_for(found) if found else ()


def register_kinds() -> None:
    for code in WORDS:
        check = nothing_against if code == KEPT else void
        register(Kind(code=code, words=words, link=link, load=load, check=check, audience=audience))
