"""A sketch becomes a plot: its people, its times, and each step of its life so far.

The product's actions speak of now; a past must be told with its own times. The steps keep
the actions' order and words, and `tests/gotongroyong/test_demo_seed.py` compares them.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from accounts.models import Resident
from gotongroyong.demo.sketches import Sketch
from gotongroyong.demo.town import Town
from neighborhoods.models import RukunTetangga
from requests_app.categories import CATEGORIES, NORMAL
from requests_app.life import expiry
from web.dates import local, zone_info

NIGHT_STARTS, NIGHT_ENDS = 22, 6
NIGHT = timedelta(hours=9)
A_MOMENT = timedelta(minutes=3)
# Told of a need without a time: helped within a day.
SOON = timedelta(hours=20)


@dataclass(frozen=True)
class Step:
    action: str
    at: datetime
    actor: Resident | None
    tells: list[Resident]
    subject: Resident | None = None


@dataclass
class Plot:
    sketch: Sketch
    rt: RukunTetangga
    requester: Resident
    helpers: list[Resident]
    waiters: list[Resident]
    deciders: list[Resident]
    posted_at: datetime
    starts_at: datetime | None
    # Its steps are spread between the posting and this.
    until: datetime
    steps: list[Step] = field(default_factory=list)

    def step(
        self,
        action: str,
        progress: float | datetime,
        actor: Resident | None,
        tells: list[Resident],
        subject: Resident | None = None,
    ) -> None:
        """The next thing that happened: people act by day, and after what came before."""
        if isinstance(progress, float):
            progress = self.posted_at + progress * (self.until - self.posted_at)
        at = by_day(progress, self.zone) if actor else progress
        if self.steps:
            at = max(at, self.steps[-1].at + (A_MOMENT if actor else timedelta()))
        self.steps.append(Step(action, at, actor, tells, subject))

    @property
    def zone(self) -> str:
        return self.rt.rw.zone

    def when(self, action: str) -> datetime | None:
        return next((step.at for step in self.steps if step.action == action), None)


def by_day(at: datetime, zone: str) -> datetime:
    """Nobody posts at three in the morning; earlier, so that it never lies ahead."""
    hour = local(at, zone).hour
    return at if NIGHT_ENDS <= hour < NIGHT_STARTS else at - NIGHT


def draw_plot(sketch: Sketch, town: Town, rw: str, *, posted_at: datetime, now: datetime) -> Plot:
    """A need posted then; with `day` counted from that day if it is over, else from today."""
    rt = town.blocks[rw, sketch.rt]
    requester = town.requester(sketch.by, rt)
    posted_at = by_day(posted_at, rt.rw.zone)
    is_over = sketch.end in ("done", "cancelled", "expired", "declined")
    starts_at = start_of(sketch, rt.rw.zone, posted_at if is_over else now)
    people = town.helpers(sketch.helper, rt, sketch.hands + sketch.waits, requester)
    plot = Plot(
        sketch=sketch,
        rt=rt,
        requester=requester,
        helpers=people[: sketch.hands],
        waiters=people[sketch.hands :] + [town.cast[key] for key in (sketch.waiter,) if key],
        deciders=town.deciders(rt, requester),
        posted_at=posted_at,
        starts_at=starts_at,
        until=(starts_at or by_day(posted_at + SOON, rt.rw.zone)) if is_over else now,
    )
    tell(plot)
    return plot


def start_of(sketch: Sketch, zone: str, today: datetime) -> datetime | None:
    if sketch.day is None:
        return None
    day = local(today, zone).date() + timedelta(days=sketch.day)
    return datetime.combine(day, time(sketch.hour), zone_info(zone))


def tell(plot: Plot) -> None:
    end = plot.sketch.end
    decide(plot)
    if end in ("pending", "needs_changes", "declined"):
        return
    gather(plot)
    if end == "cancelled":
        plot.step("cancelled", 0.85, plot.requester, plot.helpers)
    elif end == "expired":
        at = expiry(plot.starts_at, now=plot.posted_at)
        plot.step("expired", at, None, [plot.requester, *plot.helpers])
    elif end in ("done", "unconfirmed"):
        finish(plot)


def decide(plot: Plot) -> None:
    """As `actions.announce` and `decisions` do: urgent needs open first, and are seen after."""
    sketch, requester, decider = plot.sketch, plot.requester, plot.deciders[0]
    if CATEGORIES[sketch.category].urgency != NORMAL:
        plot.step("posted", plot.posted_at, requester, [])
        plot.step("opened", plot.posted_at, None, plot.deciders)
        if sketch.is_reviewed:
            plot.step("reviewed", 0.15, decider, [])
        return
    plot.step("posted", plot.posted_at, requester, plot.deciders)
    if sketch.end in ("needs_changes", "declined"):
        plot.step(sketch.end, 0.3, decider, [requester])
    elif sketch.end != "pending":
        plot.step("approved", 0.15, decider, [requester])


def gather(plot: Plot) -> None:
    """The helpers come one by one, the first looks up where to go; then the line forms."""
    count = len(plot.helpers)
    for number, helper in enumerate(plot.helpers):
        plot.step("helped", 0.3 + 0.5 * number / count, helper, [plot.requester])
        if number == 0:
            plot.step("contact.seen", plot.steps[-1].at, helper, [], plot.requester)
    for number, person in enumerate(plot.waiters):
        plot.step("queued", 0.85 + 0.1 * number / len(plot.waiters), person, [])


def finish(plot: Plot) -> None:
    """One side says so; the other confirms, unless it has not come to it yet."""
    requester, helpers = [plot.requester], plot.helpers
    mine, other = (helpers, requester) if plot.sketch.done_by_helper else (requester, helpers)
    if plot.sketch.end == "unconfirmed":
        plot.step("done", 0.9, mine[0], other)
        return
    plot.step("done", plot.until + timedelta(hours=2), mine[0], other)
    plot.step("confirmed", plot.until + timedelta(hours=4), other[0], mine)
