"""The demo's calendar: a year behind it, 90 days ahead, topped up at each start."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from events.models import Event, PlannedShift, PublicPlace, Series
from events.schedule import dates
from events.series import AHEAD, occurrence
from gotongroyong.demo.announcing import announce
from gotongroyong.demo.gatherings import Gathering, Occasion, Round
from gotongroyong.demo.happenings import (
    Happening,
    close,
    closed_at,
    drop,
    gather,
    make_shifts,
    rain_off,
    stand_in_line,
)
from gotongroyong.demo.history import AN_INSERT, Happened
from gotongroyong.demo.occasions import OFFERS, PAST, UPCOMING
from gotongroyong.demo.plots import by_day
from gotongroyong.demo.rounds import PLACES, ROUNDS
from gotongroyong.demo.town import Town
from neighborhoods.models import RukunTetangga, RukunWarga
from volunteers.models import Shift, SignUp
from web.codes import new_code
from web.dates import local, zone_info

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
# A moment that is not at night, whatever the day.
NOON = time(12, 5)
Places = dict[tuple[int, str], PublicPlace]


def write_agenda(town: Town, now: datetime) -> tuple[list[Event], list[Happened]]:
    """What was added, and what happened to it, for the journal."""
    places = make_places(town)
    drafts = [draft_of(sketch) for sketch in ROUNDS]
    known = set(Series.objects.filter(draft__in=drafts).values_list("draft", flat=True))
    steps: list[Happened] = []
    new: list[Happening] = []
    for sketch in ROUNDS:
        if draft_of(sketch) not in known:
            series, held = begin(sketch, town, places, now)
            steps += started(series)
            new += held
    if not known:
        new += [hold_once(sketch, town, places, now) for sketch in PAST]
    new += [hold_once(sketch, town, places, now) for sketch in missing(town, now)]
    write(new)
    announce([each.event for each in new if is_announced(each)], now)
    return [each.event for each in new], steps + [step for each in new for step in each.steps]


def is_announced(happening: Happening) -> bool:
    """Of a series only its first."""
    return any(step.action == "event.published" for step in happening.steps)


def make_places(town: Town) -> Places:
    wards = {rt.rw.number: rt.rw for rt in town.blocks.values()}
    PublicPlace.objects.bulk_create(
        (PublicPlace(rw=wards[rw], name=name) for rw, names in PLACES.items() for name in names),
        ignore_conflicts=True,
    )
    found = PublicPlace.objects.filter(rw__in=wards.values())
    return {(place.rw_id, place.name): place for place in found}


def draft_of(sketch: Round) -> uuid.UUID:
    """The same at each start, by which a series is found again, ended or not."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"gotong-royong-demo:{sketch.rw}:{sketch.key}")


def begin(
    sketch: Round, town: Town, places: Places, now: datetime
) -> tuple[Series, list[Happening]]:
    """A series with all its occurrences, as the tick would have made them day by day."""
    series = Series(
        draft=draft_of(sketch),
        repeat=sketch.repeat,
        starts_time=time.fromisoformat(sketch.clock),
        minutes=sketch.minutes,
        **what_and_where(sketch, town, places),
    )
    today = local(now, series.rw.zone).date()
    series.starts_on = first_day(sketch, today)
    series.created_at = at_noon(series.starts_on - timedelta(days=10), series.rw)
    series.save(force_insert=True)
    PlannedShift.objects.bulk_create(
        PlannedShift(series=series, kind=row.kind, label=row.label, capacity=row.capacity)
        for row in sketch.rows
    )
    return series, occurrences(series, sketch, town, now)


def what_and_where(sketch: Gathering, town: Town, places: Places) -> dict[str, object]:
    rw = town.blocks[sketch.rw, "001"].rw
    rt = town.blocks[sketch.rw, sketch.rt] if sketch.rt else None
    in_office = town.offices[rt.pk] if rt else town.wards[rw.pk]
    return {
        "rw": rw,
        "rt": rt,
        "organizer": town.cast[sketch.by] if sketch.by else in_office[0],
        "kind": sketch.kind,
        "title": sketch.title,
        "details": sketch.details,
        "place": places[rw.pk, sketch.place] if sketch.place else None,
        "place_text": sketch.place_text,
    }


def first_day(sketch: Round, today: date) -> date:
    since = today - timedelta(days=sketch.since)
    match sketch.repeat:
        case "weekly":
            return since + timedelta(days=(sketch.weekday - since.weekday()) % 7)
        case "nth_weekday":
            first = since.replace(day=1)
            ahead = (sketch.weekday - first.weekday()) % 7
            return first + timedelta(days=ahead + 7 * (sketch.nth - 1))
        case "monthly_date":
            return since.replace(day=sketch.date)
    # Every 35 days: the next one is six days from now.
    return today + timedelta(days=6 - 35 * 10)


def at_noon(day: date, rw: RukunWarga) -> datetime:
    return datetime.combine(day, NOON, zone_info(rw.zone))


def occurrences(series: Series, sketch: Round, town: Town, now: datetime) -> list[Happening]:
    today = local(now, series.rw.zone).date()
    days = dates(series.repeat, series.starts_on, None, series.starts_on, today + AHEAD)
    zone = zone_info(series.rw.zone)
    starts = [(day, datetime.combine(day, series.starts_time, zone)) for day in days]
    over = sum(at + series_length(series) <= now for _, at in starts)
    return [
        told(occurrence(series, day, at, {}), sketch, town, now, ago=over - number, turn=number)
        for number, (day, at) in enumerate(starts)
    ]


