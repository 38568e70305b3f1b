"""Leaving an RT: by moving away, or by taking a request to join back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gotongroyong.leaving import move_out, ties_of
from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.memberships import take_back_request
from neighborhoods.models import Membership
from neighborhoods.moving_to import destination
from web.http import ask_sign_in, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def move(request: ResidentRequest) -> HttpResponse:
    if request.method == "POST":
        move_out(request.user)
        messages.success(request, _("You have left. Thank you for all you did here!"))
        return go_on(request)
    context = {
        "ties": ties_of(request.standing),
        "standing": request.standing,
        "to": destination(request, request.standing.membership),
    }
    return render_page(request, "gotongroyong/move.html", context)


@require_POST
def withdraw_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Of somebody who waits; a repeat, and one come too late, changes nothing."""
    if not request.user.is_authenticated:
        return ask_sign_in(request)
    own = get_object_or_404(Membership, pk=pk, resident=request.user)
    if take_back_request(own):
        messages.success(request, _("Your request is taken back."))
        return go_on(request)
    return redirect("home")


def go_on(request: HttpRequest) -> HttpResponse:
    """To the invitation for which they left; without one, home, where a code can be typed."""
    to = destination(request, None)
    if to and to.code:
        return redirect("join", to.code)
    if to:
        messages.info(
            request,
            _("The invitation to %(place)s has ended meanwhile. Ask the head there for another.")
            % {"place": to.place},
        )
    return redirect("home")
