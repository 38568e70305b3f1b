import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.actions import Draft
from requests_app.categories import CATEGORIES
from requests_app.models import AidRequest
from web.dates import local
from web.forms import SentOnce, check_within_a_year
from web.texts import readable, says_something, without_holes

ASAP, AT = "asap", "at"
MOST_HELPERS = 50
# Whom one may ask for: ids as they are sent, with their names.
Voices = Sequence[tuple[str, str | Promise]]
HELPERS_RANGE = _("Choose between 1 and 50 people.")


class NeedForm(SentOnce, forms.Form):
    """What somebody needs. Give it the category's code and the RW's time zone."""

    # There only for who may speak for somebody; '' is oneself.
    on_behalf = forms.ChoiceField(label=_("On behalf of"), required=False)
    title = forms.CharField(
        label=_("What do you need?"),
        max_length=80,
        min_length=5,
        help_text=_("One short sentence, without names or addresses."),
    )
    details = forms.CharField(
        label=_("More about it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    when = forms.ChoiceField(
        label=_("When is it needed?"),
        choices=[(ASAP, _("As soon as possible")), (AT, _("On a certain day"))],
        widget=forms.RadioSelect,
        initial=ASAP,
    )
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    helpers = forms.IntegerField(
        label=_("How many people are needed?"),
        min_value=1,
        max_value=MOST_HELPERS,
        error_messages={
            "min_value": HELPERS_RANGE,
            "max_value": HELPERS_RANGE,
            "invalid": HELPERS_RANGE,
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    name_hidden = forms.BooleanField(
        label=_("Hide my name"),
        required=False,
        help_text=_("Neighbours read 'a family in your RT'. Coordinators and helpers know."),
    )
    rt_only = forms.BooleanField(label=_("Show it in my RT only"), required=False)
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        category: str,
        zone: str,
        known_start: datetime | None = None,
        voices: Voices = (),
        **kwargs: Any,
    ) -> None:
        self.category = CATEGORIES[category]
        # The time it has already may lie in the past and stay.
        self.known_start = known_start
        self.zone = ZoneInfo(zone)
        super().__init__(*args, **kwargs)
        self.initial.setdefault("helpers", self.category.helpers)
        self.initial.setdefault("name_hidden", self.category.name_hidden)
        self.initial.setdefault("draft", uuid.uuid4())
        self.fields["details"].help_text = str(self.category.hint)
        # Wanted once a time of its own is chosen, so 'optional' would mislead.
        for field in ("date", "time"):
            self.fields[field].needed_with_another = True  # type: ignore[attr-defined]  # read by forms/field.html
        self.offer_voices(voices)
        if self.category.seen_by_coordinators_only:
            del self.fields["rt_only"]

    def offer_voices(self, voices: Voices) -> None:
        field = self.fields["on_behalf"]
        if any(pk for pk, _name in voices):
            # 'Myself' is a choice, so 'optional' would mislead.
            field.needed_with_another = True  # type: ignore[attr-defined]  # read by forms/field.html
            field.choices = voices  # type: ignore[attr-defined]  # a ChoiceField's
            field.required = not any(pk == "" for pk, _name in voices)
        else:
            del self.fields["on_behalf"]

    def clean_title(self) -> str:
        title = readable(self.cleaned_data["title"])
        if not says_something(title):
            raise ValidationError(_("Please say it in words."))
        return title

    def clean_details(self) -> str:
        return without_holes(self.cleaned_data["details"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["starts_at"] = None
        if cleaned.get("when") == AT:
            cleaned["starts_at"] = self.chosen_time(cleaned)
        return cleaned

    def chosen_time(self, cleaned: dict[str, Any]) -> datetime | None:
        for field, words in (("date", _("Choose a date.")), ("time", _("Choose a time."))):
            if cleaned.get(field) is None and field not in self.errors:
                self.add_error(field, words)
        if cleaned.get("date") is None or cleaned.get("time") is None:
            return None
        starts_at = datetime.combine(cleaned["date"], cleaned["time"], self.zone)
        if self.known_start and starts_at == self.known_start.replace(second=0, microsecond=0):
            return self.known_start
        try:
            check_within_a_year(starts_at)
        except ValidationError as error:
            today = cleaned["date"] == timezone.now().astimezone(self.zone).date()
            self.add_error("time" if today else "date", error)
        return starts_at

    def to_draft(self) -> Draft:
        cleaned = self.cleaned_data
        return Draft(
            category=self.category.code,
            title=cleaned["title"],
            details=cleaned["details"],
            starts_at=cleaned["starts_at"],
            helpers=cleaned["helpers"],
            name_hidden=cleaned["name_hidden"],
            rt_only=cleaned.get("rt_only", False),
        )


def initial_from(need: AidRequest) -> dict[str, Any]:
    """The form's values for a need that is to be changed."""
    start = local(need.starts_at, need.rw.zone) if need.starts_at else None
    return {
        "title": need.title,
        "details": need.details,
        "when": AT if start else ASAP,
        "date": start.date() if start else None,
        "time": start.time() if start else None,
        "helpers": need.people.capacity,
        "name_hidden": need.name_hidden,
        "rt_only": need.audience == AidRequest.Audience.RT,
    }
