from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from web.phones import normalize_phone

LONGEST_PASSWORD = 128
DIGITS = 6


class PhoneField(forms.CharField):
    """Takes 08…, 62… and +62… with spaces or dashes; its value is E.164.

    Normalises in `to_python`, since allauth's own field rejects `0812…` before cleaning.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("max_length", 32)
        kwargs["widget"] = forms.TextInput(
            attrs={
                "type": "tel",
                "inputmode": "tel",
                "autocomplete": "username",
                "placeholder": "0812-3456-7890",
            }
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        return normalize_phone(written) if written else ""


class SignInForm(LoginForm):
    """Phone and password, in the words of the screen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password"].widget.attrs["placeholder"]
        self.fields["password"].label = _("Password")
        # As a validator, since a `max_length` set afterwards is only an attribute.
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class PasswordField(forms.CharField):
    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        kwargs["widget"] = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, **kwargs)


class NewPasswordForm(forms.Form):
    """Twice, since nobody sees what they type."""

    new_password = PasswordField(
        label=_("New password"),
        help_text=_("At least 8 characters. Three words in a row are easy to keep in mind."),
        autocomplete="new-password",
    )
    repeated = PasswordField(label=_("The new password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident = resident

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.resident)
        return password

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_password", repeated):
            raise forms.ValidationError(_("The two are not the same."))
        return repeated


class AsksAgain(forms.Form):
    """A form that takes the present password, counted as a sign-in is.

    Checked last, so that a slip elsewhere costs no try.
    """

    password = PasswordField(label=_("Your present password"), autocomplete="current-password")
    resident: Resident

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.check_password(cleaned["password"])
        return cleaned

    def check_password(self, password: str) -> None:
        try:
            is_right = get_adapter().reauthenticate(self.resident, password)
        except forms.ValidationError as error:
            self.add_error("password", error)
            return
        if not is_right:
            self.add_error("password", _("That is not your present password."))


class ChangePasswordForm(AsksAgain, NewPasswordForm):
    field_order = ("password", "new_password", "repeated")


class ChangePhoneForm(AsksAgain):
    phone = PhoneField(label=_("New phone number"))
    field_order = ("phone", "password")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident = resident


class AskCodeForm(forms.Form):
    phone = PhoneField()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].replace(" ", "").replace("-", "")
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("Enter the six digits."))
        return code
