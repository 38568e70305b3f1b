"""Who gets through a page's door. What they find behind it is the QuerySets' business."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from accounts.models import Resident
from neighborhoods.standing import Standing
from web.http import ask_sign_in

View = Callable[..., HttpResponse]


class ResidentRequest(HttpRequest):
    """A request as our middleware leaves it for a view behind one of these doors."""

    user: Resident
    standing: Standing
    htmx: HtmxDetails


def standing_in(request: HttpRequest) -> Standing:
    """The signed-in person's standing, for the few views that stand behind no door."""
    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by ResidentMiddleware
    return standing


def for_signed_in(view: View) -> View:
    """Whoever has an account, also while waiting to be recognised."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def for_residents(view: View) -> View:
    """Verified residents and coordinators; somebody waiting is led to the waiting page."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_sign_in(request)
        if not request.standing.belongs:
            return redirect("home")
        return view(request, *args, **kwargs)

    return guarded


def for_coordinators(view: View) -> View:
    """Coordinators in office; to everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_sign_in(request)
        if not request.standing.is_coordinator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
