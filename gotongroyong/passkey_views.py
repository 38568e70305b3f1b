"""Passkeys: coordinators add them, whoever has one signs in with it and may remove it."""

import json
from http import HTTPStatus
from typing import Any, cast

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import devices
from accounts import passkeys as keys
from accounts.confirming import ConfirmForm
from accounts.errors import TooManyTries
from neighborhoods import own_account
from neighborhoods.access import ResidentRequest, for_coordinators, for_signed_in
from web.errors import DomainError
from web.http import attempt, render_page

ADD, SIGN_IN = "gotongroyong/passkey_add.html", "gotongroyong/passkey_sign_in.html"
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
@for_signed_in
def passkeys(request: ResidentRequest) -> HttpResponse:
    mine = list(keys.passkeys_of(request.user))
    if not (mine or request.standing.is_coordinator):
        raise Http404
    return render_page(request, "gotongroyong/passkeys.html", {"passkeys": mine})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
@never_cache
def add(request: ResidentRequest) -> HttpResponse:
    """The password first; then the page that asks the browser, which sends its answer here."""
    if "credential" in request.POST:
        return add_answered(request)
    data = request.POST if request.method == "POST" else None
    form = ConfirmForm(data, resident=request.user)
    if form.is_valid():
        options = keys.ask_to_add(request, request.user)
        return render_page(request, ADD, {"options": json.dumps(options)})
    status = WRONG if form.is_bound else HTTPStatus.OK
    return render_page(request, ADD, {"form": form}, status=status)


def add_answered(request: ResidentRequest) -> HttpResponse:
    name = devices.label_of(request.META.get("HTTP_USER_AGENT", ""))
    try:
        own_account.add_passkey(request, request.user, request.POST["credential"], name=name)
    except DomainError as error:
        form = ConfirmForm(resident=request.user)
        return render_page(request, ADD, {"form": form, "trouble": str(error)}, status=WRONG)
    messages.success(request, _("Your passkey works from now on. So does your password."))
    return redirect("passkeys")


@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def remove(request: ResidentRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(keys.passkeys_of(request.user), pk=pk)
    if request.method != "POST":
        return render_page(request, "gotongroyong/passkey_remove.html", {"passkey": passkey})
    attempt(request, lambda: own_account.remove_passkey(passkey), _("The passkey was removed."))
    return redirect("security")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    try:
        keys.count_try(request)
        if request.method == "POST":
            return let_in(request)
    except TooManyTries:
        return render_page(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    except DomainError as error:
        return ask(request, {"trouble": str(error)}, status=WRONG)
    return ask(request, {})


def let_in(request: HttpRequest) -> HttpResponse:
    passkey = keys.passkey_used(request, request.POST.get("credential", ""))
    keys.give_back(request)
    login = Login(user=passkey.user, redirect_url=get_next_redirect_url(request))
    return cast(HttpResponse, perform_passwordless_login(request, passkey, login))


def ask(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    options = json.dumps(keys.ask_to_sign_in(request))
    return render_page(request, SIGN_IN, context | {"options": options}, status=status)
