"""Whoever lives in a house hears that its address was changed: it is theirs too."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Household, Membership
from notifications.actions import notify
from notifications.kinds import Kind, Words, register
from notifications.models import Notification

CHANGED = "house.changed"
TITLE = _("The address of your house was changed")
BODY = _("Somebody who lives there or a coordinator changed it for all of you. Is it right?")


def tell_changed(house: Household, *, entry: Entry, by: Resident) -> None:
    notify(
        people_of(house.pk).exclude(pk=by.pk),
        kind=CHANGED,
        object_id=house.pk,
        code="",
        rw_id=house.rt.rw_id,
        zone=house.rt.rw.zone,
        version=entry.pk,
    )


def people_of(household_id: int) -> QuerySet[Resident]:
    """Verified there, and with a phone of their own."""
    homes = Membership.objects.in_force().filter(household=household_id)
    reachable = Resident.objects.filter(is_active=True).exclude(phone=None)
    return reachable.filter(pk__in=homes.values("resident"))


def audience(notification: Notification) -> Iterable[Resident]:
    return people_of(notification.object_id)


def words(notification: Notification) -> Words:
    return Words(title=str(TITLE), body=str(BODY))


def link(notification: Notification) -> str:
    return reverse("my_house")


def register_kinds() -> None:
    register(Kind(code=CHANGED, words=words, link=link, audience=audience))
