from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moderation.models import Case, Report
from web.texts import readable, says_something, without_holes


class ReportForm(forms.Form):
    """Why something does not belong here. Coordinators read it without its author's name."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason, widget=forms.RadioSelect
    )
    details = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The coordinators read this. Your name stays hidden from everybody."),
    )

    def clean_details(self) -> str:
        return without_holes(self.cleaned_data["details"])


class AppealForm(forms.Form):
    appeal = forms.CharField(
        label=_("Why should it be decided differently?"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The RW reads this, and nobody else."),
    )

    def clean_appeal(self) -> str:
        return in_words(without_holes(self.cleaned_data["appeal"]))


class DecisionForm(forms.Form):
    """A coordinator's decision. Both sides read the reason, so it names nobody."""

    decision = forms.ChoiceField(choices=Case.Decision, widget=forms.HiddenInput)
    # What was read, so that nobody decides on words that have changed since.
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Your reason"),
        min_length=3,
        max_length=300,
        help_text=_("Both sides read it."),
    )

    def clean_reason(self) -> str:
        return in_words(readable(self.cleaned_data["reason"]))


def in_words(text: str) -> str:
    """Somebody has to live with it, so it says something."""
    if not says_something(text):
        raise ValidationError(_("Please say it in words."))
    return text
