"""What a coordinator does with a published event: postpone, cancel, close, end its series."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import actions, closing, series
from events.detail import detail_of
from events.errors import NotBegun, NotPossibleNow
from events.manage_forms import CancelForm, CloseForm, PostponeForm
from events.models import Event, Series
from neighborhoods.access import ResidentRequest, for_coordinators
from web.dates import local
from web.errors import DomainError
from web.http import render_page
from web.numbers import whole_number

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
door = require_http_methods(["GET", "HEAD", "POST"])


def managed_event(request: ResidentRequest, code: str) -> Event:
    """An event that one's offices answer for; else 404."""
    events = Event.objects.covered_by(request.standing).for_cards()
    return get_object_or_404(events.select_related("organizer", "series"), code=code)


def refuse(request: ResidentRequest, event: Event, error: DomainError) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("event", code=event.code)


def page(
    request: ResidentRequest, name: str, event: Event, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {"event": event, "form": form, "detail": detail_of(event, request.standing)}
    return render_page(request, f"events/{name}.html", context, status=status)


def submit(
    request: ResidentRequest,
    name: str,
    event: Event,
    form: forms.Form,
    *,
    do: Callable[[dict[str, Any]], object],
    thanks: str,
) -> HttpResponse:
    """Shown empty; sent back with what is wrong; or done, and the event shown again."""
    if not form.is_bound:
        return page(request, name, event, form)
    if not form.is_valid():
        return page(request, name, event, form, status=422)
    try:
        do(form.cleaned_data)
    except NotPossibleNow as error:
        return refuse(request, event, error)
    except DomainError as error:
        form.add_error(None, str(error))
        return page(request, name, event, form, status=422)
    messages.success(request, thanks)
    return redirect("event", code=event.code)


def sent(request: ResidentRequest) -> Any:
    """What the form is bound to: an empty one that was sent is sent all the same."""
    return request.POST if request.method == "POST" else None


def revision_read(request: ResidentRequest) -> int | None:
    """Which words the form showed, so that a stale tab does not overwrite newer ones unseen."""
    return whole_number(request.POST.get("revision", ""))


@door
@for_coordinators
def postpone(request: ResidentRequest, code: str) -> HttpResponse:
    event = managed_event(request, code)
    if event.status != Event.Status.PUBLISHED:
        return refuse(request, event, NotPossibleNow())
    form = PostponeForm(sent(request), event=event, initial=next_try(event))
    why: Literal["rain", "other"] = "rain" if request.POST.get("why") == "rain" else "other"
    return submit(
        request,
        "postpone",
        event,
        form,
        do=lambda cleaned: actions.postpone_event(
            event, starts_at=cleaned["starts_at"], why=why, coordinator=request.standing
        ),
        thanks=_("Postponed. Everybody who signed up has been told."),
    )


def next_try(event: Event) -> dict[str, Any]:
    """A week later at the same hour; what comes every week anyway, the next day."""
    weekly = event.series is not None and event.series.repeat == Series.Repeat.WEEKLY
    start = local(event.starts_at, event.rw.zone) + (A_DAY if weekly else A_WEEK)
    return {"date": start.date(), "time": start.time()}


@door
@for_coordinators
def cancel(request: ResidentRequest, code: str) -> HttpResponse:
    """Asks once more, since it can't be undone and everybody signed up is told."""
    event = managed_event(request, code)
    if event.status != Event.Status.PUBLISHED:
        return refuse(request, event, NotPossibleNow())
    return submit(
        request,
        "cancel",
        event,
        CancelForm(sent(request)),
        do=lambda cleaned: actions.cancel_event(
            event, reason=cleaned["reason"], coordinator=request.standing
        ),
        thanks=_("Cancelled. Everybody who signed up has been told."),
    )


@door
@for_coordinators
def end_series(request: ResidentRequest, code: str) -> HttpResponse:
    event = managed_event(request, code)
    whole = event.series
    if whole is None:
        raise Http404
    if whole.ended_at:
        return refuse(request, event, NotPossibleNow())
    return submit(
        request,
        "end_series",
        event,
        CancelForm(sent(request)),
        do=lambda cleaned: series.end_series(
            whole, coordinator=request.standing, reason=cleaned["reason"]
        ),
        thanks=_("The series has ended. Everybody who signed up has been told."),
    )


@door
@for_coordinators
def close(request: ResidentRequest, code: str) -> HttpResponse:
    """Done: who was there, how many came besides, how it was; and corrected for some days."""
    event = managed_event(request, code)
    if event.status == Event.Status.CANCELLED:
        return refuse(request, event, NotPossibleNow())
    if event.starts_at > timezone.now():
        return refuse(request, event, NotBegun())
    form = CloseForm(sent(request), event=event, sign_ups=closing.countable(event))
    return submit(
        request,
        "close",
        event,
        form,
        do=lambda cleaned: closing.close_event(
            event,
            attendance=form.attendance,
            walk_ins=cleaned["walk_ins"],
            summary=cleaned["summary"],
            coordinator=request.standing,
            revision=revision_read(request),
        ),
        thanks=_("The attendance is corrected.")
        if event.status == Event.Status.DONE
        else _("Marked as done. Thank you for looking after it!"),
    )
