"""What this app keeps about a person: the events that they published in office."""

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import (
    KEY,
    MACHINERY,
    PLACE,
    THE_PERSON,
    Holding,
    impersonal,
    register,
)
from events.models import Event, PlannedShift, PublicPlace, Series
from events.shapes import SHAPES
from volunteers.models import Shift

TITLES = {"kind": _("Kind"), "title": _("Title"), "details": _("Details")}
WHERE = {"place_text": _("Where")}
PLACES = {"label": _("What for"), "kind": _("Kind"), "capacity": _("Places")}
LEFT_OUT = {
    "id": KEY,
    "rw": PLACE,
    "rt": PLACE,
    "organizer": THE_PERSON,
    "place": "a place that everybody in the RW knows",
    "draft": KEY,
}
KEPT = _(
    "until you delete your account, why it was cancelled for 90 days; kind, time and who came"
    " for good"
)
PLACES_KEPT = _("the numbers for good, the words until you delete your account")


def events_of(resident: Resident) -> QuerySet[Event]:
    return Event.objects.filter(organizer=resident).order_by("id")


def series_of(resident: Resident) -> QuerySet[Series]:
    return Series.objects.filter(organizer=resident).order_by("id")


def places_of(resident: Resident) -> QuerySet[Shift]:
    """What they are called is the organizer's words too, and goes with the event's."""
    return Shift.objects.filter(event__organizer=resident).select_related("event").order_by("id")


def planned_places_of(resident: Resident) -> QuerySet[PlannedShift]:
    planned = PlannedShift.objects.filter(series__organizer=resident)
    return planned.select_related("series").order_by("id")


def take_words_out(rows: QuerySet[Any], **more: str) -> None:
    """What comes has found another organizer by now (`events.passing_on`), if there is one."""
    for kind, title in titles().items():
        rows.filter(kind=kind).update(title=title, details="", place_text="", **more)


def forget_events(resident: Resident) -> None:
    """The event before its places, as whoever changes it locks them."""
    take_words_out(events_of(resident), reason="", summary="", held_for="")
    places_of(resident).update(label="")


def forget_series(resident: Resident) -> None:
    take_words_out(series_of(resident))
    planned_places_of(resident).update(label="")


def titles() -> dict[str, str]:
    with translation.override("id"):
        return {code: str(shape.label) for code, shape in SHAPES.items()}


def kind_of(row: Event | Series) -> str:
    return str(row.shape.label)


def register_holdings() -> None:
    register(
        Holding(
            model=Series,
            title=_("Series of events that you published"),
            of=series_of,
            exported=TITLES
            | WHERE
            | {
                "repeat": _("Repeats"),
                "starts_on": _("From"),
                "starts_time": _("Time"),
                "minutes": _("Minutes"),
                "until": _("Until"),
                "created_at": _("Published"),
                "ended_at": _("Ended"),
            },
            left_out=LEFT_OUT,
            shown={"kind": kind_of},
            erase=forget_series,
            kept=KEPT,
        ),
        Holding(
            model=Event,
            title=_("Events that you published"),
            of=events_of,
            exported=TITLES
            | WHERE
            | {
                "code": _("Code"),
                "starts_at": _("From"),
                "ends_at": _("Until"),
                "status": _("State"),
                "postponed_for": _("Postponed"),
                "reason": _("Reason"),
                "summary": _("How it went"),
                "walk_ins": _("Came without signing up"),
                "created_at": _("Published"),
                "changed_at": _("Changed"),
                "done_at": _("Closed"),
                "hidden_at": _("Hidden"),
            },
            left_out=LEFT_OUT
            | {
                "series": KEY,
                "occurrence_on": MACHINERY,
                "is_changed": MACHINERY,
                "held_for": "which of our own rules held the words, by its code",
                "version": MACHINERY,
                "revision": MACHINERY,
            },
            shown={"kind": kind_of},
            erase=forget_events,
            kept=KEPT,
        ),
        impersonal(PublicPlace, "id rw name", why="a place that everybody in the RW knows"),
        Holding(
            model=PlannedShift,
            title=_("Places in your series of events"),
            of=planned_places_of,
            exported={"series": _("Series")} | PLACES,
            left_out={"id": KEY},
            shown={"series": lambda planned: planned.series.title},
            erase="their words go with the series'",
            kept=PLACES_KEPT,
        ),
        Holding(
            model=Shift,
            title=_("Places in your events"),
            of=places_of,
            exported={"event": _("Event")} | PLACES,
            left_out={
                "id": KEY,
                "need": KEY,
                "taken": MACHINERY,
                "starts_at": "the event's own, exported with it",
                "ends_at": "the event's own, exported with it",
            },
            shown={"event": lambda shift: shift.event.code},
            erase="their words go with the event's",
            kept=PLACES_KEPT,
        ),
    )
