from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coordinators.rts import houses_of
from neighborhoods.models import Household, RukunTetangga
from web.units import LONGEST_WRITTEN, parse_unit

HELP = _("For example 7, 007 or VII.")


class NumberForm(forms.Form):
    number = forms.CharField(label=_("RT number"), max_length=LONGEST_WRITTEN, help_text=HELP)

    def clean_number(self) -> str:
        return parse_unit(self.cleaned_data["number"], unit="RT")


class HousesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Household) -> str:
        people = obj.residents  # type: ignore[attr-defined]  # counted by houses_of
        counted = ngettext("%(people)d resident", "%(people)d residents", people)
        return f"{obj.address} · {counted % {'people': people}}"


class SplitForm(NumberForm):
    """Which houses become an RT of their own. Their addresses are the coordinators' alone."""

    houses = HousesField(
        label=_("Which houses go to the new RT?"),
        queryset=Household.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one house."),
            "invalid_choice": _("One of these houses is not in this RT any more. Choose again."),
            "invalid_pk_value": _("One of these houses is not in this RT. Choose again."),
        },
    )

    def __init__(self, *args: Any, rt: RukunTetangga, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Number of the new RT")
        self.fields["houses"].queryset = houses_of(rt)  # type: ignore[attr-defined]  # a model's choices


class IntoField(forms.ModelChoiceField):
    def label_from_instance(self, obj: RukunTetangga) -> str:
        return str(obj)


class MergeForm(forms.Form):
    into = IntoField(
        label=_("Which RT takes its people?"),
        queryset=RukunTetangga.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose an RT."),
            "invalid_choice": _("Choose another RT of this RW."),
        },
    )

    def __init__(self, *args: Any, others: QuerySet[RukunTetangga], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a model's choices
