"""Publishing an event: a kind by picture, its ready shape as a form, a preview, published."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import actions
from events.errors import HiddenEvent, NotPossibleNow
from events.forms import (
    MORE_ROWS,
    EventForm,
    PlaceFormSet,
    audiences_of,
    initial_from,
    initial_of,
    rows_from,
    rows_of_shape,
)
from events.held import held_in
from events.manage_views import managed_event, refuse, revision_read
from events.models import Event, Series
from events.plans import MOST_SHIFTS, Plan
from events.schedule import dates
from events.shapes import SHAPES, Shape
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.models import RukunWarga
from web.dates import local, span
from web.errors import DomainError
from web.http import render_page

PREFIX = "tempat"
# How far the preview of a series looks, and how many days of it are named.
LOOK_AHEAD, SHOWN_DAYS = timedelta(days=366), 5


@require_safe
@for_coordinators
def kinds(request: ResidentRequest) -> HttpResponse:
    return render_page(request, "events/kinds.html", {"kinds": SHAPES.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def publish(request: ResidentRequest, kind: str) -> HttpResponse:
    shape = SHAPES.get(kind)
    if shape is None:
        raise Http404
    if request.method == "POST":
        return take_step(request, shape)
    return show_form(request, blank_form(request, shape), blank_rows(rows_of_shape(shape)), shape)


def rw_of(request: ResidentRequest) -> RukunWarga:
    """In which the coordinator's offices lie."""
    return request.standing.offices[0].rw


def blank_form(request: ResidentRequest, shape: Shape) -> EventForm:
    rw = rw_of(request)
    today = local(timezone.now(), rw.zone).date()
    return EventForm(
        shape=shape,
        rw=rw,
        choices=audiences_of(request.standing),
        initial=initial_of(shape, today),
    )


def blank_rows(rows: list[dict[str, Any]]) -> Any:
    return PlaceFormSet(prefix=PREFIX, initial=rows)


def filled_form(request: ResidentRequest, shape: Shape) -> EventForm:
    return EventForm(
        request.POST, shape=shape, rw=rw_of(request), choices=audiences_of(request.standing)
    )


def filled_rows(request: ResidentRequest, *, more: int = 0) -> Any:
    """As sent; `more` empty rows at the end."""
    data = request.POST.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if more and total.isascii() and total.isdigit() and len(total) < len("1000"):
        data[f"{PREFIX}-TOTAL_FORMS"] = str(max(int(total), min(int(total) + more, MOST_SHIFTS)))
    return PlaceFormSet(data, prefix=PREFIX)


def show_form(
    request: ResidentRequest,
    form: EventForm,
    rows: Any,
    shape: Shape,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {"form": form, "rows": rows, "shape": shape, **extra}
    return render_page(
        request, "events/event_form.html", context, fragments=("event-form",), status=status
    )


def show_more_rows(
    request: ResidentRequest, form: EventForm, shape: Shape, **extra: Any
) -> HttpResponse:
    rows = filled_rows(request, more=MORE_ROWS)
    form.without_verdict()
    rows.without_verdict()
    return show_form(request, form, rows, shape, **extra)


def take_step(request: ResidentRequest, shape: Shape) -> HttpResponse:
    """Every step carries the whole form, so that it works without JavaScript or session."""
    form, rows = filled_form(request, shape), filled_rows(request)
    step = request.POST.get("step")
    if step == "rows":
        return show_more_rows(request, form, shape)
    if not (form.is_valid() & rows.is_valid()):
        return show_form(request, form, rows, shape, status=422)
    if step == "edit":
        return show_form(request, form, rows, shape)
    plan = form.to_plan(rows.places, rt=form.chosen_rt)
    if step == "send":
        return send(request, form, rows, plan)
    return preview(request, form, rows, plan)


def preview(request: ResidentRequest, form: EventForm, rows: Any, plan: Plan) -> HttpResponse:
    zone = form.rw.zone
    context = {
        "form": form,
        "rows": rows,
        "plan": plan,
        "shape": form.shape,
        "when": span(plan.starts_at, plan.ends_at, zone),
        "whom": str(plan.rt) if plan.rt else _("The whole %(rw)s") % {"rw": form.rw},
        "where": plan.place.name if plan.place else plan.place_text,
        "repeat": Series.Repeat(plan.repeat).label if plan.repeat else "",
        "held": held_in(plan, [place.label for place in plan.places]),
        "days": [date_format(day, "l, j F Y", use_l10n=False) for day in next_days(plan, zone)],
    }
    return render_page(request, "events/preview.html", context)


def next_days(plan: Plan, zone: str) -> list[date]:
    """The first days of a series; none of what happens once."""
    if not plan.repeat:
        return []
    first = local(plan.starts_at, zone).date()
    return dates(plan.repeat, first, plan.until, first, first + LOOK_AHEAD)[:SHOWN_DAYS]


def send(request: ResidentRequest, form: EventForm, rows: Any, plan: Plan) -> HttpResponse:
    key = form.cleaned_data["draft"]
    try:
        event = actions.publish_event(plan, coordinator=request.standing, key=key)
    except DomainError as error:
        form.add_error(None, str(error))
        form.renew_key()
        return show_form(request, form, rows, form.shape, status=422)
    if event.held_for:
        messages.info(request, _("Saved. Another coordinator looks at its words first."))
    else:
        messages.success(request, _("Published. Your neighbours can see it now."))
    return redirect("event", code=event.code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def edit(request: ResidentRequest, code: str) -> HttpResponse:
    event = managed_event(request, code)
    if event.is_over:
        return refuse(request, event, NotPossibleNow())
    if event.hidden_at and not event.held_for:
        return refuse(request, event, HiddenEvent())
    form = edit_form(request, event)
    if not form.is_bound:
        return show_form(request, form, blank_rows(rows_from(event)), event.shape, event=event)
    if request.POST.get("step") == "rows":
        return show_more_rows(request, form, event.shape, event=event)
    rows = filled_rows(request)
    if not (form.is_valid() & rows.is_valid()):
        return show_form(request, form, rows, event.shape, status=422, event=event)
    return change(request, form, rows, event)


def edit_form(request: ResidentRequest, event: Event) -> EventForm:
    form = EventForm(
        request.POST if request.method == "POST" else None,
        shape=event.shape,
        rw=event.rw,
        choices=[event.rt],
        initial=initial_from(event),
        known_start=event.starts_at,
    )
    form.change_only()
    return form


def change(request: ResidentRequest, form: EventForm, rows: Any, event: Event) -> HttpResponse:
    plan = form.to_plan(rows.places, rt=event.rt)
    read = revision_read(request)
    try:
        actions.change_event(event, plan, coordinator=request.standing, revision=read)
    except NotPossibleNow as error:
        return refuse(request, event, error)
    except DomainError as error:
        form.add_error(None, str(error))
        return show_form(request, form, rows, event.shape, status=422, event=event)
    messages.success(request, _("Saved."))
    return redirect("event", code=event.code)
