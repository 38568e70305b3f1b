"""One's private calendar address: making, renewing and ending it, and what stands behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gotongroyong.feed import feed_of
from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.standing import standing_of
from volunteers import feeds
from web import ics
from web.errors import DomainError
from web.http import attempt, go_to, render_page
from web.middleware import chosen_language


@require_safe
@for_residents
def calendar(request: ResidentRequest) -> HttpResponse:
    return show(request)


def show(request: ResidentRequest, *, address: str = "") -> HttpResponse:
    context = {
        "address": address,
        # Phones ask whether to subscribe where a plain link would save a copy.
        "webcal": f"webcal://{address.partition('://')[2]}" if address else "",
        "has_feed": feeds.has_feed(request.user),
        "has_ended": feeds.has_ended(request.user),
    }
    return render_page(request, "gotongroyong/calendar.html", context)


@require_POST
@for_residents
def make(request: ResidentRequest) -> HttpResponse:
    """Shown in the answer and never again, so this one leads nowhere else."""
    try:
        token = feeds.make_feed(request.user)
    except DomainError:
        # The account was switched off meanwhile, and nobody is signed in any more.
        return go_to(request, "calendar")
    address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    response = show(request, address=address)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_residents
def end(request: ResidentRequest) -> HttpResponse:
    thanks = _("The calendar address no longer works.")
    attempt(request, lambda: feeds.end_feed(request.user), thanks)
    return go_to(request, "calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendars, which sign in nowhere; a wrong address is a page that isn't there."""
    resident = feeds.owner_of(token)
    standing = standing_of(resident) if resident else None
    if resident is None or standing is None or not standing.belongs:
        raise Http404
    with translation.override(resident.language or chosen_language(request)):
        return ics.answer(request, feed_of(standing))
