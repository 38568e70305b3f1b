from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from neighborhoods.standing import Standing, standing_of


class ResidentMiddleware:
    """Puts `request.standing` on every request, read from the database on first use.

    Lazy, so that static files and /healthz ask nothing of Postgres.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: self.standing(request))  # type: ignore[attr-defined]  # a request has no slot for it
        return self.get_response(request)

    @staticmethod
    def standing(request: HttpRequest) -> Standing | None:
        return standing_of(request.user) if request.user.is_authenticated else None
