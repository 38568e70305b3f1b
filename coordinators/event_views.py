"""Events at the desk: held words that wait for a look, and what has ended and is not closed."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordinators.desk import after_deciding, show_desk
from coordinators.panels import event_panel
from coordinators.undo import attempt_undoably
from coordinators.views import as_read
from events.actions import release_held
from events.models import Event
from events.rules import can_release
from neighborhoods.access import ResidentRequest, for_coordinators
from web.undo import UNDO_WINDOW


@require_safe
@for_coordinators
def desk_event(request: ResidentRequest, code: str) -> HttpResponse:
    return show_desk(request, event_panel(covered_event(request, code), request.standing))


def covered_event(request: ResidentRequest, code: str) -> Event:
    """An event that one's office answers for; else 404."""
    events = Event.objects.covered_by(request.standing).for_cards()
    return get_object_or_404(events.select_related("organizer"), code=code)


@require_POST
@for_coordinators
def release(request: ResidentRequest, code: str) -> HttpResponse:
    event = covered_event(request, code)
    if not can_release(request.standing, event):
        raise Http404
    done = attempt_undoably(
        request,
        lambda: release_held(
            event, coordinator=request.standing, revision=as_read(request), settle_in=UNDO_WINDOW
        ),
        _("Noted: residents see it now."),
        kind="event",
        pk=event.pk,
    )
    return after_deciding(
        request,
        done=done,
        again=lambda: event_panel(covered_event(request, code), request.standing),
        url=redirect("desk_event", code=code).url,
    )
