"""The coordinators' desk: what waits, oldest first, and one tap to decide."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coordinators.forms import ReasonForm
from neighborhoods.access import ResidentRequest, for_coordinators
from requests_app import decisions, rules
from requests_app.cards import cards_for
from requests_app.detail import detail_of
from requests_app.models import AidRequest
from web.http import attempt, render_page
from web.numbers import whole_number

QUEUE = 50
NEVER_READ = -1
# Ready sentences, so that sending back takes one tap too.
CHANGES = (
    gettext_lazy("Please say more precisely what is needed."),
    gettext_lazy("Please take out names, addresses and numbers."),
    gettext_lazy("Please check the date and time."),
)
DECLINES = (
    gettext_lazy("This is already on the board."),
    gettext_lazy("This board is not for selling or for money."),
    gettext_lazy("Please talk to your RT head about this."),
)


@require_safe
@for_coordinators
def desk(request: ResidentRequest) -> HttpResponse:
    return show_desk(request, None)


@require_safe
@for_coordinators
def desk_need(request: ResidentRequest, code: str) -> HttpResponse:
    return show_desk(request, covered_need(request, code))


def covered_need(request: ResidentRequest, code: str) -> AidRequest:
    """A need of an RT that one's office answers for; else 404."""
    needs = AidRequest.objects.covered_by(request.standing).for_cards()
    return get_object_or_404(needs, code=code)


def show_desk(
    request: ResidentRequest,
    chosen: AidRequest | None,
    *,
    form: ReasonForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Queue and detail, without a choice the oldest; `form` was refused for that decision."""
    waiting = list(AidRequest.objects.waiting_for(request.standing).for_cards()[: QUEUE + 1])
    shown = chosen or next(iter(waiting), None)
    context = {
        "cards": cards_for(waiting[:QUEUE], request.standing),
        "more": len(waiting) > QUEUE,
        # A phone shows the queue or the detail, so it matters whether one was chosen.
        "is_chosen": chosen is not None,
        "chosen": shown,
        "detail": detail_of(shown, request.standing) if shown else None,
        "may_decide": bool(shown and rules.can_decide(request.standing, shown)),
        "changes": CHANGES,
        "declines": DECLINES,
        "changes_form": form if refused == "changes" else ReasonForm(auto_id="%s-changes"),
        "decline_form": form if refused == "decline" else ReasonForm(auto_id="%s-decline"),
        "refused": refused,
    }
    return render_page(
        request, "coordinators/desk.html", context, fragments=("desk",), status=status
    )


def decide(
    request: ResidentRequest, do: Callable[..., object], need: AidRequest, thanks: str, **how: str
) -> HttpResponse:
    """Decide on the words that were on the page, as its form says by their revision."""
    read = whole_number(request.POST.get("revision", ""))
    # A form that doesn't say what was read decides on nothing.
    revision = NEVER_READ if read is None else read
    done = attempt(
        request,
        lambda: do(need, coordinator=request.standing, revision=revision, **how),
        thanks,
    )
    if request.htmx and request.htmx.target == "desk":
        return show_desk(request, None if done else covered_need(request, need.code))
    return redirect("desk") if done else redirect("desk_need", code=need.code)


def decidable_need(request: ResidentRequest, code: str) -> AidRequest:
    need = covered_need(request, code)
    if not rules.can_decide(request.standing, need):
        raise Http404
    return need


@require_POST
@for_coordinators
def approve(request: ResidentRequest, code: str) -> HttpResponse:
    need = decidable_need(request, code)
    return decide(request, decisions.approve_need, need, _("Approved. It is on the board now."))


@require_POST
@for_coordinators
def reviewed(request: ResidentRequest, code: str) -> HttpResponse:
    need = decidable_need(request, code)
    return decide(request, decisions.mark_reviewed, need, _("Noted: you have looked at it."))


@require_POST
@for_coordinators
def ask_changes(request: ResidentRequest, code: str) -> HttpResponse:
    thanks = _("Sent back with your reason.")
    return decide_with_reason(request, code, decisions.ask_changes, "changes", thanks)


@require_POST
@for_coordinators
def decline(request: ResidentRequest, code: str) -> HttpResponse:
    thanks = _("Not approved. The requester can read your reason.")
    return decide_with_reason(request, code, decisions.decline_need, "decline", thanks)


def decide_with_reason(
    request: ResidentRequest, code: str, do: Callable[..., object], which: str, thanks: str
) -> HttpResponse:
    need = decidable_need(request, code)
    form = ReasonForm(request.POST, auto_id=f"%s-{which}")
    if not form.is_valid():
        return show_desk(request, need, form=form, refused=which, status=422)
    return decide(request, do, need, thanks, reason=form.cleaned_data["reason"])
