from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from neighborhoods.models import Membership, RukunTetangga
from web.phones import normalize_phone
from web.texts import readable, says_something

# The words asked aloud; changed words get a new `assisted.SPOKEN_TEXT`.
CONSENT = _(
    "I asked them in person: they are 18 or older and agree that their name and house are kept"
    " here, so that neighbours can help them."
)


class NameForm(forms.Form):
    """What the neighbours call somebody without a phone."""

    name = forms.CharField(
        label=_("Name or nickname"), max_length=Resident._meta.get_field("name").max_length
    )

    def clean_name(self) -> str:
        return said(self.cleaned_data["name"])


class AssistedForm(NameForm):
    """Somebody without a phone, of one's own house."""

    kind = forms.ChoiceField(
        label=_("How do they live here?"), choices=Membership.Kind, widget=forms.RadioSelect
    )
    has_agreed = forms.BooleanField(label=CONSENT)


class AssistedInRTForm(AssistedForm):
    """The same for a coordinator, who also says in which house."""

    rt = forms.ModelChoiceField(label="RT", queryset=RukunTetangga.objects.none(), empty_label=None)
    address = forms.CharField(label=_("Block, lane and number"), max_length=80)
    landmark = forms.CharField(
        label=_("Landmark"),
        max_length=80,
        required=False,
        help_text=_("What stands nearby, in words that neighbours use."),
    )
    field_order = ("name", "rt", "address", "landmark", "kind", "has_agreed")

    def __init__(self, *args: Any, rts: Iterable[RukunTetangga], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rt"].queryset = rts  # type: ignore[attr-defined]  # a ModelChoiceField's

    def clean_address(self) -> str:
        return readable(self.cleaned_data["address"])

    def clean_landmark(self) -> str:
        return readable(self.cleaned_data["landmark"])


def said(name: str) -> str:
    name = readable(name)
    if not says_something(name):
        raise ValidationError(_("Please say it in words."))
    return name


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        return normalize_phone(self.cleaned_data["phone"])
