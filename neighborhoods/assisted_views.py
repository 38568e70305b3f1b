"""Accounts for people without a phone: from the desk, and from one's own house."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Resident
from neighborhoods.access import ResidentRequest, for_coordinators, for_residents
from neighborhoods.assisted import (
    create_assisted,
    people_assisted_by,
    try_phone,
)
from neighborhoods.assisted_forms import AssistedForm, AssistedInRTForm, PhoneForm
from neighborhoods.households import household_for
from neighborhoods.models import Household, RukunTetangga
from neighborhoods.standing import Standing
from web.errors import DomainError
from web.http import render_page

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@for_coordinators
def from_desk(request: ResidentRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = AssistedInRTForm(data, rts=covered_rts(request.standing))
    if not form.is_valid():
        return show(request, form, "assisted_new")
    values = form.cleaned_data
    try:
        place = (values.pop("rt"), values.pop("address"), values.pop("landmark"))
        house = household_for(*place, by=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return show(request, form, "assisted_new")
    return create(request, form, house, "assisted_new")


@page
@for_residents
def from_house(request: ResidentRequest) -> HttpResponse:
    """For who is verified and known in the house; to others it does not exist."""
    home = request.standing.membership
    house = home.household if home else None
    if house is None or not request.standing.is_known_in(house.pk):
        raise Http404
    form = AssistedForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, form, "house_assisted")
    return create(request, form, house, "house_assisted")


def covered_rts(coordinator: Standing) -> QuerySet[RukunTetangga]:
    own = RukunTetangga.objects.filter(pk__in=coordinator.covered_rt_ids)
    of_rw = RukunTetangga.objects.filter(rw__in=coordinator.covered_rw_ids)
    return (own | of_rw).filter(closed_at=None).select_related("rw").order_by("rw", "number")


def create(
    request: ResidentRequest, form: AssistedForm, house: Household, name: str
) -> HttpResponse:
    values = form.cleaned_data
    try:
        made = create_assisted(
            values["name"],
            household=house,
            by=request.standing,
            kind=values["kind"],
            has_agreed=values["has_agreed"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return show(request, form, name)
    messages.success(
        request,
        # Without the name, which stands in the list below: a message is kept in the session.
        _("Done. You can ask for help in their name now.")
        if made.memberships.in_force().exists()
        else _("Done. A coordinator who knows your house confirms it first."),
    )
    return redirect(name)


def show(request: ResidentRequest, form: AssistedForm, name: str) -> HttpResponse:
    context = {
        "form": form,
        "people": people_assisted_by(request.standing),
        "at_desk": name == "assisted_new",
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "neighborhoods/assisted.html", context, status=status)


@page
@for_coordinators
def set_phone(request: ResidentRequest, pk: int) -> HttpResponse:
    """They have a number of their own now; a link for the password comes after it."""
    if pk.bit_length() > 63:
        raise Http404
    person = get_object_or_404(covered_people(request.standing), pk=pk)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            try_phone(person, form.cleaned_data["phone"], by=request.standing)
        except DomainError as error:
            form.add_error("phone", str(error))
        else:
            messages.success(request, _("Saved. Give them a link for a password next."))
            return redirect("assisted_new")
    context = {"form": form, "person": person}
    status = 422 if form.is_bound else 200
    return render_page(request, "neighborhoods/assisted_phone.html", context, status=status)


def covered_people(coordinator: Standing) -> QuerySet[Resident]:
    """Of the RTs they answer for; one's own house alone gives no right to set a number."""
    rts = covered_rts(coordinator)
    return people_assisted_by(coordinator).filter(
        memberships__rt__in=rts, memberships__status="active"
    )
