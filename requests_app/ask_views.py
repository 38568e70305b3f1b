"""Asking for help: a category by picture, a short form, a preview, sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from neighborhoods.access import ResidentRequest, for_residents
from requests_app import actions
from requests_app.categories import CATEGORIES, EMERGENCY, Category
from requests_app.emergency import numbers_for, tells_of_emergency, tells_of_violence
from requests_app.errors import NotPossibleNow
from requests_app.forms import NeedForm, initial_from
from requests_app.models import AidRequest
from requests_app.views import own_need
from volunteers.errors import TooFewPlaces
from web.codes import is_code
from web.dates import moment
from web.errors import DomainError
from web.held import held_for
from web.http import render_page

FOR_VIOLENCE = ("129", "110")
# What words of danger most often tell of.
FOR_THE_BODY = ("119", "112")


@require_safe
@for_residents
def categories(request: ResidentRequest) -> HttpResponse:
    if not request.standing.is_verified:
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
    if kind is None or not may_ask(request, kind) or not request.standing.is_verified:
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
        requester=request.user, category=kind.code
    )
    again = own.filter(code=code).first() if is_code(code) else None
    words = {"title": again.title, "details": again.details} if again else {}
    return NeedForm(category=kind.code, zone=request.standing.zone, initial=words)


def filled_form(request: ResidentRequest, kind: Category) -> NeedForm:
    return NeedForm(request.POST, category=kind.code, zone=request.standing.zone)


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
    context = {
        "form": form,
        "kind": kind,
        "draft": form.to_draft(),
        "held": held_for(form.cleaned_data["title"], form.cleaned_data["details"]),
        "when": moment(starts_at, zone) if starts_at else _("As soon as possible"),
        "called": "called" in request.POST,
    }
    return render_page(request, "requests_app/preview.html", context)


def send(request: ResidentRequest, form: NeedForm, kind: Category) -> HttpResponse:
    try:
        need = actions.post_need(
            form.to_draft(), requester=request.standing, key=form.cleaned_data["draft"]
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
