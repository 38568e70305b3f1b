"""Who gets through to the pages about one's own data: everybody with an account.

Whoever waits, has moved out or runs the platform has the same rights to their data.
"""

from functools import wraps
from typing import Any

from django.http import HttpResponse

from neighborhoods.access import View
from web.http import ask_sign_in


def for_account_holders(view: View) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded
