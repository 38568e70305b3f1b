"""The calendar and one event, with what residents do there. Publishing is in `publish_views`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import joining, notices
from events.calendar import MINE, MY_RT, month_of, parse_month
from events.detail import detail_of
from events.hidden import hidden_for
from events.models import Event
from events.rules import may_read
from events.share import share_of
from neighborhoods.access import ResidentRequest, for_residents
from volunteers.models import Shift, SignUp
from volunteers.overlap import clashes_in_words, overlapping
from web.http import Thanks, attempt, go_to, render_page


@require_safe
@for_residents
def events(request: ResidentRequest) -> HttpResponse:
    asked = request.GET.get("hanya", "")
    only = asked if asked in (MINE, MY_RT) else ""
    month = month_of(request.standing, first=parse_month(request.GET.get("bulan", "")), only=only)
    context = {"month": month, "only": only}
    return render_page(request, "events/events.html", context, fragments=("events",))


@require_safe
@for_residents
def event(request: ResidentRequest, code: str) -> HttpResponse:
    found = visible_event(request, code)
    notices.mark_seen(found, request.user)
    return show(request, found)


def visible_event(request: ResidentRequest, code: str) -> Event:
    """The event, if this person may open it; else 404, as if it did not exist."""
    found = Event.objects.visible_to(request.standing).for_cards()
    return get_object_or_404(found.select_related("organizer", "series"), code=code)


def show(request: ResidentRequest, event: Event, **extra: Any) -> HttpResponse:
    if not may_read(request.standing, event):
        context = {"event": event, "hidden": hidden_for(event, request.standing)}
        return render_page(request, "events/hidden.html", context, fragments=("event",))
    context = {
        "detail": detail_of(event, request.standing),
        "event": event,
        "share": share_of(event),
        **extra,
    }
    return render_page(request, "events/event.html", context, fragments=("event",))


def show_again(request: ResidentRequest, event: Event) -> HttpResponse:
    """The event as it stands; the calendar for whom it is out of sight now."""
    visible = Event.objects.visible_to(request.standing).for_cards()
    fresh = visible.select_related("organizer", "series").filter(pk=event.pk).first()
    if fresh is None:
        return go_to(request, "events")
    if request.htmx and request.htmx.target == "event":
        return show(request, fresh)
    return redirect("event", code=event.code)


def act(
    request: ResidentRequest, code: str, pk: int, do: Callable[..., Any], thanks: Thanks
) -> HttpResponse:
    """Do one thing to one shift and show its event again, with thanks or with why not."""
    event = visible_event(request, code)
    shift = get_object_or_404(Shift, pk=pk, event=event)
    attempt(request, lambda: do(shift, resident=request.standing), thanks)
    return show_again(request, event)


@require_POST
@for_residents
def join(request: ResidentRequest, code: str, shift: int) -> HttpResponse:
    """Asks once more where they have promised something else for those hours."""
    thanks = _("Thank you! You are signed up.")
    if question := ask_about_clash(request, code, shift):
        return question
    return act(request, code, shift, joining.join_shift, thanks)


def ask_about_clash(request: ResidentRequest, code: str, pk: int) -> HttpResponse | None:
    event = visible_event(request, code)
    shift = get_object_or_404(Shift, pk=pk, event=event)
    asked_before = request.POST.get("tetap") == "1"
    clashes = [] if asked_before else overlapping(shift, resident=request.user)
    if not clashes or event.is_over:
        return None
    return show(request, event, clashes=clashes_in_words(clashes, beside=shift), clashing=shift)


@require_POST
@for_residents
def wait(request: ResidentRequest, code: str, shift: int) -> HttpResponse:
    return act(request, code, shift, joining.wait_for_shift, thanks_for_waiting)


def thanks_for_waiting(sign_up: SignUp) -> str:
    """A place may have come free between the look and the tap."""
    if sign_up.status == SignUp.Status.ACTIVE:
        return _("Thank you! You are signed up.")
    return _("You are on the waiting list. You will be asked when a place is free.")


@require_POST
@for_residents
def leave(request: ResidentRequest, code: str, shift: int) -> HttpResponse:
    thanks = _("You have withdrawn. The place is open for somebody else.")
    return act(request, code, shift, joining.leave_shift, thanks)


@require_POST
@for_residents
def turn_down(request: ResidentRequest, code: str, shift: int) -> HttpResponse:
    thanks = _("Thank you for saying so. The place goes to the next in line.")
    return act(request, code, shift, joining.turn_down_offer, thanks)
