"""An event as neighbours hand it on: by kind, time, place and places left, never by its title."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.cards import places_left
from events.models import Event
from neighborhoods.standing import place_name
from web.dates import moment
from web.share import Poster, Share, share

# When nobody watches the lanes, no stranger needs to know.
NEVER_PUBLIC = ("ronda",)


def share_of(event: Event) -> Share | None:
    """What whoever sees the event may hand on, while one can still come."""
    if event.is_over or event.hidden_at or event.held_for:
        return None
    return share(link_path(event.code), lambda: poster_of(event))


def link_path(code: str) -> str:
    return reverse("event_link", args=[code])


def page_path(code: str) -> str:
    """The event's page where one signs up."""
    return reverse("event", args=[code]) + "#ikut"


def public_poster(code: str) -> Poster | None:
    """What the open web may know of that code."""
    open_ones = Event.objects.filter(
        rt=None,
        status=Event.Status.PUBLISHED,
        ends_at__gt=timezone.now(),
        hidden_at=None,
        held_for="",
    )
    event = open_ones.exclude(kind__in=NEVER_PUBLIC).for_cards().filter(code=code).first()
    return poster_of(event) if event else None


def poster_of(event: Event) -> Poster:
    return Poster(
        heading=_("Event"),
        kind=str(event.shape.label),
        icon=f"ev-{event.kind}",
        when=moment(event.starts_at, event.rw.zone),
        place=place_name(event.rt, event.rw),
        left=places_left(event.shifts.all()),
        invitation=_("Coming along? Open:"),
        sign_in=_("Sign in to join"),
    )
