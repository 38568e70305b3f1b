"""An event as a card on a list: the words ready-made, so that the template only sets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event
from neighborhoods.standing import Standing
from volunteers.models import Shift, SignUp
from web.dates import hours

Status = SignUp.Status
# Of somebody's several sign-ups to one event, which the card tells of.
FIRST_OF = (Status.OFFERED, Status.ACTIVE, Status.DONE, Status.WAITING)
STANDINGS = {
    Status.OFFERED: "offered",
    Status.ACTIVE: "joined",
    Status.DONE: "joined",
    Status.WAITING: "in_line",
}


@dataclass(frozen=True)
class Leaf:
    """A day as on a tear-off calendar: 'SEN 24 Nov'."""

    weekday: str
    number: int
    month: str


@dataclass(frozen=True)
class Card:
    code: str
    url: str
    kind: str
    kind_label: str
    title: str
    day: date
    leaf: Leaf
    hours: str
    where: str
    # 'RT 003' of what is one RT's; the whole RW's says nothing more.
    whom: str
    # What the card says of it: "cancelled", "done", "hidden", "rain", "other" or "".
    chip: str
    # "offered", "joined", "in_line" or "".
    standing: str
    left: str


def cards_for(events: Iterable[Event], viewer: Standing) -> list[Card]:
    """One query more than the events themselves: which of them the viewer has joined."""
    events = list(events)
    standings = standings_towards(events, viewer)
    return [card(event, standings.get(event.pk, "")) for event in events]


def standings_towards(events: list[Event], viewer: Standing) -> dict[int, str]:
    mine = SignUp.objects.current().filter(volunteer=viewer.resident, shift__event__in=events)
    held = list(mine.values_list("shift__event_id", "status"))
    found: dict[int, str] = {}
    for status in FIRST_OF:
        for event_id, has in held:
            if has == status:
                found.setdefault(event_id, STANDINGS[status])
    return found


def card(event: Event, standing: str) -> Card:
    return Card(
        code=event.code,
        url=reverse("event", args=[event.code]),
        kind=event.kind,
        kind_label=str(event.shape.label),
        title=event.title,
        day=event.day,
        leaf=leaf_of(event.day),
        hours=hours(event.starts_at, event.ends_at, event.rw.zone),
        where=event.where,
        whom=str(event.rt or ""),
        chip=chip_of(event),
        standing=standing,
        left="" if event.is_over else places_left(event.shifts.all()),
    )


def leaf_of(day: date) -> Leaf:
    return Leaf(
        date_format(day, "D", use_l10n=False), day.day, date_format(day, "M", use_l10n=False)
    )


def chip_of(event: Event) -> str:
    if event.status == Event.Status.CANCELLED:
        return event.status
    if event.hidden_at:
        return "held" if event.held_for else "hidden"
    if event.status != Event.Status.PUBLISHED:
        return event.status
    # What is past and was never closed asks for nothing of a reader.
    return event.postponed_for if event.ends_at > timezone.now() else ""


def places_left(shifts: Iterable[Shift]) -> str:
    """Of people; once those are full, how much is still to be brought."""
    shifts = list(shifts)
    left = sum(shift.places_left for shift in shifts if shift.kind == Shift.Kind.PEOPLE)
    if left:
        return ngettext("%(count)d place left", "%(count)d places left", left) % {"count": left}
    to_bring = sum(shift.places_left for shift in shifts)
    if to_bring:
        return ngettext(
            "%(count)d thing still to bring", "%(count)d things still to bring", to_bring
        ) % {"count": to_bring}
    return _("All places are taken")
