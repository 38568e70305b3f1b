"""Duties in words: rows in groups, ready for the page to set."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.cards import Leaf, leaf_of
from gotongroyong import duties
from gotongroyong.duties import AHEAD, ANSWER, ASKED, OFFER, PAGE, PAST, UNTIMED, Duty, Key
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from volunteers.models import Shift, SignUp
from volunteers.overlap import ends_of
from web.dates import deadline, local, short_moment

NOW, SOON, LATER, ANY_TIME, OVER = range(5)
TITLES: dict[int, str | Promise] = {
    NOW: gettext_lazy("Answer now"),
    SOON: gettext_lazy("Today and tomorrow"),
    LATER: gettext_lazy("Later"),
    ANY_TIME: gettext_lazy("As soon as possible"),
    OVER: gettext_lazy("Past"),
}


@dataclass(frozen=True)
class Chip:
    code: str
    label: str = ""


@dataclass
class Row:
    """One need or event, with all that one is to it."""

    thing: tuple[str, int]
    group: int
    url: str
    title: str
    when: str
    # A need's picture or an event's day: the events' pictures would be one file more.
    icon: str = ""
    leaf: Leaf | None = None
    note: str = ""
    chips: list[Chip] = field(default_factory=list)
    # For whom a clash of hours counts: from when to when one has promised to be there.
    hours: tuple[datetime, datetime] | None = None
    clashes: bool = False


@dataclass(frozen=True)
class Group:
    code: int
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    next_key: Key | None


def duties_page(viewer: Standing, *, after: Key | None = None) -> Page:
    found = duties.fetch(duties.duties_of(viewer, after=after), PAGE + 1)
    shown = found[:PAGE]
    groups = groupby(rows_of(shown), key=lambda row: row.group)
    return Page(
        [Group(code, str(TITLES[code]), list(rows)) for code, rows in groups],
        shown[-1].key if len(found) > PAGE else None,
    )


def next_duties(viewer: Standing, count: int) -> list[Row]:
    """The most pressing of what is not past, for home."""
    return rows_of(duties.fetch(duties.duties_of(viewer, past=False), count))


def rows_of(found: list[Duty]) -> list[Row]:
    """In their order; several places at one event are one row."""
    needs = needs_by_id(duty.id for duty in found if duty.arm == ASKED)
    sign_ups = sign_ups_by_id(duty.id for duty in found if duty.arm != ASKED)
    now, rows = timezone.now(), list[Row]()
    for duty in found:
        if duty.arm == ASKED:
            row = asked_row(needs[duty.id], duty, now)
        else:
            row = sign_up_row(sign_ups[duty.id], duty, now)
        if rows and (rows[-1].thing, rows[-1].group) == (row.thing, row.group):
            rows[-1].chips += row.chips
        else:
            rows.append(row)
    mark_clashes(rows)
    return rows


def needs_by_id(ids: Iterable[int]) -> dict[int, AidRequest]:
    wanted = list(ids)
    return AidRequest.objects.select_related("rw").in_bulk(wanted) if wanted else {}


def sign_ups_by_id(ids: Iterable[int]) -> dict[int, SignUp]:
    wanted = list(ids)
    both = SignUp.objects.select_related("shift__need__rw", "shift__event__rw")
    return both.in_bulk(wanted) if wanted else {}


def asked_row(need: AidRequest, duty: Duty, now: datetime) -> Row:
    state = "confirm" if duty.rank == ANSWER and need.status == "done" else need.status
    return need_row(need, duty, now, [Chip("mine", _("I asked")), Chip(state)])


def need_row(need: AidRequest, duty: Duty, now: datetime, chips: list[Chip]) -> Row:
    at = need.starts_at
    if at is None and duty.rank in (ANSWER, PAST):
        at = need.done_at or (need.created_at if duty.rank == PAST else None)
    return Row(
        thing=("need", need.pk),
        group=group_of(duty, at, need.rw.zone, now),
        url=reverse("need", args=[need.code]),
        icon=f"cat-{need.category}",
        title=need.title,
        when=short_moment(at, need.rw.zone, now=now) if at else _("As soon as possible"),
        chips=chips,
    )


def sign_up_row(sign_up: SignUp, duty: Duty, now: datetime) -> Row:
    shift = sign_up.shift
    thing: Any = shift.need or shift.event
    chips = [role_chip(sign_up, duty), *state_chips(thing, duty)]
    if shift.need:
        row = need_row(shift.need, duty, now, chips)
    else:
        row = event_row(shift, duty, now, chips)
    if sign_up.offer_ends_at and not thing.hidden_at:
        until = deadline(sign_up.offer_ends_at, thing.rw.zone, now=now)
        row.note = _("Can you still help? Answer before %(until)s.") % {"until": until}
    if shift.starts_at and sign_up.status in ("active", "offered"):
        row.hours = (shift.starts_at, ends_of(shift.starts_at, shift.ends_at))
    return row


def event_row(shift: Shift, duty: Duty, now: datetime, chips: list[Chip]) -> Row:
    event: Any = shift.event
    at = shift.starts_at or event.starts_at
    return Row(
        thing=("event", event.pk),
        group=group_of(duty, at, event.rw.zone, now),
        url=reverse("event", args=[event.code]),
        leaf=leaf_of(local(at, event.rw.zone).date()),
        # Out of sight its words are too; the row leads to where one can withdraw.
        title=str(event.shape.label) if event.hidden_at else event.title,
        when=short_moment(at, event.rw.zone, now=now),
        chips=chips,
    )


def role_chip(sign_up: SignUp, duty: Duty) -> Chip:
    shift = sign_up.shift
    if sign_up.status == SignUp.Status.WAITING:
        return Chip("in_line", _("Waiting list no. %(turn)d") % {"turn": duty.turn})
    if sign_up.status == SignUp.Status.OFFERED:
        return Chip("offered")
    if shift.kind != Shift.Kind.PEOPLE and shift.label:
        return Chip("helping", _("Bring: %(what)s") % {"what": shift.label})
    if shift.event_id:
        return Chip("helping", shift.label or _("I'm joining"))
    return Chip("helping", _("I help"))


def state_chips(thing: Any, duty: Duty) -> list[Chip]:
    if duty.rank == ANSWER:
        return [Chip("confirm")]
    if thing.hidden_at:
        return [Chip("hidden")]
    return [Chip(thing.status)] if duty.rank == PAST and thing.status in ENDED else []


ENDED = ("done", "expired", "cancelled")


def group_of(duty: Duty, at: datetime | None, zone: str, now: datetime) -> int:
    if duty.rank != AHEAD or at is None:
        return {OFFER: NOW, ANSWER: NOW, UNTIMED: ANY_TIME, PAST: OVER}.get(duty.rank, ANY_TIME)
    tomorrow = local(now, zone).date() + timedelta(days=1)
    return SOON if local(at, zone).date() <= tomorrow else LATER


def mark_clashes(rows: list[Row]) -> None:
    """Where one would have to be in two places at once: neighbours by their beginning."""
    timed = sorted(((row.hours, row) for row in rows if row.hours), key=lambda pair: pair[0])
    for number, (hours, row) in enumerate(timed):
        for (starts_at, _ends_at), other in timed[number + 1 :]:
            if starts_at >= hours[1]:
                break
            row.clashes = other.clashes = True
