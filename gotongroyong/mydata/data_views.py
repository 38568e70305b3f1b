"""Who saw my data, my consents, and all that is kept about me."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import consents
from accounts.confirming import ConfirmForm
from accounts.exports import content_of, sections_of
from accounts.models import DataExport
from gotongroyong.mydata import exporting
from gotongroyong.mydata.consenting import change_consent, choices_of
from gotongroyong.mydata.door import for_account_holders
from gotongroyong.mydata.seen import seen_page
from journal.actions import record
from neighborhoods.access import ResidentRequest
from web.http import attempt, go_to, render_page
from web.numbers import whole_number

form_only = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_account_holders
def seen(request: ResidentRequest) -> HttpResponse:
    after = whole_number(request.GET.get("setelah", ""))
    context = {"page": seen_page(request.standing, after=after), "is_first": after is None}
    return render_page(request, "mydata/seen.html", context)


@form_only
@for_account_holders
def own_consents(request: ResidentRequest) -> HttpResponse:
    if request.method != "POST":
        choices = choices_of(request.user, request.standing.zone)
        return render_page(request, "mydata/consents.html", {"choices": choices})
    purpose, step = request.POST.get("purpose", ""), request.POST.get("step", "")
    if purpose not in consents.TEXTS or step not in ("give", "withdraw"):
        raise Http404
    if (purpose, step) == ("account", "withdraw"):
        return go_to(request, "erase")
    thanks = _("Thank you, noted.") if step == "give" else _("Withdrawn. It is used no more.")
    attempt(request, lambda: change_consent(request.user, purpose, step), thanks)
    return go_to(request, "consents")


@form_only
@for_account_holders
def my_data(request: ResidentRequest) -> HttpResponse:
    """The password is asked each time: a phone lent to somebody may not tell everything."""
    form = ConfirmForm(request.POST or None, resident=request.user)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "file":
            return hand_out(request)
        return show(request)
    status = 422 if request.method == "POST" else 200
    return render_page(request, "mydata/data.html", state_of(request, form), status=status)


def state_of(request: ResidentRequest, form: ConfirmForm) -> dict[str, object]:
    return {
        "form": form,
        "is_in_the_making": exporting.waiting().filter(resident=request.user).exists(),
        "ready": exporting.ready_export(request.user, timezone.now()),
    }


def show(request: ResidentRequest) -> HttpResponse:
    sections = sections_of(request.user, request.standing.zone)
    response = render_page(request, "mydata/everything.html", {"sections": sections})
    response["Cache-Control"] = "no-store"
    return response


def hand_out(request: ResidentRequest) -> HttpResponse:
    """Small: at once. Large: the one made before, else asked for now."""
    if not exporting.is_large(request.user):
        note(request)
        return as_file(content_of(request.user))
    ready: DataExport | None = exporting.ready_export(request.user, timezone.now())
    if ready:
        note(request)
        return as_file(ready.content)
    thanks = _("It takes a moment. We will tell you when it is ready.")
    attempt(request, lambda: exporting.ask_export(request.user), thanks)
    return go_to(request, "my_data")


def as_file(content: object, name: str = "data-saya.json") -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def note(request: HttpRequest) -> None:
    record(
        "data.exported",
        object_kind="resident",
        object_id=request.user.pk or 0,
        rw_id=None,
        actor_id=request.user.pk,
        subject_id=request.user.pk,
    )
