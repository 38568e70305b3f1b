"""Stand-in until INVITE is merged; theirs, which also slows guessers, replaces this file."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from neighborhoods.invitations import usable

View = Callable[..., HttpResponse]


def with_invitation(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
        invitation = usable(token)
        if invitation is None:
            raise Http404
        return view(request, invitation, *args, **kwargs)

    return guarded
