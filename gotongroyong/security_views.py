"""'Keamanan': where one is signed in, password, phone number and passkeys."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import devices
from accounts.forms import ChangePasswordForm, ChangePhoneForm
from accounts.known_devices import remember
from accounts.models import Device
from accounts.passkeys import passkeys_of
from neighborhoods import own_account
from neighborhoods.access import ResidentRequest, for_signed_in
from web.errors import DomainError
from web.http import attempt, go_to, render_page


@require_safe
@for_signed_in
def security(request: ResidentRequest) -> HttpResponse:
    context = {
        "devices": devices.devices_of(request.user),
        "this": request.session.session_key,
        "has_passkeys": request.standing.is_coordinator or passkeys_of(request.user).exists(),
    }
    return render_page(request, "gotongroyong/security.html", context)


@require_POST
@for_signed_in
def end_device(request: ResidentRequest, pk: int) -> HttpResponse:
    mine = Device.objects.filter(resident=request.user)
    device = get_object_or_404(mine.exclude(session_key=request.session.session_key), pk=pk)
    attempt(request, lambda: own_account.end_device(device), _("Signed out there."))
    return go_to(request, "security")


@require_POST
@for_signed_in
def end_others(request: ResidentRequest) -> HttpResponse:
    key = request.session.session_key
    attempt(
        request,
        lambda: own_account.end_others(request.user, session_key=key),
        lambda count: (
            ngettext("Signed out on %(count)d device.", "Signed out on %(count)d devices.", count)
            % {"count": count}
        ),
    )
    return still_known(request, go_to(request, "security"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def password(request: ResidentRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChangePasswordForm(data, resident=request.user)
    key = request.session.session_key
    if not (form.is_valid() and password_was_changed(request, form)):
        return show_form(request, "gotongroyong/change_password.html", form)
    update_session_auth_hash(request, request.user)
    devices.move(key, request.session.session_key)
    messages.success(request, _("Your password was changed. Other devices are signed out."))
    return still_known(request, redirect("security"))


def password_was_changed(request: ResidentRequest, form: ChangePasswordForm) -> bool:
    key, new = request.session.session_key, form.cleaned_data["new_password"]
    try:
        own_account.change_password(request.user, new, session_key=key)
    except DomainError as error:
        form.add_error("new_password", str(error))
        return False
    return True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def phone(request: ResidentRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChangePhoneForm(data, resident=request.user)
    if not (form.is_valid() and phone_was_changed(request, form)):
        return show_form(request, "gotongroyong/change_phone.html", form)
    messages.success(request, _("Your phone number was changed. Other devices are signed out."))
    return still_known(request, redirect("security"))


def phone_was_changed(request: ResidentRequest, form: ChangePhoneForm) -> bool:
    key = request.session.session_key
    try:
        own_account.change_phone(request.user, form.cleaned_data["phone"], session_key=key)
    except DomainError as error:
        form.add_error("phone", str(error))
        return False
    return True


def still_known(request: ResidentRequest, response: HttpResponse) -> HttpResponse:
    """This device alone: those known until now are not."""
    remember(request, response, request.user)
    return response


def show_form(request: ResidentRequest, template: str, form: Form) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, template, {"form": form}, status=status)
