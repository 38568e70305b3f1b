"""A month of events: as a calendar of days and as an agenda, from one list of cards."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from events.cards import Card, cards_for
from events.models import Event, EventQuerySet
from neighborhoods.standing import Standing
from volunteers.models import SignUp
from web.dates import local, zone_info

# What can be paged through; further on there is nothing.
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 1)
# More than any month holds; a page stays bounded whatever happens.
MOST = 200
# After the month at hand, so that its last days are not an empty page.
SOON = 5
MINE, MY_RT = "saya", "rt"
MOST_MARKS = 4
A_MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Weekday:
    short: str
    words: str


@dataclass(frozen=True)
class Day:
    date: date
    words: str
    is_today: bool
    cards: list[Card]

    @property
    def anchor(self) -> str:
        return f"hari-{self.date:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """What its marks say, for who doesn't see them."""
        return ", ".join(card.title for card in self.cards)

    @property
    def marks(self) -> list[str]:
        """One for each event: 'off' for a cancelled one, 'mine' where one has joined."""
        marks = ["off" if c.chip == "cancelled" else "mine" * bool(c.standing) for c in self.cards]
        return marks[:MOST_MARKS]


@dataclass(frozen=True)
class Month:
    first: date
    title: str
    # Monday first; None for a day of the months beside it.
    weeks: list[list[Day | None]]
    ahead: list[Day]
    past: list[Day]
    soon: list[Card]
    is_current: bool

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def weekdays(self) -> list[Weekday]:
        days = [A_MONDAY + timedelta(days=number) for number in range(7)]
        return [
            Weekday(date_format(day, "D", use_l10n=False), date_format(day, "l", use_l10n=False))
            for day in days
        ]

    @property
    def before(self) -> date | None:
        return within(self.first - timedelta(days=1))

    @property
    def after(self) -> date | None:
        return within(next_month(self.first))


def within(day: date) -> date | None:
    return day if FIRST <= day < next_month(LAST) else None


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def parse_month(text: str) -> date | None:
    """`2026-12` from an address; None for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
        return None
    try:
        return within(date(int(text[:4]), int(text[5:]), 1))
    except ValueError:
        return None


def month_of(viewer: Standing, *, first: date | None = None, only: str = "") -> Month:
    """The month that begins on `first`, without one the month at hand, as the viewer sees it."""
    today = local(timezone.now(), viewer.zone).date()
    first = first or today.replace(day=1)
    is_current = first == today.replace(day=1)
    events = chosen(Event.objects.listed_for(viewer), viewer, only).for_cards()
    cards = cards_for(between(events, first, next_month(first), viewer.zone), viewer)
    days = days_of(first, cards, today)
    busy = [day for day in days if day.cards]
    return Month(
        first=first,
        title=date_format(first, "F Y", use_l10n=False),
        weeks=weeks_of(days),
        ahead=[day for day in busy if day.date >= today or not is_current],
        past=[day for day in busy if day.date < today and is_current],
        soon=soon_after(events, first, viewer) if is_current else [],
        is_current=is_current,
    )


def chosen(events: EventQuerySet, viewer: Standing, only: str) -> EventQuerySet:
    if only == MINE:
        joined = SignUp.objects.current().filter(
            volunteer=viewer.resident, shift__event__isnull=False
        )
        return events.filter(
            Q(organizer=viewer.resident) | Q(pk__in=joined.values("shift__event_id"))
        )
    return events.filter(rt=viewer.rt) if only == MY_RT and viewer.rt else events


def between(events: EventQuerySet, first: date, end: date, zone: str) -> EventQuerySet:
    """Those that begin on these days, on the RW's clocks; `end` is not among them."""
    found = events.filter(starts_at__gte=midnight(first, zone), starts_at__lt=midnight(end, zone))
    return found.order_by("starts_at", "id")[:MOST]


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zone_info(zone))


def soon_after(events: EventQuerySet, first: date, viewer: Standing) -> list[Card]:
    later = events.filter(starts_at__gte=midnight(next_month(first), viewer.zone))
    return cards_for(later.order_by("starts_at", "id")[:SOON], viewer)


def days_of(first: date, cards: list[Card], today: date) -> list[Day]:
    by_day: dict[date, list[Card]] = {}
    for card in cards:
        by_day.setdefault(card.day, []).append(card)
    length = calendar.monthrange(first.year, first.month)[1]
    dates = (first + timedelta(days=number) for number in range(length))
    return [
        Day(day, date_format(day, "l, j F", use_l10n=False), day == today, by_day.get(day, []))
        for day in dates
    ]


def weeks_of(days: list[Day]) -> list[list[Day | None]]:
    cells: list[Day | None] = [None] * days[0].date.weekday() + [*days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
