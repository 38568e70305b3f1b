"""Publishing and changing an event. Postponing, cancelling and closing are in `manage_forms`."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from events.models import Event, PublicPlace, Series
from events.plans import MOST_SHIFTS, SHORTEST, Place, Plan
from events.shapes import Shape
from neighborhoods.models import RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from volunteers.models import MOST_PLACES, Shift
from web.dates import local, zone_info
from web.forms import SentOnce, check_within_a_year
from web.texts import readable, says_something, without_holes

WHOLE_RW = "rw"
MORE_ROWS = 3
# Further than any series is planned; a year typed wrong is caught.
LAST_DAY = timedelta(days=3 * 366)
KINDS = [
    (Shift.Kind.PEOPLE.value, _("People")),
    (Shift.Kind.TOOLS.value, _("Tools")),
    (Shift.Kind.FOOD.value, _("Refreshments")),
]
PLACES_RANGE = _("Choose between 1 and 500.")


def needed_together(form: forms.Form, *names: str) -> None:
    """Wanted once another field is filled in, so 'optional' would mislead."""
    for name in names:
        form.fields[name].needed_with_another = True  # type: ignore[attr-defined]  # read by forms/field.html


class EventForm(SentOnce, forms.Form):
    """What, when, where and for whom. Its shifts are rows of a `PlaceFormSet` beside it."""

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=80,
        min_length=5,
        help_text=_("One short line, as you would say it in the group."),
    )
    details = forms.CharField(
        label=_("More about it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    for_whom = forms.ChoiceField(label=_("For whom?"))
    place = forms.ModelChoiceField(
        PublicPlace.objects.none(),
        label=_("Where?"),
        required=False,
        empty_label=_("Another place, written below"),
    )
    place_text = forms.CharField(label=_("Another place"), max_length=80, required=False)
    date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    repeat = forms.ChoiceField(
        label=_("Does it repeat?"),
        required=False,
        choices=[("", _("Just once")), *Series.Repeat.choices],
    )
    until = forms.DateField(
        label=_("Until which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until you end it."),
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        shape: Shape,
        rw: RukunWarga,
        choices: Sequence[RukunTetangga | None],
        known_start: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        self.shape = shape
        self.rw = rw
        self.audiences = {key_of(rt): rt for rt in choices}
        # The time it has already may lie in the past and stay.
        self.known_start = known_start
        super().__init__(*args, **kwargs)
        self.initial.setdefault("draft", uuid.uuid4())
        self.fields["details"].help_text = str(shape.hint)
        needed_together(self, "repeat")
        self.offer_audiences()
        self.offer_places()

    def offer_audiences(self) -> None:
        words = [
            (key, str(rt) if rt else _("The whole %(rw)s") % {"rw": self.rw})
            for key, rt in self.audiences.items()
        ]
        field = self.fields["for_whom"]
        field.choices = words  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("for_whom", words[0][0])

    def offer_places(self) -> None:
        places = PublicPlace.objects.filter(rw=self.rw).order_by("name")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        if not places:
            del self.fields["place"]
            self.fields["place_text"].label = str(_("Where?"))

    def change_only(self) -> None:
        """For an event that is there: whom it is for and its series stay as they are."""
        for name in ("for_whom", "repeat", "until", "draft"):
            del self.fields[name]

    def clean_title(self) -> str:
        title = readable(self.cleaned_data["title"])
        if not says_something(title):
            raise ValidationError(_("Please say it in words."))
        return title

    def clean_details(self) -> str:
        return without_holes(self.cleaned_data["details"])

    def clean_place_text(self) -> str:
        text = readable(self.cleaned_data["place_text"])
        if text and self.cleaned_data.get("place"):
            raise ValidationError(_("Choose a place or write one, not both."))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"date", "starts", "ends"} <= cleaned.keys():
            self.set_times(cleaned)
        if cleaned.get("until") and "date" in cleaned:
            self.check_until(cleaned)
        return cleaned

    def set_times(self, cleaned: dict[str, Any]) -> None:
        starts_at = datetime.combine(cleaned["date"], cleaned["starts"], zone_info(self.rw.zone))
        ends_at = ending(starts_at, cleaned["ends"])
        if ends_at - starts_at < SHORTEST:
            self.add_error("ends", _("It has to last a quarter of an hour at least."))
        if self.known_start and starts_at == self.known_start.replace(second=0, microsecond=0):
            starts_at = self.known_start
        else:
            self.check_start(starts_at)
        cleaned |= {"starts_at": starts_at, "ends_at": ends_at}

    def check_start(self, starts_at: datetime) -> None:
        try:
            check_within_a_year(starts_at)
        except ValidationError as error:
            self.add_error("date", error)

    def check_until(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("repeat"):
            cleaned["until"] = None
        elif cleaned["until"] < cleaned["date"]:
            self.add_error("until", _("The last day has to come after the first one."))
        elif cleaned["until"] - cleaned["date"] > LAST_DAY:
            self.add_error("until", _("Choose a day within three years."))

    def without_verdict(self) -> None:
        """Shown as typed and not yet judged: somebody only asked for more rows."""
        self._errors = ErrorDict()

    def to_plan(self, places: tuple[Place, ...], *, rt: RukunTetangga | None) -> Plan:
        cleaned = self.cleaned_data
        return Plan(
            kind=self.shape.code,
            title=cleaned["title"],
            details=cleaned["details"],
            rt=rt,
            place=cleaned.get("place"),
            place_text=cleaned["place_text"],
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            places=places,
            repeat=cleaned.get("repeat", ""),
            until=cleaned.get("until"),
        )

    @property
    def chosen_rt(self) -> RukunTetangga | None:
        return self.audiences[self.cleaned_data["for_whom"]]


def ending(starts_at: datetime, ends: Any) -> datetime:
    """An end that lies before the beginning is the next morning's."""
    ends_at = starts_at.replace(hour=ends.hour, minute=ends.minute, second=ends.second)
    return ends_at + timedelta(days=1) if ends_at < starts_at else ends_at


