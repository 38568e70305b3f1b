"""Postponing, cancelling and closing an event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.closing import Attendance
from events.forms import needed_together
from events.models import Event
from volunteers.models import MOST_PLACES, SignUp
from web.dates import zone_info
from web.forms import check_within_a_year
from web.texts import readable, without_holes

ATTENDANCE = [
    (Attendance.PRESENT.value, _("Present")),
    (Attendance.EXCUSED.value, _("Excused")),
    (Attendance.ABSENT.value, _("Absent")),
]
COUNT_RANGE = _("Choose between 0 and 500.")


class PostponeForm(forms.Form):
    """The new day and hour; it lasts as long as it was to."""

    date = forms.DateField(
        label=_("New date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"date", "time"} <= cleaned.keys():
            zone = zone_info(self.event.rw.zone)
            starts_at = datetime.combine(cleaned["date"], cleaned["time"], zone)
            self.check_start(starts_at)
            cleaned["starts_at"] = starts_at
        return cleaned

    def check_start(self, starts_at: datetime) -> None:
        if starts_at == self.event.starts_at:
            self.add_error("date", _("That is the time it has already."))
        try:
            check_within_a_year(starts_at)
        except ValidationError as error:
            self.add_error("date", error)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who signed up reads it."),
    )

    def clean_reason(self) -> str:
        return readable(self.cleaned_data["reason"])


class CloseForm(forms.Form):
    """Who was there. A field for each sign-up, all present to begin with."""

    walk_ins = forms.IntegerField(
        label=_("How many came without having signed up?"),
        min_value=0,
        max_value=MOST_PLACES,
        error_messages={
            "min_value": COUNT_RANGE,
            "max_value": COUNT_RANGE,
            "invalid": COUNT_RANGE,
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    summary = forms.CharField(
        label=_("How was it?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done, what was decided. Your neighbours read it."),
    )

    def __init__(self, *args: Any, event: Event, sign_ups: Iterable[SignUp], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"walk_ins": event.walk_ins, "summary": event.summary}
        self.names = {f"person_{sign_up.pk}": sign_up for sign_up in sign_ups}
        for name, sign_up in self.names.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{sign_up.volunteer.name} · {sign_up.shift.name}",
                choices=ATTENDANCE,
                widget=forms.RadioSelect,
                # Somebody may have signed up while the form was open: who promised, came.
                required=False,
                initial=sign_up.reason or Attendance.PRESENT.value,
            )
        needed_together(self, *self.names)

    @property
    def people(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def clean_summary(self) -> str:
        return without_holes(self.cleaned_data["summary"])

    @property
    def attendance(self) -> dict[int, str]:
        marks = {sign_up.pk: self.cleaned_data[name] for name, sign_up in self.names.items()}
        return {pk: mark for pk, mark in marks.items() if mark}
