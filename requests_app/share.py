"""A need as neighbours hand it on: by kind, time, place and places left, never in its own words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from neighborhoods.standing import Standing, place_name
from requests_app.cards import places_left
from requests_app.models import AidRequest
from requests_app.rules import is_requester
from web.dates import moment
from web.share import Poster, Share, share

# With somebody in it who is alone and can't defend themselves: when and where that is, no
# stranger learns, however general the words.
NEVER_PUBLIC = ("sickcare", "elder", "disability", "childcare", "schoolrun", "maternity")


def share_of(need: AidRequest, viewer: Standing) -> Share | None:
    """What the viewer may hand on, while there is something to help with."""
    if not (need.is_live and not need.hidden_at and not need.held_for and may_share(need, viewer)):
        return None
    return share(link_path(need.code), lambda: poster_of(need))


def may_share(need: AidRequest, viewer: Standing) -> bool:
    """Who asked their RT alone decides whether a group hears of it; coordinators' things stay."""
    asked_rt = need.audience == AidRequest.Audience.RT
    return need.audience == AidRequest.Audience.RW or (asked_rt and is_requester(viewer, need))


def link_path(code: str) -> str:
    return reverse("need_link", args=[code])


def page_path(code: str) -> str:
    """The need's page where one signs up."""
    return reverse("need", args=[code]) + "#bantu"


def public_poster(code: str) -> Poster | None:
    """What the open web may know of that code."""
    needs = AidRequest.objects.live().filter(audience=AidRequest.Audience.RW, held_for="")
    need = needs.exclude(category__in=NEVER_PUBLIC).for_cards().filter(code=code).first()
    return poster_of(need) if need else None


def poster_of(need: AidRequest) -> Poster:
    return Poster(
        heading=_("Help needed"),
        kind=str(need.kind.label),
        icon=f"cat-{need.category}",
        when=moment(need.starts_at, need.rw.zone) if need.starts_at else _("As soon as possible"),
        place=place_name(need.rt, need.rw),
        left=places_left(need),
        invitation=_("Can you help? Open:"),
        sign_in=_("Sign in to help"),
    )
