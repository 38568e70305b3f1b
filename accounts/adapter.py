"""How allauth finds a resident: by phone number, with no sign-up of its own."""

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import password_tries
from accounts.client_ip import client_ip
from accounts.forms import PhoneField
from accounts.known_devices import remember
from accounts.models import Resident

TOO_MANY = "too_many_login_attempts"


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": _("The phone number or the password is not right."),
        TOO_MANY: _("Too many tries. Wait a quarter of an hour, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """Without allauth's second step: whoever has a passkey still signs in by password."""
        return [stage for stage in super().get_login_stages() if ".mfa." not in stage]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: allauth counts in a cache, without a lock; `authenticate` counts exactly."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Every check of a password passes here, at sign-in and when it is asked again."""
        counted = password_tries.begin(request, credentials.get("phone", ""))
        if counted is None:
            raise self.validation_error(TOO_MANY)
        user = super().authenticate(request, **credentials)
        if user:
            counted.give_back()
        return user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        response = super().post_login(request, user, **how)
        remember(request, response, cast(Resident, user))
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: 'signed in as 0812…' tells people what they know, and onlookers more."""

    def respond_user_inactive(self, request: HttpRequest, user: Resident) -> HttpResponse:
        """Said only to somebody who knew the password."""
        messages.error(request, _("This account is not active. Ask the head of your RT."))
        return redirect("account_login")

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def get_phone(self, user: Resident) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def get_user_by_phone(self, phone: str) -> Resident | None:
        return Resident.objects.filter(phone=phone).first()

    def set_phone(self, user: Resident, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: Resident, phone: str) -> None:
        """Nothing to store: a coordinator's recognition is the verification."""

    def send_verification_code_sms(self, user: Resident, phone: str, code: str, **_: Any) -> None:
        raise NotImplementedError("no gateway is configured")
