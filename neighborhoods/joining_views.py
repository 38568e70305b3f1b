"""With an invitation in hand: an account, then the house. Looking uses nothing up."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.client_ip import client_ip
from accounts.known_devices import remember
from accounts.models import Resident
from accounts.registration import PhoneTaken, create_account
from accounts.registration_forms import AccountForm
from neighborhoods.access import standing_in
from neighborhoods.house_forms import HomeForm
from neighborhoods.invitation_door import with_invitation
from neighborhoods.memberships import accept_office, move_in
from neighborhoods.models import Invitation
from neighborhoods.standing import Standing, place_name
from web.http import ask_sign_in, attempt, render_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# From one address with one invitation: an evening of joining at the RT's hall fits.
TRIES, HOUR = 60, timedelta(hours=1)
# Of how many numbers an invitation tells that they have an account, whoever asks.
KNOWN, DAY = 20, timedelta(days=1)

form_only = require_http_methods(["GET", "HEAD", "POST"])


@form_only
@sensitive_post_parameters("password", "phone", "name")
@with_invitation
def join_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A name, a phone, a password; signed in at once and led to the house."""
    home = reverse("join_home", args=[token_of(request)])
    if request.user.is_authenticated:
        return redirect(home)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (resident := account_from(request, form, invitation)):
        login(request, resident, backend=BACKEND)
        response = redirect(home)
        remember(request, response, resident)
        return response
    context = {"form": form, "place": place_name(invitation.rt, invitation.rw), "home": home}
    return render_page(request, "neighborhoods/join_account.html", context, status=status_of(form))


def account_from(
    request: HttpRequest, form: AccountForm, invitation: Invitation
) -> Resident | None:
    """None, and the form says why, where the number is known or there were too many tries."""
    wanted, told = form.account, f"join:{invitation.pk}:known"
    # Before the number is looked at: who is told to wait learns nothing.
    if not may_ask(request, invitation, told):
        form.add_error(None, _("Too many tries. Please try again later."))
        return None
    try:
        resident = create_account(**wanted)
    except PhoneTaken as error:
        form.add_error("phone", str(error))
        # A number told of before is nothing new.
        if not limits.take(f"{told}:{wanted['phone']}", most=1, per=DAY):
            limits.give_back(told)
        return None
    limits.give_back(told)
    return resident


def may_ask(request: HttpRequest, invitation: Invitation, told: str) -> bool:
    """Counted beforehand and given back where nothing was told, so that a crowd learns no more."""
    here = f"join:{invitation.pk}:{client_ip(request)}"
    in_time = limits.take(here, most=TRIES, per=HOUR)
    return in_time and limits.take(told, most=KNOWN, per=DAY)


@form_only
@with_invitation
def join_home(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Where they live; for who lives in the RW already an office alone is left to accept."""
    if not request.user.is_authenticated:
        return ask_sign_in(request)
    standing = standing_in(request)
    if standing.resident.is_staff:
        # The operator belongs to no neighbourhood.
        return redirect("home")
    if standing.membership:
        return for_member(request, invitation, standing)
    form = HomeForm(invitation, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        thanks = _("Thank you! Now a coordinator who knows your house confirms it.")
        if invitation.post:
            thanks = _("Welcome! Your office is yours from now on.")
        done = attempt(request, lambda: move_in(standing.resident, invitation, **form.home), thanks)
        return redirect("home") if done else redirect(request.path)
    place, for_office = place_name(invitation.rt, invitation.rw), bool(invitation.post)
    context = {"form": form, "place": place, "for_office": for_office}
    return render_page(request, "neighborhoods/join_home.html", context, status=status_of(form))


def for_member(request: HttpRequest, invitation: Invitation, standing: Standing) -> HttpResponse:
    lives_here = standing.membership and standing.membership.rt.rw_id == invitation.rw_id
    if not (invitation.post and lives_here):
        messages.info(request, _("You belong to %(place)s already.") % {"place": standing.place})
        return redirect("home")
    if request.method == "POST":
        attempt(
            request,
            lambda: accept_office(standing.resident, invitation),
            _("Your office is yours from now on."),
        )
        return redirect("home")
    post, unit = invitation.get_post_display(), place_name(invitation.rt, invitation.rw)
    context = {"post": post, "place": unit}
    return render_page(request, "neighborhoods/accept_office.html", context)


def token_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def status_of(form: AccountForm | HomeForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
