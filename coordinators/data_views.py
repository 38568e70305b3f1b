"""A resident's request about their data, at the desk: read it, do it, answer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import DataRequest
from coordinators.data_requests import answer_request, answered_in, waiting_for
from coordinators.desk import after_deciding, show_desk
from coordinators.forms import AnswerForm
from coordinators.panels import data_panel
from neighborhoods.access import ResidentRequest, for_coordinators
from web.http import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_data_request(request: ResidentRequest, pk: int) -> HttpResponse:
    asked = request_for(request, pk)
    if request.method != "POST":
        return show_desk(request, data_panel(asked))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_desk(request, data_panel(asked, form=form), status=422)
    done = attempt(
        request,
        lambda: answer_request(
            asked, coordinator=request.standing, answer=form.cleaned_data["answer"]
        ),
        _("Answered. The resident can read it now."),
    )
    return after_deciding(
        request, done=done, again=lambda: data_panel(request_for(request, pk)), url=request.path
    )


def request_for(request: ResidentRequest, pk: int) -> DataRequest:
    """What waits for this coordinator, or was answered in their RW; else 404."""
    waiting = waiting_for(request.standing, timezone.now()).select_related("resident", "rw")
    found = waiting.filter(pk=pk).first()
    answered = answered_in(request.standing).select_related("resident", "rw")
    return found or get_object_or_404(answered, pk=pk)
