from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a need goes back or is not approved; its requester reads it."""

    reason = forms.CharField(label=_("Your reason"), min_length=3, max_length=300)
