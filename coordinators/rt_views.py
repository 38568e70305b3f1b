"""The RT of an RW, kept by the RW's own coordinators: listed, added, renamed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordinators.rt_forms import NumberForm
from coordinators.rts import rts_of
from neighborhoods import units
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.models import RukunTetangga, RukunWarga
from neighborhoods.unit_errors import NumberTaken
from web.errors import DomainError
from web.http import render_page

BIGGEST = 2**63 - 1
page = require_http_methods(["GET", "HEAD", "POST"])


def kept_rw(request: ResidentRequest) -> RukunWarga:
    """Whose RT they keep; to officers of a single RT these pages do not exist."""
    own = [office.rw for office in request.standing.offices if office.rt_id is None]
    if not own:
        raise Http404
    return own[0]


def kept_rt(request: ResidentRequest, pk: int) -> Any:
    """With its numbers, as the list has it."""
    if pk > BIGGEST:
        raise Http404
    return get_object_or_404(rts_of(kept_rw(request)), pk=pk)


@page
@for_coordinators
def rts(request: ResidentRequest) -> HttpResponse:
    rw = kept_rw(request)
    if request.method != "POST":
        return show_rts(request, rw, NumberForm())
    form = NumberForm(request.POST)
    if form.is_valid() and tried(
        request,
        form,
        lambda: units.add_rt(rw, form.cleaned_data["number"], by=request.standing),
        _("Added. You can now print invitations for its residents."),
    ):
        return redirect("desk_rts")
    return show_rts(request, rw, form, status=422)


def show_rts(
    request: ResidentRequest, rw: RukunWarga, form: NumberForm, *, status: int = 200
) -> HttpResponse:
    context = {"rw": rw, "rts": rts_of(rw), "form": form}
    return render_page(request, "coordinators/rts.html", context, status=status)


@page
@for_coordinators
def rt(request: ResidentRequest, pk: int) -> HttpResponse:
    """One RT: its numbers, another number, and the ways to split and merge."""
    found = kept_rt(request, pk)
    if request.method != "POST":
        return show_rt(request, found, NumberForm(initial={"number": found.number}))
    form = NumberForm(request.POST)
    if form.is_valid() and tried(
        request,
        form,
        lambda: units.rename_rt(found, form.cleaned_data["number"], by=request.standing),
        _("The number is changed, and its residents are told."),
    ):
        return redirect("desk_rts")
    return show_rt(request, kept_rt(request, pk), form, status=422)


def show_rt(
    request: ResidentRequest, rt: RukunTetangga, form: NumberForm, *, status: int = 200
) -> HttpResponse:
    others = rts_of(rt.rw).exclude(pk=rt.pk)
    context = {"rt": rt, "form": form, "has_others": others.exists()}
    return render_page(request, "coordinators/rt.html", context, status=status)


def tried(request: ResidentRequest, form: Any, do: Callable[[], object], thanks: str) -> bool:
    """Do it; what speaks against it stands in the form, a number that is taken beside it."""
    try:
        do()
    except DomainError as error:
        beside = "number" if isinstance(error, NumberTaken) else None
        form.add_error(beside, str(error))
        return False
    messages.success(request, thanks)
    return True
