"""The posts at the desk: who holds which, giving one, inviting into one, ending one."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordinators import posts
from coordinators.office_forms import AppointForm, EndForm, InviteForm
from neighborhoods import office_rules as rules
from neighborhoods import offices
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.last_office import is_last_of_the_rw
from neighborhoods.models import Invitation, Office
from neighborhoods.office_forms import SEARCHING
from neighborhoods.office_life import today_in
from web.errors import DomainError
from web.http import attempt, go_to, render_page

BIGGEST = 2**63 - 1
page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_coordinators
def board(request: ResidentRequest) -> HttpResponse:
    return show_board(request, invite_form(request))


def show_board(request: ResidentRequest, form: InviteForm, *, status: int = 200) -> HttpResponse:
    context = {
        "units": posts.board_of(request.standing),
        "invitations": posts.open_invitations(request.standing),
        "form": form,
        "is_inviting": bool(form.errors) or "undang" in request.GET,
        "place": posts.rw_of(request.standing),
    }
    return render_page(request, "coordinators/offices.html", context, status=status)


def invite_form(request: ResidentRequest) -> InviteForm:
    units = posts.units_to_fill(request.standing)
    initial = {"unit": request.GET.get("undang"), "post": Office.Post.HEAD}
    return InviteForm(request.POST or None, units=units, initial=initial)


@require_POST
@for_coordinators
def invite(request: ResidentRequest) -> HttpResponse:
    form = invite_form(request)
    if not form.units:
        raise Http404
    if not form.is_valid():
        return show_board(request, form, status=422)
    rw = posts.rw_of(request.standing)
    post = form.cleaned_data["post"]
    made: list[Invitation] = []
    attempt(
        request,
        lambda: made.append(offices.invite(rw, rt=form.rt, post=post, by=request.standing)),
        _("The invitation is ready. Pass it on to one person only."),
    )
    return redirect("desk_invitation", made[0].pk) if made else redirect("desk_offices")


@page
@for_coordinators
def appoint(request: ResidentRequest) -> HttpResponse:
    """A search and the choice are one form, so nothing is lost between them."""
    form = appoint_form(request)
    if not form.units:
        raise Http404
    if request.method != "POST":
        return show_appoint(request, form)
    if request.POST.get("step") in SEARCHING:
        form.without_verdict()
        return show_appoint(request, form)
    if not form.is_valid():
        return show_appoint(request, form, status=422)
    return give(request, form)


def appoint_form(request: ResidentRequest) -> AppointForm:
    rw = posts.rw_of(request.standing)
    return AppointForm(
        request.POST or None,
        people=rules.residents_for(rw.pk),
        rw=rw,
        units=posts.units_to_fill(request.standing),
        today=today_in(rw),
        initial={"unit": request.GET.get("untuk"), "post": request.GET.get("jabatan")},
    )


def show_appoint(request: ResidentRequest, form: AppointForm, *, status: int = 200) -> HttpResponse:
    return render_page(
        request,
        "coordinators/appoint.html",
        {"form": form},
        fragments=("appoint",),
        status=status,
    )


def give(request: ResidentRequest, form: AppointForm) -> HttpResponse:
    given = form.cleaned_data
    facts: dict[str, Any] = {name: given[name] for name in ("post", "is_deputy", "ends_on")}
    try:
        office = offices.fill(given["person"], rw=form.rw, rt=form.rt, by=request.standing, **facts)
    except DomainError as error:
        form.add_error(None, str(error))
        return show_appoint(request, form, status=422)
    messages.success(request, _("Done. The desk is open to them from now on."))
    if rules.beyond_the_terms(office):
        messages.info(
            request, _("A head serves five years, two terms at the most. Please discuss it.")
        )
    return go_to(request, "desk_offices")


@page
@for_coordinators
def end(request: ResidentRequest, pk: int) -> HttpResponse:
    office = office_to_end(request, pk)
    wants = rules.needs_a_reason(request.standing, office)
    form = EndForm(request.POST if request.method == "POST" else None, needs_a_reason=wants)
    if request.method != "POST":
        return show_end(request, office, form)
    if not form.is_valid():
        return show_end(request, office, form, status=422)
    reason = form.cleaned_data.get("reason", "")
    attempt(
        request,
        lambda: offices.end_office(office, by=request.standing, reason=reason),
        _("Ended. The desk is closed to them for it at once."),
    )
    # Who ended their own last one is no coordinator any more.
    return redirect("me" if office.holder_id == request.user.pk else "desk_offices")


def office_to_end(request: ResidentRequest, pk: int) -> Office:
    """Of what they cover and may end; running or to begin."""
    coordinator = request.standing
    covered = Q(rw__in=coordinator.covered_rw_ids) | Q(rt__in=coordinator.covered_rt_ids)
    found = Office.objects.filter(covered | Q(holder=request.user), ended_at=None)
    if pk > BIGGEST:
        raise Http404
    office = get_object_or_404(found.select_related("rw", "rt", "holder"), pk=pk)
    is_over = office.ends_on and office.ends_on < today_in(office.rw)
    if is_over or not rules.may_end(coordinator, office):
        raise Http404
    return office


def show_end(
    request: ResidentRequest, office: Office, form: EndForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "office": office,
        "form": form,
        "is_mine": office.holder_id == request.user.pk,
        "is_last": is_last_of_the_rw(office),
    }
    return render_page(request, "coordinators/end_office.html", context, status=status)
