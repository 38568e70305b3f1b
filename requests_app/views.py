"""The board and one need, with what its people do there. Asking is in `ask_views`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.reveal import Contact
from requests_app import actions, contacts, helping, notices
from requests_app.board import Key, board_page
from requests_app.detail import detail_of
from requests_app.errors import NotPossibleNow
from requests_app.models import AidRequest
from requests_app.visibility import own_of
from volunteers.models import SignUp
from volunteers.overlap import clashes_in_words, overlapping
from web.http import Thanks, attempt, go_to, render_page


@require_safe
@for_residents
def board(request: ResidentRequest) -> HttpResponse:
    mine_only = request.GET.get("rt") == "saya"
    page = board_page(
        request.standing, after=Key.parse(request.GET.get("setelah", "")), mine_only=mine_only
    )
    context = {"page": page, "mine_only": mine_only}
    return render_page(request, "requests_app/board.html", context, fragments=("board",))


@require_safe
@for_residents
def need(request: ResidentRequest, code: str) -> HttpResponse:
    found = visible_need(request, code)
    notices.mark_seen(found, request.user)
    return show(request, found)


def visible_need(request: ResidentRequest, code: str) -> AidRequest:
    """The need, if this person may open it; else 404, as if it did not exist."""
    needs = AidRequest.objects.visible_to(request.standing).for_cards()
    return get_object_or_404(needs, code=code)


def show(
    request: ResidentRequest, need: AidRequest, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"detail": detail_of(need, request.standing), "need": need, **extra}
    return render_page(
        request, "requests_app/need.html", context, fragments=("need",), status=status
    )


def act(
    request: ResidentRequest, need: AidRequest, do: Callable[[], object], thanks: Thanks
) -> HttpResponse:
    """Do one thing to a need and show it again, with thanks or with why not."""
    attempt(request, do, thanks)
    return show_again(request, need)


def show_again(request: ResidentRequest, need: AidRequest) -> HttpResponse:
    """The need as it stands; home for whom it is out of sight now, as after withdrawing."""
    needs = AidRequest.objects.visible_to(request.standing).for_cards()
    fresh = needs.filter(pk=need.pk).first()
    if fresh is None:
        return go_to(request, "home")
    if request.htmx and request.htmx.target == "need":
        return show(request, fresh)
    return redirect("need", code=need.code)


@require_POST
@for_residents
def help_with(request: ResidentRequest, code: str) -> HttpResponse:
    """Asks once more where they have promised something else for those hours."""
    need = visible_need(request, code)
    asked_before = request.POST.get("tetap") == "1"
    clashes = [] if asked_before else overlapping(need.people, resident=request.user)
    if clashes and need.is_live:
        in_words = clashes_in_words(clashes, beside=need.people)
        return show(request, need, clashes=in_words)
    thanks = _("Thank you! Your neighbour has been told that you will help.")
    return act(request, need, lambda: helping.offer_help(need, volunteer=request.standing), thanks)


@require_POST
@for_residents
def wait(request: ResidentRequest, code: str) -> HttpResponse:
    need = visible_need(request, code)
    return act(
        request,
        need,
        lambda: helping.wait_to_help(need, volunteer=request.standing),
        thanks_for_waiting,
    )


def thanks_for_waiting(sign_up: SignUp) -> str:
    """A place may have come free between the look and the tap."""
    if sign_up.status == SignUp.Status.ACTIVE:
        return _("Thank you! Your neighbour has been told that you will help.")
    return _("Thank you! You are asked as soon as a place comes free.")


@require_POST
@for_residents
def turn_down(request: ResidentRequest, code: str) -> HttpResponse:
    need = visible_need(request, code)
    thanks = _("Thank you for answering. The next in line is asked.")
    return act(
        request, need, lambda: helping.turn_down_offer(need, volunteer=request.standing), thanks
    )


@require_POST
@for_residents
def withdraw(request: ResidentRequest, code: str) -> HttpResponse:
    need = visible_need(request, code)
    thanks = _("You have withdrawn. The place is open for somebody else.")
    return act(
        request, need, lambda: helping.withdraw_help(need, volunteer=request.standing), thanks
    )


@require_POST
@for_residents
def done(request: ResidentRequest, code: str) -> HttpResponse:
    need = involved_need(request, code)
    thanks = _("Marked as done. The other side is asked to confirm.")
    return act(request, need, lambda: helping.mark_done(need, by=request.user), thanks)


@require_POST
@for_residents
def confirm(request: ResidentRequest, code: str) -> HttpResponse:
    need = involved_need(request, code)
    thanks = _("Confirmed. Thank you for pitching in!")
    return act(request, need, lambda: helping.confirm_done(need, by=request.user), thanks)


@require_POST
@for_residents
def not_done(request: ResidentRequest, code: str) -> HttpResponse:
    need = involved_need(request, code)
    thanks = _("Noted: it is not done yet.")
    return act(request, need, lambda: helping.say_not_done(need, by=request.user), thanks)


def involved_need(request: ResidentRequest, code: str) -> AidRequest:
    """A need of one's own or that one helps with; else 404."""
    involved = AidRequest.objects.involving(request.standing).for_cards()
    return get_object_or_404(involved, code=code)


def own_need(request: ResidentRequest, code: str) -> AidRequest:
    own = AidRequest.objects.visible_to(request.standing).filter(own_of(request.standing))
    return get_object_or_404(own.for_cards(), code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def cancel(request: ResidentRequest, code: str) -> HttpResponse:
    """Asks once more, since it can't be undone and helpers are told."""
    need = own_need(request, code)
    if need.is_over:
        messages.warning(request, str(NotPossibleNow()))
        return redirect("need", code=code)
    if request.method != "POST":
        context = {"need": need, "detail": detail_of(need, request.standing)}
        return render_page(request, "requests_app/cancel.html", context)
    thanks = _("Cancelled. Whoever wanted to help has been told.")
    return act(request, need, lambda: actions.cancel_need(need, requester=request.standing), thanks)


@require_POST
@for_residents
def contact(request: ResidentRequest, code: str) -> HttpResponse:
    """The requester's phone and address, for those entitled; the look is journaled."""
    need = visible_need(request, code)
    return show_contacts(request, need, contacts.of_requester(need, viewer=request.standing))


@require_POST
@for_residents
def helpers_contact(request: ResidentRequest, code: str) -> HttpResponse:
    """The helpers' phones for whoever asked; each look is journaled."""
    need = visible_need(request, code)
    return show_contacts(request, need, contacts.of_helpers(need, viewer=request.standing))


def show_contacts(request: ResidentRequest, need: AidRequest, found: list[Contact]) -> HttpResponse:
    if not found:
        messages.warning(request, _("You have no access yet"))
        return show_again(request, need)
    response = show(request, need, contacts=found)
    response["Cache-Control"] = "no-store"
    return response
