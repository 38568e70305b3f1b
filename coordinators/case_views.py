"""Reports and appeals at the desk: kept or hidden, with a reason that both sides read."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordinators.desk import after_deciding, show_desk
from coordinators.panels import Panel, case_panel
from coordinators.undo import attempt_undoably
from moderation.decisions import decide_appeal, decide_case
from moderation.forms import DecisionForm
from moderation.models import Case, CaseQuerySet
from neighborhoods.access import ResidentRequest, for_coordinators
from web.undo import UNDO_WINDOW

form_only = require_http_methods(["GET", "HEAD", "POST"])


@form_only
@for_coordinators
def desk_case(request: ResidentRequest, pk: int) -> HttpResponse:
    waiting = Case.objects.waiting_for(request.standing)
    decided = answered_for(request).filter(decided_at__isnull=False, appealed_at=None)
    return show_or_decide(request, pk, waiting, decided, decide_case)


@form_only
@for_coordinators
def desk_appeal(request: ResidentRequest, pk: int) -> HttpResponse:
    waiting = Case.objects.appeals_for(request.standing)
    decided = answered_for(request).filter(appeal_decided_at__isnull=False)
    return show_or_decide(request, pk, waiting, decided, decide_appeal)


def answered_for(request: ResidentRequest) -> CaseQuerySet:
    """About others' posts in what one's offices cover."""
    standing = request.standing
    covered = Q(rt__in=standing.covered_rt_ids) | Q(rw__in=standing.covered_rw_ids)
    return Case.objects.unconcerning(standing).filter(covered)


def show_or_decide(
    request: ResidentRequest,
    pk: int,
    waiting: CaseQuerySet,
    decided: CaseQuerySet,
    do: Callable[..., object],
) -> HttpResponse:
    """What waits for this coordinator, or has been decided already; else 404."""
    found = waiting.filter(pk=pk).first()
    is_waiting = found is not None
    case = found or get_object_or_404(decided, pk=pk)
    if request.method != "POST":
        return show_desk(request, case_panel(case, is_waiting=is_waiting))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show_desk(request, case_panel(case, is_waiting=is_waiting, form=form), status=422)
    return decide(request, case, form.cleaned_data, do)


def decide(
    request: ResidentRequest, case: Case, said: dict[str, object], do: Callable[..., object]
) -> HttpResponse:
    thanks = _("Kept. Both sides can read why.")
    if said["decision"] == Case.Decision.HIDDEN:
        thanks = _("Hidden. Both sides can read why.")
    done = attempt_undoably(
        request,
        lambda: do(case, coordinator=request.standing, settle_in=UNDO_WINDOW, **said),
        thanks,
        kind="case",
        pk=case.pk,
    )
    return after_deciding(request, done=done, again=lambda: again(request, case), url=request.path)


def again(request: ResidentRequest, case: Case) -> Panel:
    """As it stands after somebody else was quicker, or it was changed."""
    fresh = Case.objects.get(pk=case.pk)
    is_waiting = not fresh.decided_at or (fresh.is_appealed and not fresh.appeal_decided_at)
    return case_panel(fresh, is_waiting=is_waiting)
