"""A need as a card on a list: the words ready-made, so that the template only sets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neighborhoods.reveal import Relation, landmarks
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from requests_app.rules import asked_by, lives_in_rw, relation_of_neighbour
from volunteers.models import SignUp
from volunteers.waiting import has_begun
from web.dates import deadline, short_moment


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
    # Near what, for the neighbours of its RT; '' for everybody else.
    landmark: str
    when: str
    left: str
    # The card's action: "help", "wait" (in line), "answer" (an offered place), or "" where
    # there is none but opening it.
    action: str
    # What the viewer is to it: "mine", "helping", "offered", "waiting"; "full" or "".
    standing: str
    # Where they wait: their turn, or until when an offered place is kept.
    line: str


def cards_for(needs: Iterable[AidRequest], viewer: Standing) -> list[Card]:
    """A constant number of queries more: the viewer's places, what they asked, landmarks."""
    needs = list(needs)
    now = timezone.now()
    places = SignUp.objects.current().filter(volunteer=viewer.resident, shift__need__in=needs)
    held = {place.need_id: place for place in places.with_turn().annotate(need_id=F("shift__need"))}
    asked = asked_by(viewer, needs)
    near = landmarks_near(needs, viewer)
    return [
        card(
            need,
            viewer,
            mine=need.pk in asked,
            place=held.get(need.pk),
            landmark=near.get(need.pk, ""),
            now=now,
        )
        for need in needs
    ]


def landmarks_near(needs: Iterable[AidRequest], viewer: Standing) -> dict[int, str]:
    """By need."""
    shown = [need for need in needs if relation_of_neighbour(viewer, need) is Relation.RT]
    found = landmarks((need.requester_id for need in shown), viewer.rt)
    return {need.pk: found.get(need.requester_id, "") for need in shown}


def card(
    need: AidRequest,
    viewer: Standing,
    *,
    mine: bool,
    place: SignUp | None,
    landmark: str,
    now: datetime,
) -> Card:
    """`place` is the viewer's own sign-up, with its turn; `mine` as `rules.is_requester`."""
    standing = "mine" if mine else standing_of_place(need, place)
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
        chip=chip_of(need, mine=mine, standing=standing),
        place=str(need.rt),
        landmark=landmark,
        when=when(need, now=now),
        # An offered place is kept for the viewer, so to them it is not taken.
        left=places_left(need) if need.is_live and standing != "offered" else "",
        action=action_of(need, viewer, standing, now=now),
        standing=standing,
        line=in_line(need, place, now=now) if place else "",
    )


def action_of(need: AidRequest, viewer: Standing, standing: str, *, now: datetime) -> str:
    if not need.is_live or not lives_in_rw(viewer, need):
        return ""
    if standing == "full" and need.hidden_at is None and not has_begun(need.people, now):
        return "wait"
    return {"": "help", "offered": "answer"}.get(standing, "")


def in_line(need: AidRequest, place: SignUp, *, now: datetime) -> str:
    if place.status == SignUp.Status.WAITING:
        return _("You are number %(turn)d on the waiting list") % {"turn": place.turn}  # type: ignore[attr-defined]  # by with_turn
    if place.offer_ends_at:
        until = deadline(place.offer_ends_at, need.rw.zone, now=now)
        return _("Can you still help? Answer before %(until)s.") % {"until": until}
    return ""


def chip_of(need: AidRequest, *, mine: bool, standing: str) -> str:
    if need.hidden_at:
        return "hidden"
    if need.is_live:
        return "open" if need.people.places_left or standing == "offered" else "enough"
    said_by_requester = need.done_by_id == need.requester_id
    if need.status == "done" and not need.confirmed_at and mine != said_by_requester:
        return "confirm"
    return need.status


def when(need: AidRequest, *, now: datetime) -> str:
    """'As soon as possible' is true of what is still to be done; what is over has a date."""
    if need.starts_at is None and not need.is_over:
        return _("As soon as possible")
    return short_moment(need.starts_at or need.done_at or need.created_at, need.rw.zone, now=now)


def standing_of_place(need: AidRequest, place: SignUp | None) -> str:
    if place:
        return "helping" if place.status in SignUp.HOLDS_A_PLACE else place.status
    return "" if need.people.places_left else "full"


def places_left(need: AidRequest) -> str:
    left = need.people.places_left
    if left == 0:
        return _("Enough helpers")
    return ngettext("%(count)d more needed", "%(count)d more needed", left) % {"count": left}
