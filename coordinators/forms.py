from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """What was done about a request for one's own data; its asker reads it."""

    answer = forms.CharField(
        label=_("Your answer"),
        min_length=3,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    """Why a need goes back or is not approved; its requester reads it."""

    reason = forms.CharField(label=_("Your reason"), min_length=3, max_length=300)
