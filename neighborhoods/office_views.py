"""One's own office on its way to a successor. What a coordinator does for others is the desk's."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neighborhoods import office_notices as notices
from neighborhoods import office_rules as rules
from neighborhoods import offices
from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.models import Handover, Office
from neighborhoods.office_forms import SEARCHING, ConfirmForm, PersonForm
from neighborhoods.office_life import today_in
from web.errors import DomainError
from web.http import attempt, go_to, render_page

page = require_http_methods(["GET", "HEAD", "POST"])
BIGGEST = 2**63 - 1


@page
@for_residents
def hand_over(request: ResidentRequest, pk: int) -> HttpResponse:
    """Choose a successor. A search and the choice are one form, so nothing is lost between them."""
    office = own_office(request, pk)
    if waiting := office.handovers.open().first():
        return go_to(request, "handover", waiting.pk)
    people = rules.residents_for(office.rw_id, office.rt_id).exclude(pk=request.user.pk)
    form = PersonForm(request.POST or None, people=people, rw=office.rw)
    if request.method != "POST":
        return show_choice(request, office, form)
    if request.POST.get("step") in SEARCHING:
        form.without_verdict()
        return show_choice(request, office, form)
    if not form.is_valid():
        return show_choice(request, office, form, status=422)
    return ask(request, office, form)


def own_office(request: ResidentRequest, pk: int) -> Office:
    """In force, one's own, and no deputy's: those end by themselves."""
    mine = Office.objects.in_force().filter(holder=request.user, is_deputy=False)
    if pk > BIGGEST:
        raise Http404
    return get_object_or_404(mine.select_related("rw", "rt"), pk=pk)


def show_choice(
    request: ResidentRequest, office: Office, form: PersonForm, *, status: int = 200
) -> HttpResponse:
    context = {"office": office, "form": form}
    return render_page(
        request,
        "neighborhoods/hand_over.html",
        context,
        fragments=("hand-over",),
        status=status,
    )


def ask(request: ResidentRequest, office: Office, form: PersonForm) -> HttpResponse:
    successor = form.cleaned_data["person"]
    try:
        made = offices.ask_handover(office, successor=successor, by=request.standing)
    except DomainError as error:
        form.add_error(None, str(error))
        return show_choice(request, office, form, status=422)
    messages.success(request, _("Asked. You stay in office until you have confirmed."))
    return go_to(request, "handover", made.pk)


@page
@for_residents
def handover(request: ResidentRequest, pk: int) -> HttpResponse:
    """For the holder and the successor, each from their side."""
    if pk > BIGGEST:
        raise Http404
    found = get_object_or_404(Handover.objects.between(request.user).with_office(), pk=pk)
    form = confirm_form(request, found)
    if request.method == "POST":
        return take_step(request, found, form)
    notices.mark_seen(found, request.user)
    return show_handover(request, found, form)


def confirm_form(request: ResidentRequest, handover: Handover) -> ConfirmForm:
    """Bound only where it was sent: its other buttons carry no term."""
    sent = request.POST if request.POST.get("step") == "confirm" else None
    office = handover.office
    new_ends_on = rules.full_term(today_in(office.rw))
    return ConfirmForm(sent, ends_on=office.ends_on, new_ends_on=new_ends_on)


def show_handover(
    request: ResidentRequest, handover: Handover, form: ConfirmForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "handover": handover,
        "office": handover.office,
        "is_successor": handover.successor_id == request.user.pk,
        "form": form,
    }
    return render_page(
        request, "neighborhoods/handover.html", context, fragments=("handover",), status=status
    )


def take_step(request: ResidentRequest, handover: Handover, form: ConfirmForm) -> HttpResponse:
    step = request.POST.get("step", "")
    if step not in STEPS:
        return show_handover(request, handover, form, status=422)
    if step == "confirm" and handover.is_open and not form.is_valid():
        return show_handover(request, handover, form, status=422)
    do, thanks = STEPS[step]
    extra = {"new_term": form.new_term} if step == "confirm" and form.is_valid() else {}
    attempt(request, lambda: do(handover, by=request.standing, **extra), str(thanks()))
    return go_to(request, "handover", handover.pk)


STEPS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "accept": (
        offices.accept_handover,
        lambda: _("You have accepted. The office is yours once its holder has confirmed."),
    ),
    "decline": (offices.decline_handover, lambda: _("Declined. Thank you for answering.")),
    "take_back": (offices.take_back_handover, lambda: _("Taken back. You stay in office.")),
    "confirm": (
        offices.confirm_handover,
        lambda: _("Handed over. Thank you for all you have done for your neighbours!"),
    ),
}
