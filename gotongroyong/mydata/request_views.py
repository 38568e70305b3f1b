"""Asking for what no page does by itself, and reading the answers."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import DataRequest
from coordinators.data_requests import ask_request
from gotongroyong.mydata.door import for_account_holders
from gotongroyong.mydata.forms import DataRequestForm
from neighborhoods.access import ResidentRequest
from web.dates import moment
from web.http import attempt, go_to, render_page

SHOWN = 50


@dataclass(frozen=True)
class Asked:
    kind: str
    words: str
    answer: str
    when: str
    due: str
    is_answered: bool
    is_overdue: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_account_holders
def data_requests(request: ResidentRequest) -> HttpResponse:
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        thanks = _("Sent. The coordinators answer within 3x24 hours.")
        attempt(request, lambda: ask_request(request.standing, **form.cleaned_data), thanks)
        return go_to(request, "data_requests")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "asked": asked_by(request)}
    return render_page(request, "mydata/requests.html", context, status=status)


def asked_by(request: ResidentRequest) -> list[Asked]:
    now, zone = timezone.now(), request.standing.zone
    own = DataRequest.objects.filter(resident=request.user).order_by("-id")[:SHOWN]
    return [
        Asked(
            kind=str(each.get_kind_display()),
            words=each.words,
            answer=each.answer,
            when=moment(each.asked_at, zone),
            due=moment(each.due_at, zone),
            is_answered=each.handled_at is not None,
            is_overdue=each.handled_at is None and each.due_at <= now,
        )
        for each in own
    ]
