"""The door of every page under /gabung/<code>/: who has a code gets through, who guesses is slowed.

Guesses are codes of the right form that never were. An old or a half-typed one is no guess, so that
a dead link in a group of a hundred, all behind one mobile address, locks nobody out.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import limits
from accounts.client_ip import client_ip
from neighborhoods.invitation_codes import hashed, parse
from neighborhoods.invitations import usable
from neighborhoods.models import Invitation
from web.http import render_page
from web.landing import preview_of

GUESSES, WINDOW = 30, timedelta(minutes=15)

View = Callable[..., HttpResponse]


class TooManyGuesses(Exception):
    """From that address, in this quarter of an hour."""


def find(request: HttpRequest, written: str) -> Invitation | None:
    """The way in behind what was typed or followed. Each look counts until it was no guess."""
    code, key = parse(written), f"invitation:{client_ip(request)}"
    if not code:
        return None
    if not limits.take(key, most=GUESSES, per=WINDOW):
        raise TooManyGuesses
    if Invitation.objects.filter(code_hash=hashed(code)).exists():
        limits.give_back(key)
    return usable(code)


def with_invitation(view: View) -> View:
    """Gives the view an open invitation instead of the token; all else gets one same page."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
        try:
            invitation = find(request, token)
        except TooManyGuesses:
            return too_many(request)
        if invitation is None:
            return no_way_in(request)
        return view(request, invitation, *args, **kwargs)

    return guarded


def no_way_in(request: HttpRequest) -> HttpResponse:
    """Unknown, revoked, over, used up, of a closed RT: nobody learns which."""
    preview = preview_of(None, reverse("join_code"), reverse("picture"))
    context = {"preview": preview}
    return render_page(
        request, "neighborhoods/no_way_in.html", context, status=HTTPStatus.NOT_FOUND
    )


def too_many(request: HttpRequest) -> HttpResponse:
    return render_page(
        request, "neighborhoods/too_many_guesses.html", status=HTTPStatus.TOO_MANY_REQUESTS
    )