def series_length(series: Series) -> timedelta:
    return timedelta(minutes=series.minutes)


def told(
    event: Event, sketch: Round, town: Town, now: datetime, *, ago: int, turn: int
) -> Happening:
    """Made 90 days ahead, filled, then held, moved by the rain or dropped."""
    happening = Happening(event, sketch)
    event.created_at = event.changed_at = planned_at(event, now)
    happening.step("planned", event.created_at, None)
    if turn == 0:
        published(happening)
    make_shifts(happening)
    sign_up_all(happening, town, now)
    if reason := dict(sketch.dropped).get(ago):
        drop(happening, reason=reason, at=by_day(event.starts_at - A_DAY, happening.zone))
    elif ago in sketch.rained:
        rain_off(happening, to=dry_day(event, sketch, now, is_last=ago == 1))
    close_if_due(happening, town, now, number=ago)
    return happening


def planned_at(event: Event, now: datetime) -> datetime:
    assert event.series  # noqa: S101 - for the type checker
    assert event.occurrence_on  # noqa: S101
    made = at_noon(event.occurrence_on - AHEAD, event.rw)
    return min(max(made, event.series.created_at), now)


def sign_up_all(happening: Happening, town: Town, now: datetime) -> None:
    event = happening.event
    first = max(event.starts_at - timedelta(days=happening.sketch.lead), event.created_at)
    gather(happening, town, first=first, last=event.starts_at - AN_HOUR, now=now)


def dry_day(event: Event, sketch: Round, now: datetime, *, is_last: bool) -> datetime:
    """The last one that is over was moved to a day still ahead."""
    to = event.starts_at + timedelta(days=sketch.rain_moves)
    while is_last and to < now + A_DAY:
        to += A_DAY
    return to


def close_if_due(happening: Happening, town: Town, now: datetime, *, number: int) -> None:
    event = happening.event
    at = closed_at(happening.sketch, event.ends_at, happening.zone)
    if event.status == Event.Status.PUBLISHED and at <= now:
        close(happening, town, at=at, number=number)


def started(series: Series) -> list[Happened]:
    return [Happened(series, "series.started", series.created_at, series.organizer)]


def hold_once(sketch: Occasion, town: Town, places: Places, now: datetime) -> Happening:
    values = what_and_where(sketch, town, places)
    starts_at = start_of(sketch, town.blocks[sketch.rw, "001"], now)
    event = Event(
        draft=uuid.uuid4(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=sketch.minutes),
        **values,
    )
    happening = Happening(event, sketch)
    is_over = event.ends_at <= now
    ahead = timedelta(days=sketch.posted)
    posted_at = starts_at - ahead if is_over else now - timedelta(hours=town.rng.uniform(20, 44))
    event.created_at = event.changed_at = by_day(posted_at, happening.zone)
    published(happening)
    make_shifts(happening)
    last = starts_at - AN_HOUR if is_over else now - AN_HOUR
    gather(happening, town, first=event.created_at, last=last, now=now)
    if sketch.waits:
        stand_in_line(happening, town, sketch, now=now)
    if sketch.cancelled:
        drop(happening, reason=sketch.cancelled, at=by_day(starts_at - A_DAY, happening.zone))
    close_if_due(happening, town, now, number=0)
    return happening


def start_of(sketch: Occasion, block: RukunTetangga, now: datetime) -> datetime:
    today = local(now, block.rw.zone).date()
    day = today + timedelta(days=sketch.day)
    if sketch.date:
        month, number = sketch.date
        day = date(today.year, month, number)
        # Over for some days, so that its end has been written down.
        day = day if day < today - timedelta(days=2) else day.replace(year=today.year - 1)
    return datetime.combine(day, time.fromisoformat(sketch.clock), zone_info(block.rw.zone))


def published(happening: Happening) -> None:
    happening.step("published", happening.event.created_at, happening.event.organizer)


def missing(town: Town, now: datetime) -> list[Occasion]:
    """What is not ahead any more; and a place offered to the cast, if none is."""
    ahead = set(
        Event.objects.filter(ends_at__gt=now, status="published").values_list("title", flat=True)
    )
    wanted = [sketch for sketch in UPCOMING if sketch.title not in ahead]
    offered = SignUp.objects.filter(status="offered", offer_ends_at__gt=now)
    fresh = [sketch for sketch in OFFERS if sketch.title not in ahead]
    of_the_cast = offered.filter(volunteer=town.cast[OFFERS[0].offered_to])
    return wanted if of_the_cast.exists() else wanted + fresh[:1]


def write(happenings: Collection[Happening]) -> None:
    give_codes([each.event for each in happenings])
    Event.objects.bulk_create((each.event for each in happenings), AN_INSERT)
    Shift.objects.bulk_create((shift for each in happenings for shift in each.shifts), AN_INSERT)
    SignUp.objects.bulk_create(
        (sign_up for each in happenings for sign_up in each.sign_ups), AN_INSERT
    )


def give_codes(events: Iterable[Event]) -> None:
    """Among eight hundred made at once, two share a code in one of 760 neighbourhoods."""
    taken: set[str] = set()
    for event in events:
        while event.code in taken:
            event.code = new_code()
        taken.add(event.code)
