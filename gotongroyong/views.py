"""Pages that compose several rooms: home and 'me'."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordinators.queue import waiting_count
from events.cards import Card as EventCard
from events.cards import cards_for as event_cards_for
from events.models import Event
from gotongroyong.duties import Key
from gotongroyong.duty_rows import duties_page, next_duties
from gotongroyong.waiting import last_decline, waiting_of
from neighborhoods.access import ResidentRequest, standing_in
from neighborhoods.models import Handover, Office
from neighborhoods.moving_to import destination
from neighborhoods.standing import Standing
from requests_app.board import board_page
from web.http import render_page
from web.landing import preview_of

# The board is what home is for; all of one's own stands under 'Bantuan saya'.
OWN_ON_HOME = 3
EVENTS_ON_HOME = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The board for those who belong; the waiting page; for strangers, what this is."""
    if not request.user.is_authenticated:
        return front_page(request)
    standing = standing_in(request)
    if not standing.belongs:
        waits = {
            "waiting": waiting_of(standing),
            "declined": last_decline(standing),
            "to": destination(request, standing.membership),
        }
        return render_page(request, "gotongroyong/waiting.html", {"standing": standing, **waits})
    context = {
        "page": board_page(standing),
        "own": next_duties(standing, OWN_ON_HOME),
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


@require_safe
def me(request: ResidentRequest) -> HttpResponse:
    handovers = Handover.objects.open().between(request.user).with_office()
    context = {
        "standing": request.standing,
        "handovers": handovers,
        "ended": Office.objects.ended_with_a_reason(request.user),
    }
    return render_page(request, "gotongroyong/me.html", context)


def next_events(standing: Standing) -> list[EventCard]:
    """What is called off or over stands in the calendar; home says what comes."""
    coming = Event.objects.listed_for(standing).upcoming()
    planned = coming.filter(status=Event.Status.PUBLISHED).for_cards()
    return event_cards_for(planned[:EVENTS_ON_HOME], standing)


@require_safe
def duties(request: ResidentRequest) -> HttpResponse:
    after = Key.parse(request.GET.get("setelah", ""))
    context = {"page": duties_page(request.standing, after=after), "first": after is None}
    return render_page(request, "gotongroyong/duties.html", context)
