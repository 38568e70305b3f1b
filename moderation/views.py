"""Reporting, and the page of a case for its two sides. Deciding is the desk's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.models import Event
from moderation import actions, notices, rules
from moderation.errors import AlreadyReported
from moderation.forms import AppealForm, ReportForm
from moderation.models import REPORTS_THAT_HIDE, Case
from moderation.side import side_of
from moderation.things import Thing, label_of, picture_of, url_of
from neighborhoods.access import ResidentRequest, for_residents
from requests_app.models import AidRequest
from web.errors import DomainError
from web.http import attempt, go_to, render_page

BIGGEST = 2**63 - 1
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@for_residents
def report_need(request: ResidentRequest, code: str) -> HttpResponse:
    needs = AidRequest.objects.visible_to(request.standing).select_related("rw", "rt")
    return report(request, get_object_or_404(needs, code=code))


@page
@for_residents
def report_event(request: ResidentRequest, code: str) -> HttpResponse:
    events = Event.objects.visible_to(request.standing).select_related("rw", "rt")
    return report(request, get_object_or_404(events, code=code))


def report(request: ResidentRequest, thing: Thing) -> HttpResponse:
    """To those who may not, the page does not exist; a second report is led to the first.

    Nor does it for what is hidden; who had it open by then is told so.
    """
    if not rules.may_report(request.standing, thing):
        raise Http404
    if mine := rules.case_reported_by(request.standing, thing):
        if request.method == "POST":
            messages.info(request, str(AlreadyReported()))
        return go_to(request, "case", mine.pk)
    if thing.hidden_at and request.method != "POST":
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show_report(request, thing, form)
    if not form.is_valid():
        return show_report(request, thing, form, status=422)
    return send_report(request, thing, form)


def show_report(
    request: ResidentRequest, thing: Thing, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "thing": thing,
        "label": label_of(thing),
        "picture": picture_of(thing),
        "url": url_of(thing),
        "enough": REPORTS_THAT_HIDE,
    }
    return render_page(
        request, "moderation/report.html", context, fragments=("report",), status=status
    )


def send_report(request: ResidentRequest, thing: Thing, form: ReportForm) -> HttpResponse:
    try:
        made = actions.report_thing(thing, reporter=request.standing, **form.cleaned_data)
    except DomainError as error:
        messages.info(request, str(error))
        return redirect(url_of(thing))
    messages.success(request, _("Thank you. The coordinators look at it; nobody learns your name."))
    return go_to(request, "case", made.case_id)


@page
@for_residents
def case(request: ResidentRequest, pk: int) -> HttpResponse:
    """For the owner and those who reported, each from their side."""
    cases = Case.objects.visible_to(request.standing)
    found = get_object_or_404(cases.with_thing(), pk=pk) if pk <= BIGGEST else None
    if found is None:
        raise Http404
    if request.method == "POST":
        return appeal(request, found)
    notices.mark_seen(found, request.user)
    return show_case(request, found, AppealForm())


def show_case(
    request: ResidentRequest, case: Case, form: AppealForm, *, status: int = 200
) -> HttpResponse:
    context = {"side": side_of(case, request.standing), "case": case, "form": form}
    return render_page(request, "moderation/case.html", context, fragments=("case",), status=status)


def appeal(request: ResidentRequest, case: Case) -> HttpResponse:
    form = AppealForm(request.POST)
    if rules.may_appeal(request.standing, case) and not form.is_valid():
        return show_case(request, case, form, status=422)
    words = form.cleaned_data.get("appeal", "") if form.is_valid() else ""
    attempt(
        request,
        lambda: actions.appeal_case(case, appellant=request.standing, words=words),
        _("Your appeal is with the RW. You will be told what was decided and why."),
    )
    return go_to(request, "case", case.pk)
