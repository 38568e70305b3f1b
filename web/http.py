"""The page/fragment helper: one template a screen, its partials named as their element ids."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from web.errors import DomainError


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragments: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page, or the one of its `fragments` that htmx asked for by its target.

    By target and never by `if request.htmx`: history restores and boosted links send that
    header too and want the page.
    """
    htmx = getattr(request, "htmx", None)
    target = htmx.target if htmx and not htmx.history_restore_request else None
    name = f"{template}#{target}" if target in fragments else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


Thanks = str | Callable[[Any], str]


def attempt(request: HttpRequest, do: Callable[[], Any], thanks: Thanks) -> bool:
    """Do one thing; say thanks, or in a plain sentence why not. Whether it was done.

    `thanks` may depend on what `do` answered.
    """
    try:
        done = do()
    except DomainError as error:
        # Told as news, not as a mistake: somebody was quicker, or it moved on.
        messages.info(request, str(error))
        return False
    messages.success(request, thanks(done) if callable(thanks) else thanks)
    return True


def go_to(request: HttpRequest, where: str, *args: object) -> HttpResponse:
    """To another page as a whole, also from a fragment's form."""
    response = redirect(where, *args)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(response.url)
    return response


def page_before(request: HttpRequest) -> str:
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/"


def ask_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to move the whole page, not a fragment.

    After a form the way back is the page it stood on, if that was ours.
    """
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        back = page_before(request)
        messages.info(request, _("Your session has ended. Please sign in again."))
    response = redirect_to_login(back)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(response.url)
    return response
