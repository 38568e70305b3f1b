"""The coordinators' desk: what waits, oldest first, and one tap to decide."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordinators.desk import after_deciding, show_desk
from coordinators.forms import ReasonForm
from coordinators.panels import need_panel
from coordinators.undo import attempt_undoably
from neighborhoods.access import ResidentRequest, for_coordinators
from requests_app import calling, decisions, rules
from requests_app.models import AidRequest
from web.numbers import whole_number
from web.undo import UNDO_WINDOW

NEVER_READ = -1


@require_safe
@for_coordinators
def desk(request: ResidentRequest) -> HttpResponse:
    return show_desk(request, None)


@require_safe
@for_coordinators
def desk_need(request: ResidentRequest, code: str) -> HttpResponse:
    return show_desk(request, need_panel(covered_need(request, code), request.standing))


def covered_need(request: ResidentRequest, code: str) -> AidRequest:
    """A need of an RT that one's office answers for; else 404."""
    needs = AidRequest.objects.covered_by(request.standing).for_cards()
    return get_object_or_404(needs, code=code)


def decidable_need(request: ResidentRequest, code: str) -> AidRequest:
    need = covered_need(request, code)
    if not rules.can_decide(request.standing, need):
        raise Http404
    return need


def decide(
    request: ResidentRequest,
    do: Callable[..., object],
    need: AidRequest,
    thanks: str,
    **how: object,
) -> HttpResponse:
    done = attempt_undoably(
        request,
        lambda: do(need, coordinator=request.standing, settle_in=UNDO_WINDOW, **how),
        thanks,
        kind="need",
        pk=need.pk,
    )
    return after_deciding(
        request,
        done=done,
        again=lambda: need_panel(covered_need(request, need.code), request.standing),
        url=redirect("desk_need", code=need.code).url,
    )


def as_read(request: ResidentRequest) -> int:
    """The revision of the words that were on the page, as its form says."""
    read = whole_number(request.POST.get("revision", ""))
    # A form that doesn't say what was read decides on nothing.
    return NEVER_READ if read is None else read


@require_POST
@for_coordinators
def approve(request: ResidentRequest, code: str) -> HttpResponse:
    need, thanks = decidable_need(request, code), _("Approved. It is on the board now.")
    return decide(request, decisions.approve_need, need, thanks, revision=as_read(request))


@require_POST
@for_coordinators
def reviewed(request: ResidentRequest, code: str) -> HttpResponse:
    need, thanks = decidable_need(request, code), _("Noted: you have looked at it.")
    return decide(request, decisions.mark_reviewed, need, thanks, revision=as_read(request))


@require_POST
@for_coordinators
def call(request: ResidentRequest, code: str) -> HttpResponse:
    need, thanks = decidable_need(request, code), _("The neighbours are asked once more.")
    return decide(request, calling.call_neighbours, need, thanks)


@require_POST
@for_coordinators
def ask_changes(request: ResidentRequest, code: str) -> HttpResponse:
    thanks = _("Sent back with your reason.")
    return decide_with_reason(request, code, decisions.ask_changes, "changes", thanks)


@require_POST
@for_coordinators
def decline(request: ResidentRequest, code: str) -> HttpResponse:
    thanks = _("Not approved. The requester can read your reason.")
    return decide_with_reason(request, code, decisions.decline_need, "decline", thanks)


def decide_with_reason(
    request: ResidentRequest, code: str, do: Callable[..., object], which: str, thanks: str
) -> HttpResponse:
    need = decidable_need(request, code)
    form = ReasonForm(request.POST, auto_id=f"%s-{which}")
    if not form.is_valid():
        panel = need_panel(need, request.standing, form=form, refused=which)
        return show_desk(request, panel, status=422)
    reason = form.cleaned_data["reason"]
    return decide(request, do, need, thanks, revision=as_read(request), reason=reason)
