"""One's own house: who lives there, who says so, and how its address reads."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neighborhoods.access import ResidentRequest, for_residents
from neighborhoods.house_forms import AddressForm
from neighborhoods.households import change_address, confirm_member, refuse_member
from neighborhoods.membership_errors import AddressTaken
from neighborhoods.models import Household, Membership
from neighborhoods.standing import Standing
from web.http import attempt, render_page


@require_safe
@for_residents
def my_house(request: ResidentRequest) -> HttpResponse:
    """Whom the house doesn't know yet reads who lives there, and speaks for nobody."""
    house = house_of(request.standing)
    people = list(people_of(house)) if house else []
    is_known = bool(house and request.standing.is_known_in(house.pk))
    context = {
        "house": house,
        "is_known": is_known,
        "members": [each for each in people if each.status == Membership.Status.ACTIVE],
        "asking": [each for each in people if is_known and may_be_answered(each)],
    }
    return render_page(request, "neighborhoods/my_house.html", context)


def people_of(house: Household) -> QuerySet[Membership]:
    current = Membership.objects.current().filter(household=house)
    return current.select_related("resident").order_by("joined_at", "pk")


def may_be_answered(membership: Membership) -> bool:
    """Who waits; and who was let in before the house said yes, but never for a person without
    a phone, who speaks for nobody."""
    if membership.status == Membership.Status.PENDING:
        return True
    return not membership.is_known_in_house and not membership.resident.is_assisted


def house_of(standing: Standing) -> Household | None:
    lives = standing.membership if standing.is_verified else None
    return lives.household if lives else None


@require_POST
@for_residents
def house_confirm(request: ResidentRequest, pk: int) -> HttpResponse:
    thanks = _("Thank you. The coordinators see your answer.")
    return answer(request, pk, confirm_member, thanks)


@require_POST
@for_residents
def house_refuse(request: ResidentRequest, pk: int) -> HttpResponse:
    thanks = _("Noted. A coordinator looks into it.")
    return answer(request, pk, refuse_member, thanks)


def answer(
    request: ResidentRequest, pk: int, do: Callable[..., object], thanks: str
) -> HttpResponse:
    """About somebody who says that they live in one's own house; else 404."""
    others = Membership.objects.filter(household=own_house(request)).exclude(resident=request.user)
    membership = get_object_or_404(others, pk=pk)
    attempt(request, lambda: do(membership, by=request.standing), thanks)
    return redirect("my_house")


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def house_change(request: ResidentRequest) -> HttpResponse:
    house = own_house(request)
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm.of(house)
    if form.is_bound and form.is_valid() and is_changed(request, house, form):
        return redirect("my_house")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_page(request, "neighborhoods/house_change.html", {"form": form}, status=status)


def is_changed(request: ResidentRequest, house: Household, form: AddressForm) -> bool:
    """False, and the form says why, where it is another household's address."""
    try:
        change_address(house, by=request.standing, **form.cleaned_data)
    except AddressTaken as error:
        form.add_error("address", str(error))
        return False
    messages.success(request, _("Saved."))
    return True


def own_house(request: ResidentRequest) -> Household:
    """That knows them; to others of it these pages do not exist."""
    house = house_of(request.standing)
    if house is None or not request.standing.is_known_in(house.pk):
        raise Http404
    return house