def key_of(rt: RukunTetangga | None) -> str:
    return str(rt.pk) if rt else WHOLE_RW


def audiences_of(coordinator: Standing) -> list[RukunTetangga | None]:
    """For whom this coordinator may publish: the whole RW and its RT, or the RT of an office."""
    if coordinator.covered_rw_ids:
        rts = RukunTetangga.objects.open().filter(rw__in=coordinator.covered_rw_ids)
        return [None, *rts.select_related("rw").order_by("number")]
    held = RukunTetangga.objects.open().filter(pk__in=coordinator.covered_rt_ids)
    return [*held.select_related("rw").order_by("number")]


class PlaceForm(forms.Form):
    """A row: ten people for the drain, three hoes. An empty row counts for nothing."""

    kind = forms.ChoiceField(label=_("What?"), choices=KINDS)
    capacity = forms.IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={
            "min_value": PLACES_RANGE,
            "max_value": PLACES_RANGE,
            "invalid": PLACES_RANGE,
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    label = forms.CharField(label=_("For what?"), max_length=60, required=False)
    remove = forms.BooleanField(label=_("Take away"), required=False)
    shift_id = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_together(self, "capacity", "label")

    def clean_label(self) -> str:
        return readable(self.cleaned_data["label"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("remove"):
            # Whatever is wrong with it goes with it.
            self._errors = ErrorDict()
            return cleaned
        if cleaned.get("label") and cleaned.get("capacity", 0) is None:
            self.add_error("capacity", _("How many are needed?"))
        if cleaned.get("capacity") and cleaned.get("label") == "":
            self.add_error("label", _("Say what it is, as 'drain team' or 'hoes'."))
        return cleaned

    @property
    def place(self) -> Place | None:
        cleaned = self.cleaned_data
        if cleaned.get("remove") or not cleaned.get("label") or not cleaned.get("capacity"):
            return None
        return Place(
            cleaned["kind"], cleaned["label"], cleaned["capacity"], cleaned.get("shift_id")
        )

    def without_verdict(self) -> None:
        self._errors = ErrorDict()


class BasePlaces(forms.BaseFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        found = len(self.places)
        if found == 0:
            raise ValidationError(_("Write at least one line: whom or what does it need?"))
        if found > MOST_SHIFTS:
            raise ValidationError(_("At most 20 lines, please. Put some together."))

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for form in self.forms if (place := form.place))

    def without_verdict(self) -> None:
        self._errors: list[ErrorDict] = []
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form.without_verdict()


PlaceFormSet = forms.formset_factory(
    PlaceForm, formset=BasePlaces, extra=0, max_num=2 * MOST_SHIFTS, absolute_max=3 * MOST_SHIFTS
)


def initial_of(shape: Shape, today: date) -> dict[str, Any]:
    """The form of a kind begins with its ready shape."""
    starts = datetime.strptime(shape.starts_time, "%H:%M")  # noqa: DTZ007 - a time alone
    return {
        "title": str(shape.label),
        "date": first_day(shape, today),
        "starts": starts.time(),
        "ends": (starts + timedelta(minutes=shape.minutes)).time(),
        "repeat": shape.repeat,
    }


def first_day(shape: Shape, today: date) -> date | None:
    """The next day on which such an event usually falls; None where any day is as good."""
    if shape.weekday is None:
        return None
    days = (today + timedelta(days=number) for number in range(1, 63))
    return next(
        day
        for day in days
        if day.weekday() == shape.weekday and shape.nth in (None, (day.day - 1) // 7 + 1)
    )


def rows_of_shape(shape: Shape) -> list[dict[str, Any]]:
    rows = [
        {"kind": places.kind, "label": str(places.label), "capacity": places.capacity}
        for places in shape.places
    ]
    return [*rows, {"kind": Shift.Kind.PEOPLE}]


def initial_from(event: Event) -> dict[str, Any]:
    """The form's values for an event that is to be changed."""
    start, end = (local(at, event.rw.zone) for at in (event.starts_at, event.ends_at))
    return {
        "title": event.title,
        "details": event.details,
        "place": event.place_id,
        "place_text": event.place_text,
        "date": start.date(),
        "starts": start.time(),
        "ends": end.time(),
    }


def rows_from(event: Event) -> list[dict[str, Any]]:
    shifts = sorted(event.shifts.all(), key=lambda shift: shift.pk)
    rows = [
        {
            "kind": shift.kind,
            "label": shift.name,
            "capacity": shift.capacity,
            "shift_id": shift.pk,
        }
        for shift in shifts
    ]
    return [*rows, {"kind": Shift.Kind.PEOPLE}]
