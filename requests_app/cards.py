"""A need as a card on a list: the words ready-made, so that the template only sets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from requests_app.rules import lives_in_rw
from volunteers.models import SignUp
from web.dates import short_moment


@dataclass(frozen=True)
class Card:
    code: str
    revision: int
    url: str
    category: str
    category_label: str
    title: str
    details: str
    urgency: str
    status: str
    # What the card says of it: its places count more there than its state.
    chip: str
    place: str
    when: str
    left: str
    # The card's one action: "help", or "" where there is none but opening it.
    action: str
    # Why not: "mine", "helping", "full" or "".
    standing: str


def cards_for(needs: Iterable[AidRequest], viewer: Standing) -> list[Card]:
    """One query more than the needs themselves: which of them the viewer helps with."""
    needs = list(needs)
    now = timezone.now()
    places = SignUp.objects.holding_a_place().filter(
        volunteer=viewer.resident, shift__need__in=needs
    )
    helping = set(places.values_list("shift__need_id", flat=True))
    return [card(need, viewer, helping=need.pk in helping, now=now) for need in needs]


def card(need: AidRequest, viewer: Standing, *, helping: bool, now: datetime) -> Card:
    standing = standing_towards(need, viewer, helping=helping)
    can_help = need.is_live and not standing and lives_in_rw(viewer, need)
    return Card(
        code=need.code,
        revision=need.revision,
        url=reverse("need", args=[need.code]),
        category=need.category,
        category_label=str(need.kind.label),
        title=need.title,
        details=need.details,
        urgency=need.urgency,
        status="hidden" if need.hidden_at else need.status,
        chip=chip_of(need, viewer),
        place=str(need.rt),
        when=when(need, now=now),
        left=places_left(need) if need.is_live else "",
        action="help" if can_help else "",
        standing=standing,
    )


def chip_of(need: AidRequest, viewer: Standing) -> str:
    if need.hidden_at:
        return "hidden"
    if need.is_live:
        return "open" if need.people.places_left else "enough"
    said_by_requester = need.done_by_id == need.requester_id
    mine = need.requester_id == viewer.resident.pk
    if need.status == "done" and not need.confirmed_at and mine != said_by_requester:
        return "confirm"
    return need.status


def when(need: AidRequest, *, now: datetime) -> str:
    """'As soon as possible' is true of what is still to be done; what is over has a date."""
    if need.starts_at is None and not need.is_over:
        return _("As soon as possible")
    return short_moment(need.starts_at or need.done_at or need.created_at, need.rw.zone, now=now)


def standing_towards(need: AidRequest, viewer: Standing, *, helping: bool) -> str:
    if need.requester_id == viewer.resident.pk:
        return "mine"
    if helping:
        return "helping"
    return "" if need.people.places_left else "full"


def places_left(need: AidRequest) -> str:
    left = need.people.places_left
    if left == 0:
        return _("Enough helpers")
    return ngettext("%(count)d more needed", "%(count)d more needed", left) % {"count": left}
