from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from accounts.devices import SEEN_ON, keep, seen_mark


class DeviceMiddleware:
    """Notes once a day that a session was used; also those begun before devices were noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Asked only of a session that the page has read anyway.
        is_signed_in = session.accessed and SESSION_KEY in session
        is_news = is_signed_in and session.get(SEEN_ON) != seen_mark(request)
        if is_news and request.user.is_authenticated:
            keep(request, request.user)
        return response
