"""The demo's neighbourhood in one transaction: safe to run again, never overdue."""

from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from gotongroyong.demo.agenda import write_agenda
from gotongroyong.demo.cases import complaints_to_tell, plots_of, write_cases
from gotongroyong.demo.catching_up import catch_up
from gotongroyong.demo.crowd import make_crowd
from gotongroyong.demo.history import write_history
from gotongroyong.demo.live import LIVE, NEXT_DOOR, PROMISE, RECENT, WAITING
from gotongroyong.demo.past import PAST
from gotongroyong.demo.people import make_blocks, make_cast
from gotongroyong.demo.plots import Plot, draw_plot
from gotongroyong.demo.rows import lives_of, write_needs
from gotongroyong.demo.sketches import Sketch
from gotongroyong.demo.town import Town, read_town
from requests_app.models import AidRequest

SEED = 5
OLDEST, NEWEST = timedelta(days=56), timedelta(days=8)
# Below these numbers the shelves are filled again.
FEWEST_LIVE, FEWEST_WAITING, FEWEST_NEXT_DOOR = 12, 2, 2


def seed_neighbourhood() -> None:
    with transaction.atomic():
        rng = Random(SEED)  # noqa: S311 - a demo that looks the same each time
        cast, blocks = make_cast(), make_blocks()
        make_crowd(blocks, rng)
        town = read_town(cast, blocks, rng)
        now = timezone.now()
        plots = top_up(town, now)
        is_first = not AidRequest.objects.filter(rw=blocks["005", "001"].rw).exists()
        if is_first:
            plots += tell_past(town, now) + tell_recent(RECENT, town, "005", now)
        write(plots, town, now, is_first=is_first)
        if is_first:
            analyze()


def analyze() -> None:
    """A year at once: with the statistics of empty tables a page could take a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write(plots: list[Plot], town: Town, now: datetime, *, is_first: bool) -> None:
    """Needs, events and cases first; then what happened to them, in the order of time."""
    steps = catch_up(town, now)
    complaints = complaints_to_tell(is_first=is_first)
    plots = plots + plots_of(complaints, town, now)
    needs = write_needs(plots)
    events, agenda = write_agenda(town, now)
    steps += lives_of(plots, needs) + agenda
    pairs = list(zip(plots, needs, strict=True))
    steps += write_cases(complaints, pairs, events, town, now)
    write_history(steps, now=now)


def tell_past(town: Town, now: datetime) -> list[Plot]:
    """One after the other from the oldest on."""
    step = (OLDEST - NEWEST) / len(PAST)
    return [
        draw_plot(
            sketch,
            town,
            "005",
            posted_at=now - OLDEST + (number + town.rng.random()) * step,
            now=now,
        )
        for number, sketch in enumerate(PAST)
    ]


def tell_recent(sketches: tuple[Sketch, ...], town: Town, rw: str, now: datetime) -> list[Plot]:
    return [
        draw_plot(sketch, town, rw, posted_at=now - recently(sketch, town.rng), now=now)
        for sketch in sketches
    ]


def recently(sketch: Sketch, rng: Random) -> timedelta:
    """What nobody has looked at yet is an hour old, the rest up to a day and a half."""
    return timedelta(hours=rng.uniform(3, 36)) if sketch.is_reviewed else timedelta(hours=1)


def top_up(town: Town, now: datetime) -> list[Plot]:
    ours = unfinished(town, "005", now)
    theirs = unfinished(town, "006", now)
    return [
        *tell_recent(missing(LIVE, ours, FEWEST_LIVE), town, "005", now),
        *tell_recent(missing(WAITING, ours, FEWEST_WAITING), town, "005", now),
        *tell_recent(missing(NEXT_DOOR, theirs, FEWEST_NEXT_DOOR), town, "006", now),
    ]


def unfinished(town: Town, rw: str, now: datetime) -> dict[str, str]:
    """Title and status of what that RW's desk and board hold, however it came there."""
    needs = AidRequest.objects.filter(
        rw=town.blocks[rw, "001"].rw,
        status__in=(*AidRequest.WAITING, *AidRequest.LIVE),
        expires_at__gt=now,
        hidden_at=None,
    )
    return dict(needs.values_list("title", "status"))


def missing(shelf: tuple[Sketch, ...], there: dict[str, str], fewest: int) -> tuple[Sketch, ...]:
    """What to add; of a shelf full enough only the promise, if that is over."""
    absent = tuple(sketch for sketch in shelf if sketch.title not in there)
    states = AidRequest.WAITING[:1] if shelf is WAITING else AidRequest.LIVE
    is_low = sum(status in states for status in there.values()) < fewest
    return absent if is_low else tuple(sketch for sketch in absent if sketch is PROMISE)
