"""An RT split or merged: chosen, then read once more in numbers, then done.

Each step carries the whole form, so that it works without JavaScript or session.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coordinators.rt_forms import MergeForm, SplitForm
from coordinators.rt_views import kept_rt, page, tried
from coordinators.rts import (
    effects_of_merger,
    effects_of_split,
    note_look_at_houses,
    rts_of,
)
from neighborhoods import units
from neighborhoods.access import ResidentRequest, for_coordinators
from web.http import render_page

# Fewer houses can't be two RT.
FEWEST_HOUSES = 2
STEPS = ("houses", "preview", "edit", "send")


@page
@for_coordinators
def split(request: ResidentRequest, pk: int) -> HttpResponse:
    """The addresses are shown by POST only, and each look is in the journal."""
    rt = kept_rt(request, pk)
    step = request.POST.get("step")
    if step not in STEPS or rt.houses < FEWEST_HOUSES:
        return show_split(request, rt, None)
    if step == "houses":
        return show_split(request, rt, SplitForm(rt=rt, initial={"number": ""}))
    form = SplitForm(request.POST, rt=rt)
    if not form.is_valid():
        return show_split(request, rt, form, status=422)
    if step == "send":
        return send_split(request, rt, form)
    return show_split(request, rt, form, confirm=step != "edit")


def send_split(request: ResidentRequest, rt: Any, form: SplitForm) -> HttpResponse:
    number, houses = form.cleaned_data["number"], list(form.cleaned_data["houses"])
    if tried(
        request,
        form,
        lambda: units.split_rt(rt, number, houses, by=request.standing),
        _("RT %(number)s is there now, and the people of its houses are told.")
        % {"number": number},
    ):
        return redirect("desk_rts")
    return show_split(request, rt, form, status=422)


def show_split(
    request: ResidentRequest,
    rt: Any,
    form: SplitForm | None,
    *,
    confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"rt": rt, "form": form, "can_split": rt.houses >= FEWEST_HOUSES}
    if form and confirm:
        houses = form.cleaned_data["houses"]
        context |= {"effects": effects_of_split(rt, houses), "number": form.cleaned_data["number"]}
        return render_page(request, "coordinators/rt_split_confirm.html", context)
    if form:
        note_look_at_houses(rt, coordinator=request.standing)
    response = render_page(request, "coordinators/rt_split.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@page
@for_coordinators
def merge(request: ResidentRequest, pk: int) -> HttpResponse:
    rt = kept_rt(request, pk)
    others = rts_of(rt.rw).exclude(pk=rt.pk)
    if request.method != "POST":
        return show_merge(request, rt, MergeForm(others=others))
    form = MergeForm(request.POST, others=others)
    if not form.is_valid():
        return show_merge(request, rt, form, status=422)
    if request.POST.get("step") != "send":
        return show_merge(request, rt, form, confirm=True)
    into = form.cleaned_data["into"]
    if tried(
        request,
        form,
        lambda: units.merge_rt(rt, into, by=request.standing),
        _("%(rt)s is part of %(into)s now, and its people are told.") % {"rt": rt, "into": into},
    ):
        return redirect("desk_rts")
    return show_merge(request, rt, form, status=422)


def show_merge(
    request: ResidentRequest, rt: Any, form: MergeForm, *, confirm: bool = False, status: int = 200
) -> HttpResponse:
    context = {"rt": rt, "form": form}
    if confirm:
        context |= {"effects": effects_of_merger(rt), "into": form.cleaned_data["into"]}
        return render_page(request, "coordinators/rt_merge_confirm.html", context)
    return render_page(request, "coordinators/rt_merge.html", context, status=status)
