"""The open page behind a short link, and the picture that a messenger shows beside it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override

from web.http import render_page
from web.og_card import LOOK, draw_card
from web.share import Poster, absolute

# Messengers ask again within minutes; places left are as old as this at the most.
PICTURE_MAX_AGE = 300


@dataclass(frozen=True)
class Preview:
    """What a messenger shows of a link (Open Graph)."""

    title: str
    description: str
    url: str
    image: str


def show_landing(request: HttpRequest, poster: Poster | None) -> HttpResponse:
    """For whoever may not see the thing itself.

    Without a poster it says the same of everything, so that nobody learns of a code
    whether it is unknown, hidden, for an RT alone or over.
    """
    path = request.path
    context = {"poster": poster, "preview": preview_of(poster, path, f"{path}kartu.png")}
    return render_page(request, "web/landing.html", context)


def preview_of(poster: Poster | None, path: str, image: str) -> Preview:
    title, description = "Gotong Royong", _("Neighbours of an RT and RW help each other.")
    if poster:
        title, description = poster.title, f"{poster.left} · {poster.when} · {poster.place}"
    return Preview(title, description, absolute(path), absolute(image))


def show_picture(request: HttpRequest, poster_of: Callable[[], Poster | None]) -> HttpResponse:
    """In Indonesian and the same for everybody, so that anything on the way may keep it."""
    with override(settings.LANGUAGE_CODE):
        poster, motto = poster_of(), _("Neighbours help each other")
    etag = quote_etag(hashlib.sha256(f"{LOOK} {poster} {motto}".encode()).hexdigest()[:32])
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(draw_card(poster, motto), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={PICTURE_MAX_AGE}"
    response["Content-Language"] = settings.LANGUAGE_CODE
    response["X-Robots-Tag"] = "noindex"
    return response
