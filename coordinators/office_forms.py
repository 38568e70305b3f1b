"""Giving an office to somebody, inviting somebody into one, ending one."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neighborhoods.models import Office, RukunTetangga
from neighborhoods.office_forms import PersonForm
from web.texts import readable, says_something

WHOLE_RW = "rw"
FARTHEST = relativedelta(years=10)


def unit_choices(units: list[RukunTetangga | None]) -> list[tuple[str, str]]:
    return [(str(rt.pk) if rt else WHOLE_RW, str(rt or _("The whole RW"))) for rt in units]


class AppointForm(PersonForm):
    """For whom, which post, until when, and who: found by name."""

    unit = forms.ChoiceField(label=_("For"))
    post = forms.ChoiceField(label=_("Post"), choices=Office.Post)
    is_deputy = forms.BooleanField(label=_("As a deputy, acting until a set day"), required=False)
    ends_on = forms.DateField(
        label=_("Last day in office"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A deputy needs one. Empty: five years for a head, else until it is ended."),
    )
    field_order = ("unit", "post", "is_deputy", "ends_on", "search", "person")

    def __init__(
        self, *args: Any, units: list[RukunTetangga | None], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.units = {str(rt.pk) if rt else WHOLE_RW: rt for rt in units}
        self.fields["unit"].choices = unit_choices(units)  # type: ignore[attr-defined]

    def clean_ends_on(self) -> date | None:
        last: date | None = self.cleaned_data["ends_on"]
        if last and not self.today <= last <= self.today + FARTHEST:
            raise ValidationError(_("Choose a day from today on, within ten years."))
        return last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_deputy") and "ends_on" in cleaned and not cleaned["ends_on"]:
            self.add_error("ends_on", _("A deputy needs an end date."))
        return cleaned

    @property
    def rt(self) -> RukunTetangga | None:
        return self.units[self.cleaned_data["unit"]]


class InviteForm(forms.Form):
    unit = forms.ChoiceField(label=_("For"))
    post = forms.ChoiceField(label=_("Post"), choices=Office.Post)

    def __init__(self, *args: Any, units: list[RukunTetangga | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(rt.pk) if rt else WHOLE_RW: rt for rt in units}
        self.fields["unit"].choices = unit_choices(units)  # type: ignore[attr-defined]
        if WHOLE_RW not in self.units:
            # Heads of RT are the RW's to invite.
            helpers = [each for each in Office.Post.choices if each[0] != Office.Post.HEAD]
            self.fields["post"].choices = helpers  # type: ignore[attr-defined]

    @property
    def rt(self) -> RukunTetangga | None:
        return self.units[self.cleaned_data["unit"]]


class EndForm(forms.Form):
    """Its holder reads the reason; the journal does not keep it."""

    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=300,
        min_length=3,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The holder reads it, and nobody else."),
    )

    def __init__(self, *args: Any, needs_a_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_a_reason:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason = readable(self.cleaned_data["reason"])
        if not says_something(reason):
            raise ValidationError(_("Please say it in words."))
        return reason
