"""With an invitation in hand: an account, then the house. Looking uses nothing up."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.client_ip import client_ip
from accounts.known_devices import remember
from accounts.models import Resident
from accounts.registration import PhoneTaken, create_account
from accounts.registration_forms import AccountForm
from neighborhoods.access import standing_in
from neighborhoods.house_forms import HomeForm
from neighborhoods.invitation_door import with_invitation
from neighborhoods.known_numbers import give_back, may_try, shares, spend
from neighborhoods.memberships import accept_office, move_in
from neighborhoods.models import Invitation
from neighborhoods.standing import Standing, place_name
from web.http import ask_sign_in, attempt, render_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

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
    if form.is_bound and form.is_valid() and (done := take_in(request, form, invitation, home)):
        return done
    context = {"form": form, "place": place_name(invitation.rt, invitation.rw), "home": home}
    return render_page(request, "neighborhoods/join_account.html", context, status=status_of(form))


def take_in(
    request: HttpRequest, form: AccountForm, invitation: Invitation, home: str
) -> HttpResponse | None:
    """None, and the form says why, where the number is known or there were too many tries."""
    here, everybody = shares(invitation, client_ip(request))
    # Before the number is looked at: who is told to wait learns nothing.
    if not (may_try(invitation, client_ip(request)) and here.take()):
        form.add_error(None, _("Too many tries. Please try again later."))
        return None
    in_plain_words = everybody.take()
    taken = [here, everybody] if in_plain_words else [here]
    try:
        resident = create_account(**form.account)
    except PhoneTaken as error:
        spend(taken, form.account["phone"])
        if not in_plain_words:
            return to_sign_in(request, home)
        form.add_error("phone", str(error))
        return None
    give_back(taken)
    return let_in(request, resident, home) if in_plain_words else to_sign_in(request, home)


def let_in(request: HttpRequest, resident: Resident, home: str) -> HttpResponse:
    login(request, resident, backend=BACKEND)
    response = redirect(home)
    remember(request, response, resident)
    return response


def to_sign_in(request: HttpRequest, home: str) -> HttpResponse:
    """The same for a number that was known and one that has its account from now on."""
    messages.info(
        request,
        _("Sign in with that number to go on. If it had an account before, use its old password."),
    )
    return redirect_to_login(home)


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
