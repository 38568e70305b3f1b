"""Asking for help: a category by picture, a short form, a preview, sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.assisted import people_assisted_by
from neighborhoods.standing import Standing, standing_of
from requests_app import actions
from requests_app.categories import CATEGORIES, EMERGENCY, Category
from requests_app.detail import in_their_name
from requests_app.emergency import numbers_for, tells_of_emergency, tells_of_violence
from requests_app.errors import NotPossibleNow
from requests_app.forms import NeedForm, Voices, initial_from
from requests_app.models import AidRequest
from requests_app.views import own_need
from requests_app.visibility import own_of
from volunteers.errors import TooFewPlaces
from web.codes import is_code
from web.dates import moment
from web.errors import DomainError
from web.held import held_for
from web.http import render_page

FOR_VIOLENCE = ("129", "110")
# What words of danger most often tell of.
FOR_THE_BODY = ("119", "112")


def may_post(standing: Standing) -> bool:
    """For oneself, or for somebody without a phone."""
    return standing.is_verified or bool(standing.assisted_ids)


def voices_of(standing: Standing) -> Voices:
    """Oneself first; nothing to choose where one speaks for nobody."""
    assisted = people_assisted_by(standing).values_list("pk", "name")
    others = [(str(pk), name) for pk, name in assisted] if standing.assisted_ids else []
    myself = [("", gettext_lazy("Myself"))] if standing.is_verified else []
    return [*myself, *others]


@require_safe
@for_residents
def categories(request: ResidentRequest) -> HttpResponse:
    if not may_post(request.standing):
        raise Http404
    open_to_all = [c for c in CATEGORIES.values() if may_ask(request, c)]
    return render_page(request, "requests_app/categories.html", {"categories": open_to_all})


def may_ask(request: ResidentRequest, category: Category) -> bool:
    return request.standing.is_coordinator or not category.coordinators_only


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """The numbers, for anyone: a stranger in need is no stranger."""
    return call_screen(request)


def call_screen(request: HttpRequest, *, first: tuple[str, ...] = (), **extra: Any) -> HttpResponse:
    context = {"numbers": numbers_for(*first), **extra}
    return render_page(request, "requests_app/emergency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def ask(request: ResidentRequest, category: str) -> HttpResponse:
    kind = CATEGORIES.get(category)
    if kind is None or not may_ask(request, kind) or not may_post(request.standing):
        raise Http404
    if request.method == "POST":
        return take_step(request, kind)
    if kind.urgency == EMERGENCY and "lanjut" not in request.GET:
        return call_screen(request, first=(kind.first_call,), kind=kind)
    return show_form(request, blank_form(request, kind), kind)


def blank_form(request: ResidentRequest, kind: Category) -> NeedForm:
    """Empty, or with the words of an own need that is asked for again (`?lagi=CODE`)."""
    code = request.GET.get("lagi", "")
    own = AidRequest.objects.visible_to(request.standing).filter(
        own_of(request.standing), category=kind.code
    )
    again = own.filter(code=code).first() if is_code(code) else None
    words = {"title": again.title, "details": again.details} if again else {}
    if again and again.posted_by_id:
        words["on_behalf"] = str(again.requester_id)
    return need_form(request, kind, initial=words)


def need_form(request: ResidentRequest, kind: Category, **values: Any) -> NeedForm:
    zone, voices = request.standing.zone, voices_of(request.standing)
    return NeedForm(category=kind.code, zone=zone, voices=voices, **values)


def filled_form(request: ResidentRequest, kind: Category) -> NeedForm:
    return need_form(request, kind, data=request.POST)


def show_form(
    request: ResidentRequest, form: NeedForm, kind: Category, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"form": form, "kind": kind, **extra}
    return render_page(request, "requests_app/ask.html", context, fragments=("ask",), status=status)


def take_step(request: ResidentRequest, kind: Category) -> HttpResponse:
    """Every step carries the whole form, so that it works without JavaScript or session."""
    form = filled_form(request, kind)
    if not form.is_valid():
        return show_form(request, form, kind, status=422)
    step = request.POST.get("step")
    if step == "edit":
        return show_form(request, form, kind)
    if needs_a_call(request, form):
        return call_about(request, form, kind)
    return send(request, form, kind) if step == "send" else preview(request, form, kind)


def call_about(
    request: ResidentRequest, form: NeedForm, kind: Category, need: AidRequest | None = None
) -> HttpResponse:
    """The numbers, with the form carried along so that nothing written is lost."""
    action = (
        reverse("need_edit", args=[need.code]) if need else reverse("ask_form", args=[kind.code])
    )
    violence = speaks_of_violence(form)
    response = call_screen(
        request,
        first=FOR_VIOLENCE if violence else FOR_THE_BODY,
        form=form,
        kind=kind,
        need=need,
        action=action,
        violence=violence,
    )
    # Who wrote this may share the phone with whom it is about.
    response["Cache-Control"] = "no-store"
    return response


def needs_a_call(request: ResidentRequest, form: NeedForm) -> bool:
    """Emergency words open the call screen once; violence at home does so each time."""
    if speaks_of_violence(form):
        return True
    said = (form.cleaned_data["title"], form.cleaned_data["details"])
    return tells_of_emergency(*said) and "called" not in request.POST


def speaks_of_violence(form: NeedForm) -> bool:
    return tells_of_violence(form.cleaned_data["title"], form.cleaned_data["details"])


def preview(request: ResidentRequest, form: NeedForm, kind: Category) -> HttpResponse:
    starts_at = form.cleaned_data["starts_at"]
    zone = request.standing.zone
    requester, writer = voice_in(request, form)
    context = {
        "form": form,
        "kind": kind,
        "draft": form.to_draft(),
        "requester": requester,
        "on_behalf": writer is not None,
        "from_name": in_their_name(requester.resident, writer.resident if writer else None),
        "held": held_for(form.cleaned_data["title"], form.cleaned_data["details"]),
        "when": moment(starts_at, zone) if starts_at else _("As soon as possible"),
        "called": "called" in request.POST,
    }
    return render_page(request, "requests_app/preview.html", context)


def voice_in(request: ResidentRequest, form: NeedForm) -> tuple[Standing, Standing | None]:
    """In whose name it is asked, and who writes it where that is somebody else."""
    chosen = form.cleaned_data.get("on_behalf")
    if not chosen:
        return request.standing, None
    resident = get_object_or_404(people_assisted_by(request.standing), pk=chosen)
    return standing_of(resident), request.standing


def send(request: ResidentRequest, form: NeedForm, kind: Category) -> HttpResponse:
    try:
        requester, writer = voice_in(request, form)
        need = actions.post_need(
            form.to_draft(),
            requester=requester,
            written_by=writer,
            key=form.cleaned_data["draft"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        form.renew_key()
        return show_form(request, form, kind, status=422)
    if need.status == AidRequest.Status.PENDING:
        messages.success(
            request, _("Sent. A coordinator will look at it before it goes on the board.")
        )
    elif need.is_live:
        messages.success(request, _("Sent. Your neighbours can see it now."))
    return redirect("need", code=need.code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def edit(request: ResidentRequest, code: str) -> HttpResponse:
    need = own_need(request, code)
    if need.is_over:
        messages.warning(request, str(NotPossibleNow()))
        return redirect("need", code=code)
    form = NeedForm(
        request.POST if request.method == "POST" else None,
        category=need.category,
        zone=need.rw.zone,
        initial=initial_from(need),
        known_start=need.starts_at,
    )
    if not form.is_bound or request.POST.get("step") == "edit":
        return show_form(request, form, need.kind, need=need)
    if not form.is_valid():
        return show_form(request, form, need.kind, status=422, need=need)
    if needs_a_call(request, form):
        return call_about(request, form, need.kind, need)
    return change(request, form, need)


def change(request: ResidentRequest, form: NeedForm, need: AidRequest) -> HttpResponse:
    try:
        changed = actions.change_need(need, form.to_draft(), requester=request.standing)
    except TooFewPlaces as error:
        form.add_error("helpers", str(error))
        return show_form(request, form, need.kind, status=422, need=need)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        held = changed.is_live and changed.held_for
        messages.success(
            request,
            _("Saved. It is hidden until a coordinator has looked at it.") if held else _("Saved."),
        )
    return redirect("need", code=need.code)
