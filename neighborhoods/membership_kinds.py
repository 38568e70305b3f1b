"""The words of what is told while somebody joins. Titles name no person."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from neighborhoods.known_in_house import can_be_asked, lived_in
from neighborhoods.models import Membership
from neighborhoods.newcomers import deciders_of, overdue_rows
from notifications.kinds import Kind, Words, nothing_against, register
from notifications.models import Notification

Text = str | Promise
FOR_HOUSE = ("house.asked",)
FOR_DECIDERS = ("newcomer.waiting", "newcomer.overdue")
FOR_NEWCOMER = ("newcomer.recognised", "newcomer.declined")

WORDS: dict[str, tuple[Text, Text]] = {
    "house.asked": (
        _("Does a newcomer live with you?"),
        _("Somebody says that they live in your house. Please say whether that is right."),
    ),
    "newcomer.waiting": (
        _("A new neighbour waits: %(rt)s"),
        _("Do you know them? One tap at the coordinators' desk lets them in."),
    ),
    "newcomer.overdue": (
        _("Waiting for three days: %(rt)s"),
        _("Nobody of the RT has recognised this new neighbour yet, so the RW is asked."),
    ),
    "newcomer.recognised": (
        _("Welcome to %(rt)s"),
        _("You have been recognised. The board and all that is planned are open to you."),
    ),
    "newcomer.declined": (
        _("Not recognised yet: %(rt)s"),
        _("A coordinator could not recognise you. The reason and what you can do are inside."),
    ),
}


def load(ids: Iterable[int]) -> Mapping[int, Membership]:
    return Membership.objects.select_related("rt__rw").in_bulk(list(ids))


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind]
    return Words(title=str(title) % {"rt": notification.subject.rt}, body=str(body))


def link(notification: Notification) -> str:
    if notification.kind in FOR_HOUSE:
        return reverse("my_house")
    if notification.kind in FOR_DECIDERS:
        return reverse("desk_newcomer", args=[notification.object_id])
    return reverse("home")


def decided(notification: Notification) -> str | None:
    """Nobody is asked by mail about what has been settled."""
    waiting = Membership.objects.filter(pk=notification.object_id, status=Membership.Status.PENDING)
    return None if waiting.exists() else "decided"


def deciders(notification: Notification) -> Iterable[Resident]:
    return deciders_of(notification.subject) if notification.subject else ()


def housemates(notification: Notification) -> Iterable[Resident]:
    """Who speaks for the house by now."""
    newcomer = notification.subject
    if newcomer is None or newcomer.household_id is None:
        return ()
    homes = can_be_asked(lived_in(newcomer.household_id))
    return Resident.objects.filter(pk__in=homes.values("resident"))


AUDIENCES = dict.fromkeys(FOR_DECIDERS, deciders) | dict.fromkeys(FOR_HOUSE, housemates)


def register_kinds() -> None:
    for code in WORDS:
        check = nothing_against if code in FOR_NEWCOMER else decided
        due = overdue_rows if code == "newcomer.overdue" else None
        register(
            Kind(
                code=code,
                words=words,
                link=link,
                load=load,
                check=check,
                due=due,
                audience=AUDIENCES.get(code),
            )
        )
