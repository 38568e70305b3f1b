from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from web.phones import normalize_phone

LONGEST_PASSWORD = 128


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
