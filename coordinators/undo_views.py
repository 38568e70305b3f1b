"""'Undo': the form that a decision's thanks carry."""

from collections.abc import Callable

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordinators.event_views import covered_event
from coordinators.undo import Reference
from coordinators.views import decidable_need
from events.models import Event
from events.undoing import undo_release
from moderation.decisions import undo_decision as undo_case
from moderation.models import Case
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.newcomers import newcomers_seen_by
from neighborhoods.recognition import undo_decision as undo_recognition
from requests_app.models import AidRequest
from requests_app.undoing import undo_decision as undo_need
from web.http import attempt

# What undoes it, and where it is found afterwards.
Undoing = tuple[Callable[[], object], str]


@require_POST
@for_coordinators
def undo(request: ResidentRequest) -> HttpResponse:
    reference = Reference.parse(request.POST.get("reference", ""))
    if reference is None:
        raise Http404
    do, url = UNDO[reference.kind](request, reference)
    done = attempt(request, do, _("Taken back. It waits at the desk again."))
    return redirect(url if done else "desk")


def need_undoing(request: ResidentRequest, reference: Reference) -> Undoing:
    covered = AidRequest.objects.covered_by(request.standing)
    need = decidable_need(request, get_object_or_404(covered, pk=reference.pk).code)
    return (
        lambda: undo_need(need, coordinator=request.standing, entry_id=reference.entry_id),
        reverse("desk_need", args=[need.code]),
    )


def case_undoing(request: ResidentRequest, reference: Reference) -> Undoing:
    """By whoever decided it; the domain asks that it was their last word."""
    mine = Q(decided_by=request.user) | Q(appeal_decided_by=request.user)
    case = get_object_or_404(Case.objects.unconcerning(request.standing), mine, pk=reference.pk)
    name = "desk_appeal" if case.appealed_at else "desk_case"
    return (
        lambda: undo_case(case, coordinator=request.standing, entry_id=reference.entry_id),
        reverse(name, args=[case.pk]),
    )


def event_undoing(request: ResidentRequest, reference: Reference) -> Undoing:
    covered = Event.objects.covered_by(request.standing)
    event = covered_event(request, get_object_or_404(covered, pk=reference.pk).code)
    return (
        lambda: undo_release(event, coordinator=request.standing, entry_id=reference.entry_id),
        reverse("desk_event", args=[event.code]),
    )


def membership_undoing(request: ResidentRequest, reference: Reference) -> Undoing:
    membership = get_object_or_404(newcomers_seen_by(request.standing), pk=reference.pk)
    entry_id = reference.entry_id
    return (
        lambda: undo_recognition(membership, coordinator=request.standing, entry_id=entry_id),
        reverse("desk_newcomer", args=[membership.pk]),
    )


UNDO: dict[str, Callable[[ResidentRequest, Reference], Undoing]] = {
    "need": need_undoing,
    "case": case_undoing,
    "event": event_undoing,
    "membership": membership_undoing,
}
