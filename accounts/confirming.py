"""'It is really you': the password once more, before what a borrowed phone must not do."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.forms import LONGEST_PASSWORD
from accounts.models import Resident

MOST_TRIES, TRIES_PER = 5, timedelta(minutes=15)


def is_really(resident: Resident, password: str) -> bool | None:
    """None: too many wrong tries, so nothing was compared."""
    key = f"confirm:{resident.pk}"
    if not limits.take(key, most=MOST_TRIES, per=TRIES_PER):
        return None
    if not resident.check_password(password):
        return False
    limits.forget(key)
    return True


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody else can do this on your phone."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident = resident

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        answer = is_really(self.resident, password)
        if answer is None:
            raise forms.ValidationError(
                _("Too many wrong tries. Wait a quarter of an hour, then try again.")
            )
        if not answer:
            raise forms.ValidationError(_("The password is not right."))
        return password
