"""The page/fragment helper: one template a screen, its partials named as their element ids."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
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


def attempt(request: HttpRequest, do: Callable[[], object], thanks: str) -> None:
    """Do one thing; say thanks, or in a plain sentence why it could not be."""
    try:
        do()
        messages.success(request, thanks)
    except DomainError as error:
        messages.warning(request, str(error))


def go_to(request: HttpRequest, where: str, *args: object) -> HttpResponse:
    """To another page as a whole, also from a fragment's form."""
    response = redirect(where, *args)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(response.url)
    return response


def ask_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; htmx is told to move the whole page, not a fragment."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    response = redirect_to_login(back)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(response.url)
    return response
