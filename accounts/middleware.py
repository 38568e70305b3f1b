from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.devices import SEEN_ON, keep


class DeviceMiddleware:
    """Notes once a day that a session was used; also those begun before devices were noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Asked only of a session that the page has read anyway.
        if session.accessed and SESSION_KEY in session:
            today = timezone.localdate().isoformat()
            if session.get(SEEN_ON) != today and request.user.is_authenticated:
                keep(request, request.user)
        return response
