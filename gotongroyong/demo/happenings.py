"""One event of the demo with all that became of it: who signed up, rain, its end.

The product's actions speak of now; a past must be told with its own times. What happens
keeps the actions' order and words, and `tests/gotongroyong/test_demo_events.py` compares them.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from accounts.models import Resident
from events.models import Event
from events.plans import Place
from events.shifts import new_shift
from gotongroyong.demo.gatherings import Gathering, Occasion
from gotongroyong.demo.history import Happened, Telling
from gotongroyong.demo.plots import NIGHT_ENDS, NIGHT_STARTS, by_day
from gotongroyong.demo.town import Town
from volunteers.models import Shift, SignUp
from volunteers.waiting import answer_by
from web.dates import local

Status, Reason = SignUp.Status, SignUp.Reason
AN_HOUR, A_MOMENT = timedelta(hours=1), timedelta(minutes=10)
# Out of a hundred sign-ups so many say that they can't come, or just don't.
EXCUSED, ABSENT = 7, 11


@dataclass
class Happening:
    """Nothing of it is saved yet, unless the event was there before."""

    event: Event
    sketch: Gathering
    shifts: list[Shift] = field(default_factory=list)
    sign_ups: list[SignUp] = field(default_factory=list)
    steps: list[Happened] = field(default_factory=list)

    def step(self, action: str, at: datetime, actor: Resident | None, *tells: Telling) -> None:
        self.steps.append(Happened(self.event, f"event.{action}", at, actor, tells))

    def people(self, *statuses: str) -> list[Resident]:
        """Each once, whatever they signed up for."""
        found = [one.volunteer for one in self.sign_ups if one.status in statuses]
        return list({person.pk: person for person in found}.values())

    @property
    def zone(self) -> str:
        return self.event.rw.zone


def make_shifts(happening: Happening) -> None:
    happening.shifts = [
        new_shift(happening.event, Place(row.kind, row.label, row.capacity))
        for row in happening.sketch.rows
    ]


def gather(
    happening: Happening, town: Town, *, first: datetime, last: datetime, now: datetime
) -> None:
    """They sign up between `first` and `last`, as far as that has come to be."""
    event, sketch = happening.event, happening.sketch
    people = iter(drawn(sketch, town, event))
    for number, (row, shift) in enumerate(zip(sketch.rows, happening.shifts, strict=True)):
        named = [town.cast[key] for key, where in sketch.cast if where == number]
        count = how_many(row.usual, row.capacity, town)
        comers = named + [next(people) for _ in range(count - len(named))]
        for turn, person in enumerate(comers):
            # The cast and one more are early, so that nothing near ahead stands empty.
            progress = 0.02 if turn <= len(named) else town.rng.uniform(0.05, 1)
            at = max(by_day(first + progress * (last - first), happening.zone), first)
            if at <= now:
                join(happening, shift, person, at)


def drawn(sketch: Gathering, town: Town, event: Event) -> list[Resident]:
    crowd = town.crowd(event.rw_id, event.rt_id)
    most = sum(row.capacity for row in sketch.rows) + getattr(sketch, "waits", 0)
    return town.rng.sample(crowd, min(most, len(crowd)))


def how_many(usual: int, capacity: int, town: Town) -> int:
    if usual in (1, 2, capacity):
        return usual
    return min(usual + town.rng.randint(-1, 1), capacity)


def join(
    happening: Happening, shift: Shift, person: Resident, at: datetime, status: str = Status.ACTIVE
) -> SignUp:
    sign_up = SignUp(shift=shift, volunteer=person, created_at=at, status=status)
    happening.sign_ups.append(sign_up)
    happening.step("joined" if status == Status.ACTIVE else "waiting", at, person)
    return sign_up


def rain_off(happening: Happening, *, to: datetime) -> None:
    """On its morning, to another day; who signed up is asked again."""
    event, at = happening.event, happening.event.starts_at - 4 * A_MOMENT
    event.ends_at += to - event.starts_at
    event.starts_at = to
    event.postponed_for, event.changed_at, event.is_changed = Event.Postponed.RAIN, at, True
    event.version += 1
    event.revision += 1
    for shift in happening.shifts:
        shift.starts_at, shift.ends_at = event.starts_at, event.ends_at
    told = Telling("event.rained_off", happening.people(Status.ACTIVE))
    happening.step("rained_off", at, event.organizer, told)


def drop(happening: Happening, *, reason: str, at: datetime) -> None:
    event = happening.event
    event.status, event.reason = Event.Status.CANCELLED, reason
    event.revision += 1
    told = Telling("event.cancelled", happening.people(Status.ACTIVE))
    for sign_up in happening.sign_ups:
        set_free(sign_up, Reason.CANCELLED, at)
    happening.step("cancelled", at, event.organizer, told)


def set_free(sign_up: SignUp, reason: str, at: datetime) -> None:
    sign_up.status, sign_up.reason, sign_up.released_at = Status.RELEASED, reason, at


def closed_at(sketch: Gathering, ends_at: datetime, zone: str) -> datetime:
    """When somebody gets round to it: by day."""
    at = ends_at + timedelta(hours=sketch.closed_after)
    hour = local(at, zone).hour
    if hour >= NIGHT_STARTS or hour < NIGHT_ENDS:
        morning = local(at + timedelta(hours=24 - NIGHT_STARTS), zone)
        at = datetime.combine(morning.date(), time(NIGHT_ENDS + 1, 20), morning.tzinfo)
    return at


def close(happening: Happening, town: Town, *, at: datetime, number: int) -> None:
    event, sketch = happening.event, happening.sketch
    event.status, event.done_at = Event.Status.DONE, at
    event.walk_ins = max(0, sketch.walk_ins + town.rng.randint(-3, 3)) if sketch.walk_ins else 0
    event.summary = sketch.summaries[number % len(sketch.summaries)] if sketch.summaries else ""
    event.revision += 1
    for sign_up in happening.sign_ups:
        attend(sign_up, town.rng.randrange(100), at)
    told = Telling("event.done", happening.people(Status.DONE))
    happening.step("done", at, event.organizer, told)


def attend(sign_up: SignUp, luck: int, at: datetime) -> None:
    if luck >= ABSENT:
        sign_up.status = Status.DONE
    else:
        set_free(sign_up, Reason.EXCUSED if luck < EXCUSED else Reason.ABSENT, at)


def stand_in_line(happening: Happening, town: Town, sketch: Occasion, *, now: datetime) -> None:
    """Behind a full first row; where one has just left, the first in line is asked."""
    shift = happening.shifts[0]
    there = {sign_up.volunteer.pk for sign_up in happening.sign_ups}
    crowd = town.crowd(happening.event.rw_id, happening.event.rt_id)
    people = town.rng.sample([one for one in crowd if one.pk not in there], sketch.waits)
    named = [town.cast[key] for key in (sketch.offered_to,) if key]
    since = max((sign_up.created_at for sign_up in happening.sign_ups), default=now)
    line = [
        join(happening, shift, person, since + (now - since) * turn / 20, Status.WAITING)
        for turn, person in enumerate(named + people, start=1)
    ]
    if named:
        pass_a_place_on(happening, line[0], at=max(now - A_MOMENT, line[-1].created_at))


def pass_a_place_on(happening: Happening, first: SignUp, *, at: datetime) -> None:
    event = happening.event
    leaver = next(one for one in happening.sign_ups if one.shift is first.shift)
    set_free(leaver, Reason.WITHDRAWN, at)
    first.status = Status.OFFERED
    first.offer_ends_at = ends_at = answer_by(at, event.starts_at, happening.zone)
    told = Telling("event.place_offered", [first.volunteer], version=int(ends_at.timestamp()))
    happening.step("left", at, leaver.volunteer, told)
