from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neighborhoods.addresses import address_key
from neighborhoods.models import Household, Invitation, Membership


def check_address(written: str) -> None:
    if not address_key(written):
        raise ValidationError(_("Write the lane or block and the number of the house."))


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Block, lane and number"),
        max_length=80,
        help_text=_("For example: Gang Melati No. 15, or Blok C3 No. 12."),
        validators=[check_address],
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    landmark = forms.CharField(
        label=_("Landmark"),
        max_length=80,
        required=False,
        help_text=_("What helps to find it: the green fence, beside the stall."),
    )

    @classmethod
    def of(cls, house: Household) -> "AddressForm":
        return cls(initial={"address": house.address, "landmark": house.landmark})


class HomeForm(AddressForm):
    """Where a newcomer lives and how; of an invitation to the whole RW the RT too."""

    kind = forms.ChoiceField(
        label=_("How do you live here?"),
        choices=Membership.Kind,
        widget=forms.RadioSelect,
        help_text=_("No card is asked for and none is kept."),
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rt = invitation.rt
        if invitation.rt is None:
            open_rts = invitation.rw.rts.filter(closed_at=None).order_by("number")
            self.fields["rt"] = forms.ModelChoiceField(
                open_rts, label="RT", empty_label=_("Choose the RT you live in")
            )
            self.order_fields(["rt", "address", "landmark", "kind"])

    @property
    def home(self) -> dict[str, Any]:
        """What `move_in` takes."""
        said = self.cleaned_data
        home = {key: said[key] for key in ("address", "landmark", "kind")}
        return home | {"rt": said.get("rt") or self.rt}
