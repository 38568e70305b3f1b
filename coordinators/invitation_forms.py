from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordinators.scope import zone_of
from neighborhoods import invitation_rules as rules
from neighborhoods.invitations import end_of
from neighborhoods.models import RukunTetangga
from neighborhoods.standing import Standing
from web.dates import local


def rts_of(coordinator: Standing) -> QuerySet[RukunTetangga]:
    """Open RT that their offices answer for."""
    own = Q(pk__in=coordinator.covered_rt_ids) | Q(rw__in=coordinator.covered_rw_ids)
    return RukunTetangga.objects.filter(own, closed_at=None).select_related("rw").order_by("number")


class InvitationForm(forms.Form):
    """For which RT, how many people and until when. With one RT there is nothing to choose."""

    rt = forms.ModelChoiceField(
        RukunTetangga.objects.none(), label=gettext_lazy("For which RT?"), empty_label=None
    )
    max_uses = forms.IntegerField(
        label=gettext_lazy("For how many people?"),
        min_value=1,
        max_value=rules.MOST_USES,
        initial=rules.USES,
        help_text=gettext_lazy("Each person who joins counts as one."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, coordinator: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone_of(coordinator)
        self.today = local(timezone.now(), self.zone).date()
        self.fields["until"].initial = self.today + timedelta(days=rules.DAYS)
        rts = rts_of(coordinator)
        self.fields["rt"].queryset = rts  # type: ignore[attr-defined]  # a ModelChoiceField
        self.has_rts = len(rts) > 0
        self.only_rt = rts[0] if len(rts) == 1 else None
        if self.only_rt:
            del self.fields["rt"]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("That day is past. Choose a later one."))
        if until > self.today + timedelta(days=rules.MOST_DAYS):
            raise ValidationError(_("Choose a day within 180 days."))
        return until

    @property
    def wanted(self) -> dict[str, Any]:
        """What `invite_residents` takes."""
        said = self.cleaned_data
        return {
            "rt": self.only_rt or said["rt"],
            "max_uses": said["max_uses"],
            "expires_at": end_of(said["until"], self.zone),
        }
