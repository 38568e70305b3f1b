"""The inbox. Its door stands in `gotongroyong.urls`: who belongs is known floors above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Resident
from notifications import kinds
from notifications.actions import mark_read
from notifications.inbox import inbox_page
from notifications.models import Notification
from web.http import render_page
from web.numbers import whole_number


class AuthenticatedRequest(HttpRequest):
    user: Resident


@require_safe
def inbox(request: AuthenticatedRequest) -> HttpResponse:
    page = inbox_page(request.user, after=whole_number(request.GET.get("setelah", "")))
    return render_page(request, "notifications/inbox.html", {"page": page}, fragments=("inbox",))


@require_POST
def open_notification(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it leads. By POST, so that no prefetch reads for anyone.

    A page that is closed to them by now is not led to: the inbox says so.
    """
    mine = Notification.objects.inbox_of(request.user)
    notification = get_object_or_404(mine, pk=pk)
    mine.unread().filter(pk=pk).update(read_at=timezone.now())
    if not kinds.is_still_for(notification):
        messages.info(request, _("This no longer concerns you, so its page does not open."))
        return redirect("inbox")
    return redirect(kinds.get(notification.kind).link(notification))


@require_POST
def read_all(request: AuthenticatedRequest) -> HttpResponse:
    mark_read(request.user)
    return redirect("inbox")
