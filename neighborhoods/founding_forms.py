import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neighborhoods.founding import Plan
from neighborhoods.models import Zone
from neighborhoods.provinces import PROVINCES, ZONE_OF
from web.forms import SentOnce
from web.phones import normalize_phone
from web.texts import readable, says_something
from web.units import LONGEST_LIST, LONGEST_WRITTEN, parse_unit, parse_units

VILLAGE_CODE = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})")


def clean_village_code(written: str) -> str:
    """12.34.56.7890 of that, with or without dots; '' stays."""
    found = VILLAGE_CODE.fullmatch(written.strip())
    if written.strip() and not found:
        raise ValidationError(_("The code has ten digits, such as 32.73.01.1001."))
    return ".".join(found.groups()) if found else ""


def clean_name(written: str) -> str:
    """In one line and with letters: it stands in everybody's address."""
    name = " ".join(readable(written).split())
    if not says_something(name):
        raise ValidationError(_("Please say it in words."))
    return name


class FoundingForm(SentOnce, forms.Form):
    """An RW that is to come here, and whom the operator can reach about it."""

    number = forms.CharField(
        label=_("RW number"), max_length=LONGEST_WRITTEN, help_text=_("For example 5, 005 or V.")
    )
    rt_numbers = forms.CharField(
        label=_("Numbers of its RT"),
        max_length=LONGEST_LIST,
        help_text=_("For example 1-6, or 001, 002, 004. More can be added later."),
    )
    village = forms.CharField(label=_("Kelurahan or desa"), max_length=80)
    district = forms.CharField(label=_("Kecamatan"), max_length=80)
    city = forms.CharField(
        label=_("Kota or kabupaten"), max_length=80, help_text=_("For example Kota Bandung.")
    )
    province = forms.ChoiceField(
        label=_("Province"),
        choices=[("", _("Choose a province")), *((name, name) for name in PROVINCES)],
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=[("", _("As in the province")), *Zone.choices],
        help_text=_("Choose one only if your clocks differ from the rest of the province."),
    )
    village_code = forms.CharField(
        label=_("Kemendagri area code"),
        required=False,
        max_length=20,
        help_text=_("The ten digits of the kelurahan or desa, such as 32.73.01.1001."),
    )
    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label=_("Your phone number"),
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("We call or write to this number once. It is deleted as soon as we decide."),
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("draft", uuid.uuid4())

    def clean_number(self) -> str:
        return parse_unit(self.cleaned_data["number"], unit="RW")

    def clean_rt_numbers(self) -> list[str]:
        return parse_units(self.cleaned_data["rt_numbers"])

    def clean_village(self) -> str:
        return clean_name(self.cleaned_data["village"])

    def clean_district(self) -> str:
        return clean_name(self.cleaned_data["district"])

    def clean_city(self) -> str:
        return clean_name(self.cleaned_data["city"])

    def clean_village_code(self) -> str:
        return clean_village_code(self.cleaned_data["village_code"])

    def clean_contact_name(self) -> str:
        return clean_name(self.cleaned_data["contact_name"])

    def clean_contact_phone(self) -> str:
        return normalize_phone(self.cleaned_data["contact_phone"])

    def clean_draft(self) -> uuid.UUID:
        return self.cleaned_data["draft"] or uuid.uuid4()

    def to_plan(self) -> Plan:
        cleaned = self.cleaned_data
        return Plan(
            number=cleaned["number"],
            village=cleaned["village"],
            district=cleaned["district"],
            city=cleaned["city"],
            province=cleaned["province"],
            zone=cleaned["zone"] or ZONE_OF[cleaned["province"]],
            village_code=cleaned["village_code"],
        )
