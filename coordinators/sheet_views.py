"""An invitation on paper: a poster for the wall, or ten cards to cut out."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from coordinators.invitation_views import of_residents, unkept
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.invitation_words import last_day, place_of, village_of
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation
from neighborhoods.qr import qr_svg
from web.http import render_page
from web.share import absolute

CARDS = range(10)


@require_safe
@for_coordinators
def poster(request: ResidentRequest, pk: int) -> HttpResponse:
    return show_sheet(request, pk, "coordinators/poster.html")


@require_safe
@for_coordinators
def cards(request: ResidentRequest, pk: int) -> HttpResponse:
    return show_sheet(request, pk, "coordinators/cards.html")


def show_sheet(request: ResidentRequest, pk: int, template: str) -> HttpResponse:
    """Of an open one alone; in Indonesian whoever prints it, since the RT reads it."""
    found = get_object_or_404(of_residents(request).open(), pk=pk)
    code = code_of(found)
    if code is None:
        # The server's key has changed since; the invitation's own page says what to do.
        return redirect("desk_invitation", found.pk)
    with override(settings.LANGUAGE_CODE):
        response = render_page(request, template, sheet_of(found, code))
    response["Content-Language"] = settings.LANGUAGE_CODE
    return unkept(response)


def sheet_of(invitation: Invitation, code: str) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "code": code,
        "place": place_of(invitation),
        "village": village_of(invitation),
        "last_day": last_day(invitation),
        "qr": qr_svg(absolute(reverse("join", args=[code]))),
        "door": settings.SITE_URL.partition("://")[2] + reverse("join_code"),
        "cards": CARDS,
    }
