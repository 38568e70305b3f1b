from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.consents import TEXTS
from accounts.forms import LONGEST_PASSWORD, PhoneField
from accounts.models import Consent, Resident
from accounts.registration import AdultsOnly, ConsentMissing

# What is asked at the door; the rest where it is needed.
ASKED = (Consent.Purpose.ACCOUNT, Consent.Purpose.WHATSAPP)
REQUIRED = {Consent.Purpose.ACCOUNT}


class AccountForm(forms.Form):
    """A name to be called by, a phone and a password, of age, and each consent by itself."""

    name = forms.CharField(
        label=_("Name or nickname"),
        max_length=60,
        help_text=_("As your neighbours call you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField()
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, and nothing that is easy to guess."),
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"), error_messages={"required": AdultsOnly.message}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED:
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=str(TEXTS[purpose].title),
                help_text=str(TEXTS[purpose].words),
                required=purpose in REQUIRED,
                error_messages={"required": ConsentMissing.message},
            )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(character.isalpha() for character in name):
            raise ValidationError(_("Write a name with letters."))
        return name

    def clean(self) -> None:
        said = self.cleaned_data
        if "password" in said:
            person = Resident(name=said.get("name", ""), phone=said.get("phone"))
            try:
                validate_password(said["password"], person)
            except ValidationError as error:
                self.add_error("password", error)

    @property
    def account(self) -> dict[str, Any]:
        """What `create_account` takes."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "phone": said["phone"],
            "password": said["password"],
            "is_adult": said["is_adult"],
            "consents": [purpose for purpose in ASKED if said[f"consent_{purpose}"]],
        }
