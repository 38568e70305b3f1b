from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.models import Notification

# Beyond this the badge says '99+', and counting on would cost without telling more.
MOST_COUNTED = 100


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread_count`, counted only if the page asks for it."""
    return {"unread_count": SimpleLazyObject(lambda: count_unread(request))}


def count_unread(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    unread = Notification.objects.inbox_of(request.user).unread().order_by()
    return unread[:MOST_COUNTED].count()
