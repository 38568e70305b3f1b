"""Newcomers at the desk: known, or not, with a reason they read."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordinators.desk import after_deciding, show_desk
from coordinators.forms import ReasonForm
from coordinators.panels import newcomer_panel
from coordinators.undo import attempt_undoably
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.models import Membership
from neighborhoods.newcomers import look_at, newcomers_for, newcomers_seen_by
from neighborhoods.recognition import decline, recognise
from web.numbers import whole_number
from web.undo import UNDO_WINDOW

NEVER_READ = -1


@require_safe
@for_coordinators
def desk_newcomer(request: ResidentRequest, pk: int) -> HttpResponse:
    return show_desk(request, newcomer_panel(seen(request, pk)))


@require_POST
@for_coordinators
def look(request: ResidentRequest, pk: int) -> HttpResponse:
    """Phone and house, of somebody who still waits; kept by no cache."""
    waiting = newcomers_for(request.standing).select_related("rt__rw", "resident", "household")
    membership = get_object_or_404(waiting, pk=pk)
    contact = look_at(membership, coordinator=request.standing)
    response = show_desk(request, newcomer_panel(membership, contact=contact))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_coordinators
def know(request: ResidentRequest, pk: int) -> HttpResponse:
    thanks = _("Let in. The newcomer is told.")
    asked = "asked_at_house" in request.POST
    return decide(request, recognise, seen(request, pk), thanks, asked_at_house=asked)


@require_POST
@for_coordinators
def turn_away(request: ResidentRequest, pk: int) -> HttpResponse:
    membership = seen(request, pk)
    form = ReasonForm(request.POST, auto_id="%s-turn-away")
    if not form.is_valid():
        return show_desk(request, newcomer_panel(membership, form=form), status=422)
    thanks = _("Not let in. The newcomer reads your reason.")
    return decide(request, decline, membership, thanks, reason=form.cleaned_data["reason"])


def decide(
    request: ResidentRequest,
    do: Callable[..., object],
    membership: Membership,
    thanks: str,
    **how: object,
) -> HttpResponse:
    read = whole_number(request.POST.get("house", ""))
    house = NEVER_READ if read is None else read
    coordinator = request.standing
    done = attempt_undoably(
        request,
        lambda: do(membership, coordinator=coordinator, house=house, settle_in=UNDO_WINDOW, **how),
        thanks,
        kind="membership",
        pk=membership.pk,
    )
    return after_deciding(
        request,
        done=done,
        again=lambda: newcomer_panel(seen(request, membership.pk)),
        url=reverse("desk_newcomer", args=[membership.pk]),
    )


def seen(request: ResidentRequest, pk: int) -> Membership:
    """Who waits for this coordinator, or was decided in what they answer for; else 404."""
    people = newcomers_seen_by(request.standing)
    people = people.select_related("rt__rw", "resident", "decided_by")
    return get_object_or_404(people, pk=pk)
