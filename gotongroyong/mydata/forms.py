from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.confirming import ConfirmForm
from accounts.models import DataRequest, Resident
from neighborhoods.assisted_forms import NameForm
from web.texts import readable


class SettingsForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), help_text=_("Or what the neighbours call you."), max_length=60
    )
    # 'Indonesian' in the reader's language alone would be no help to whoever can't read it.
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    text_size = forms.ChoiceField(
        label=_("Text size"),
        choices=[("", _("Normal")), ("large", _("Large"))],
        required=False,
        widget=forms.RadioSelect,
    )
    by_email = forms.BooleanField(label=_("Notifications by email too"), required=False)

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A radio without an answer would be called optional, and one is always chosen.
        self.fields["text_size"].needed_with_another = True  # type: ignore[attr-defined]  # read by forms/field.html
        if not resident.email:
            del self.fields["by_email"]

    def clean_name(self) -> str:
        name = readable(self.cleaned_data["name"])
        if not any(character.isalpha() for character in name):
            raise forms.ValidationError(_("Write a name that can be read aloud."))
        return name

    def clean_language(self) -> str:
        """The default is stored as none, so that it stays the default."""
        language: str = self.cleaned_data["language"]
        return "" if language == settings.LANGUAGE_CODE else language


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("The coordinators of your RW read this."),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_words(self) -> str:
        return readable(self.cleaned_data["words"])


class NameForForm(NameForm, ConfirmForm):
    """The password is the speaker's own."""

    field_order = ("name", "password")


class EraseForForm(ConfirmForm):
    """The password is the speaker's own."""

    has_asked = forms.BooleanField(label=_("They asked me for it, or they live here no longer."))
    field_order = ("has_asked", "password")
