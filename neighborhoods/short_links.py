"""Where a short link leads: those who may see the thing, to it; everybody else, to the landing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from neighborhoods.access import standing_in
from neighborhoods.standing import Standing
from web.landing import show_landing
from web.share import Poster


def follow(
    request: HttpRequest,
    *,
    page_for: Callable[[Standing], str | None],
    poster: Callable[[], Poster | None],
) -> HttpResponse:
    """`page_for` is the page as that person may open it; `poster` what is open to the world.

    Who is signed in is never shown a poster: of another RW's things they learn nothing.
    """
    if not request.user.is_authenticated:
        return show_landing(request, poster())
    standing = standing_in(request)
    if not standing.belongs:
        return redirect("home")
    page = page_for(standing)
    return redirect(page) if page else show_landing(request, None)
