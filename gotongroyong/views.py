"""Pages that compose several rooms: home and 'me'."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordinators.views import QUEUE
from events.cards import Card as EventCard
from events.cards import cards_for as event_cards_for
from events.models import Event
from neighborhoods.access import ResidentRequest, standing_in
from neighborhoods.standing import Standing
from requests_app.board import board_page
from requests_app.cards import Card, cards_for
from requests_app.models import AidRequest
from web.http import render_page
from web.landing import preview_of

MINE = 20
# The board is what home is for; more of one's own stands under 'me'.
OWN_ON_HOME = 3
EVENTS_ON_HOME = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The board for those who belong; the waiting page; for strangers, what this is."""
    if not request.user.is_authenticated:
        return front_page(request)
    standing = standing_in(request)
    if not standing.belongs:
        return render_page(request, "gotongroyong/waiting.html", {"standing": standing})
    own = own_matters(standing)
    context = {
        "page": board_page(standing),
        "own": own[:OWN_ON_HOME],
        "more_own": len(own) > OWN_ON_HOME,
        "waiting_count": waiting_count(standing),
        "events": next_events(standing),
    }
    return render_page(request, "gotongroyong/home.html", context)


def front_page(request: HttpRequest) -> HttpResponse:
    context: dict[str, object] = {"preview": preview_of(None, "/", reverse("picture"))}
    if settings.DEMO:
        from gotongroyong.demo.cast import CAST, PASSWORD

        context |= {"cast": CAST, "password": PASSWORD}
    return render_page(request, "gotongroyong/front.html", context)


def waiting_count(standing: Standing) -> int:
    """How much waits at the desk, counted no further than the desk shows."""
    if not standing.is_coordinator:
        return 0
    return AidRequest.objects.waiting_for(standing).order_by()[:QUEUE].count()


def own_matters(standing: Standing) -> list[Card]:
    """What asks for something of this person: own needs not yet ended, promises to keep."""
    needs = AidRequest.objects.involving(standing).unfinished().in_board_order()
    return cards_for(needs.for_cards()[: OWN_ON_HOME + 1], standing)


def next_events(standing: Standing) -> list[EventCard]:
    """What is called off or over stands in the calendar; home says what comes."""
    coming = Event.objects.listed_for(standing).upcoming()
    planned = coming.filter(status=Event.Status.PUBLISHED).for_cards()
    return event_cards_for(planned[:EVENTS_ON_HOME], standing)


@require_safe
def me(request: ResidentRequest) -> HttpResponse:
    standing = request.standing
    visible = AidRequest.objects.visible_to(standing)
    needs = visible.filter(requester=request.user).order_by("-created_at", "-id")
    helped = visible.helped_by(standing).order_by("-needed_at", "-id")
    context = {
        "standing": standing,
        "needs": cards_for(needs.for_cards()[:MINE], standing),
        "helped": cards_for(helped.for_cards()[:MINE], standing),
    }
    return render_page(request, "gotongroyong/me.html", context)
