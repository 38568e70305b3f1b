"""The data of somebody without a phone, for whoever may speak for them now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.confirming import ConfirmForm
from accounts.exports import content_of, sections_of
from accounts.models import Consent, Resident
from gotongroyong.mydata.behalf import (
    ask_erasure_of,
    give_consent_of,
    keep_account_of,
    note_look,
    withdraw_consent_of,
)
from gotongroyong.mydata.consenting import choices_once_given
from gotongroyong.mydata.data_views import as_file
from gotongroyong.mydata.door import for_account_holders
from gotongroyong.mydata.forms import EraseForForm, NameForForm
from gotongroyong.mydata.seen import seen_page
from neighborhoods.access import ResidentRequest
from neighborhoods.assisted import people_assisted_by
from neighborhoods.assisted_errors import NotYours
from neighborhoods.assisted_names import correct_name
from neighborhoods.standing import Standing, standing_of
from web.dates import moment
from web.errors import DomainError
from web.http import attempt, go_to, render_page
from web.numbers import whole_number

page = require_http_methods(["GET", "HEAD", "POST"])


def spoken_for(request: ResidentRequest, pk: int) -> Standing:
    """What they are themselves; to everybody else they have no such page."""
    if pk.bit_length() > 63:
        raise Http404
    return standing_of(get_object_or_404(people_assisted_by(request.standing), pk=pk))


@page
@for_account_holders
def data(request: ResidentRequest, pk: int) -> HttpResponse:
    """The speaker's password each time, as for one's own."""
    them = spoken_for(request, pk)
    form = ConfirmForm(request.POST or None, resident=request.user)
    if request.method == "POST" and form.is_valid():
        return hand_out(request, them)
    after = whole_number(request.GET.get("setelah", ""))
    context = state_of(request, them) | {
        "form": form,
        "choices": choices_once_given(them.resident, them.zone),
        "page": seen_page(them, after=after),
        "is_first": after is None,
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "mydata/behalf.html", context, status=status)


def state_of(request: ResidentRequest, them: Standing) -> dict[str, Any]:
    person, home = them.resident, them.rt
    at_desk = home and request.standing.covers(rt_id=home.pk, rw_id=home.rw_id)
    day = person.erase_after
    return {
        "person": person,
        "place": them.place,
        "list_name": "assisted_new" if at_desk else "house_assisted",
        "when": moment(day, them.zone) if day else "",
    }


def hand_out(request: ResidentRequest, them: Standing) -> HttpResponse:
    """At once, however large: nobody would be told when it is ready."""
    try:
        note_look(them.resident, by=request.standing)
    except NotYours as error:
        # Between the look and the lock.
        raise Http404 from error
    if request.POST.get("step") == "file":
        return as_file(content_of(them.resident), name="data-atas-nama.json")
    context = {"person": them.resident, "sections": sections_of(them.resident, them.zone)}
    response = render_page(request, "mydata/behalf_everything.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_account_holders
def change_consent(request: ResidentRequest, pk: int) -> HttpResponse:
    """Given again as easily as withdrawn: a slip is mended, and people change their minds."""
    person = spoken_for(request, pk).resident
    purpose, step = request.POST.get("purpose", ""), request.POST.get("step", "")
    if purpose not in Consent.Purpose.values or step not in ("give", "withdraw"):
        raise Http404
    if (purpose, step) == (Consent.Purpose.ACCOUNT, "withdraw"):
        return go_to(request, "behalf_erase", pk)
    does = give_consent_of if step == "give" else withdraw_consent_of
    thanks = _("Thank you, noted.") if step == "give" else _("Withdrawn. It is used no more.")
    attempt(request, lambda: does(person, purpose, by=request.standing), thanks)
    return go_to(request, "behalf", pk)


@page
@for_account_holders
def name(request: ResidentRequest, pk: int) -> HttpResponse:
    them = spoken_for(request, pk)
    before = {"name": them.resident.name}
    form = NameForForm(request.POST or None, initial=before, resident=request.user)
    if request.method == "POST" and form.is_valid() and corrected(request, them.resident, form):
        messages.success(request, _("Saved."))
        return go_to(request, "behalf", pk)
    context = state_of(request, them) | {"form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "mydata/behalf_name.html", context, status=status)


def corrected(request: ResidentRequest, person: Resident, form: NameForForm) -> bool:
    """False, and the form says why."""
    try:
        correct_name(person, form.cleaned_data["name"], by=request.standing)
    except DomainError as error:
        form.add_error("name", str(error))
        return False
    return True


@page
@for_account_holders
def erase(request: ResidentRequest, pk: int) -> HttpResponse:
    them = spoken_for(request, pk)
    form = EraseForForm(request.POST or None, resident=request.user)
    if request.method == "POST" and form.is_valid():
        return ask(request, them.resident, has_asked=form.cleaned_data["has_asked"])
    context = state_of(request, them) | {"form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "mydata/behalf_erase.html", context, status=status)


def ask(request: ResidentRequest, person: Resident, *, has_asked: bool) -> HttpResponse:
    attempt(
        request,
        lambda: ask_erasure_of(person, by=request.standing, has_asked=has_asked),
        _("Noted. For seven days it can be taken back."),
    )
    return go_to(request, "behalf", person.pk)


@require_POST
@for_account_holders
def take_back(request: ResidentRequest, pk: int) -> HttpResponse:
    person = spoken_for(request, pk).resident
    thanks = _("Taken back. The account stays.")
    attempt(request, lambda: keep_account_of(person, by=request.standing), thanks)
    return go_to(request, "behalf", pk)
