"""The desk's one screen: queue and detail, and what comes after a decision."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from coordinators.first_steps import first_steps, is_alone_at_night, rw_steps
from coordinators.panels import Panel, panel_for
from coordinators.queue import queue_for
from neighborhoods.access import ResidentRequest
from web.http import render_page


def show_desk(request: ResidentRequest, chosen: Panel | None, *, status: int = 200) -> HttpResponse:
    """Queue and detail; without a choice the oldest."""
    queue = queue_for(request.standing)
    shown = chosen
    if shown is None and queue.items:
        shown = panel_for(queue.items[0], request.standing)
    of_rw = rw_steps(request.standing)
    context = {
        "rw_steps": of_rw,
        "steps": None if of_rw else first_steps(request.standing),
        "alone_at_night": is_alone_at_night(request.standing, timezone.now()),
        "items": queue.items,
        "more": queue.more,
        # A phone shows the queue or the detail, so it matters whether one was chosen.
        "is_chosen": chosen is not None,
        "shown": shown,
        **(shown.context if shown else {}),
    }
    return render_page(
        request, "coordinators/desk.html", context, fragments=("desk",), status=status
    )


def after_deciding(
    request: ResidentRequest, *, done: bool, again: Callable[[], Panel], url: str
) -> HttpResponse:
    """The next one comes up by itself; what was not decided is shown again at `url`."""
    if request.htmx and request.htmx.target == "desk":
        return show_desk(request, None if done else again())
    return redirect("desk" if done else url)
