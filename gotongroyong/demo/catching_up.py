"""What went on in the demo's calendar since it was last started."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from events.closing import close_event
from events.models import Event
from events.series import make_occurrences
from gotongroyong.demo.agenda import draft_of, sign_up_all
from gotongroyong.demo.gatherings import Gathering
from gotongroyong.demo.happenings import Happening, closed_at
from gotongroyong.demo.history import Happened
from gotongroyong.demo.occasions import OFFERS, UPCOMING
from gotongroyong.demo.rounds import ROUNDS
from gotongroyong.demo.town import Town
from neighborhoods.standing import standing_of
from notifications.models import Delivery
from volunteers.models import SignUp

# By then somebody has always signed up.
NEAR = timedelta(days=5)
# Each has one draft, so that its occurrences are told from those of other people's series.
BY_DRAFT = {draft_of(sketch): sketch for sketch in ROUNDS}
BY_TITLE: dict[str, Gathering] = {sketch.title: sketch for sketch in (*UPCOMING, *OFFERS)}


def catch_up(town: Town, now: datetime) -> list[Happened]:
    """The months ahead are planned, what is near fills, what is over is closed."""
    make_occurrences(now)
    close_what_is_over(town, now)
    happenings = [fill(event, town, now) for event in near_and_empty(now)]
    SignUp.objects.bulk_create(one for each in happenings for one in each.sign_ups)
    return [step for each in happenings for step in each.steps]


def sketch_of(event: Event) -> Gathering:
    return BY_DRAFT[event.series.draft] if event.series else BY_TITLE[event.title]


def close_what_is_over(town: Town, now: datetime) -> None:
    """By the product's own action, without the mails of thanks."""
    last = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for event in left_open(now):
        sketch, rt = sketch_of(event), event.rt
        in_office = town.offices[rt.pk] if rt else town.wards[event.rw_id]
        close_event(
            event,
            attendance={},
            walk_ins=sketch.walk_ins,
            summary=next(iter(sketch.summaries), ""),
            coordinator=standing_of(in_office[0]),
        )
    mails = Delivery.objects.filter(pk__gt=last, channel="email", status=Delivery.Status.PENDING)
    mails.update(status=Delivery.Status.SKIPPED, reason="seeded")


def left_open(now: datetime) -> Iterator[Event]:
    ours = Q(series__draft__in=BY_DRAFT) | Q(series=None, title__in=BY_TITLE)
    over = Event.objects.filter(ours, status=Event.Status.PUBLISHED, ends_at__lte=now)
    for event in over.select_related("rw", "rt", "series").order_by("ends_at", "id"):
        if closed_at(sketch_of(event), event.ends_at, event.rw.zone) <= now:
            yield event


def near_and_empty(now: datetime) -> list[Event]:
    """Nobody has signed up yet, nor been there and left; and nobody has changed it."""
    there = SignUp.objects.filter(shift__event=OuterRef("pk"))
    near = Event.objects.filter(
        ~Exists(there),
        series__draft__in=BY_DRAFT,
        status=Event.Status.PUBLISHED,
        starts_at__range=(now, now + NEAR),
        hidden_at=None,
        is_changed=False,
    )
    near = near.select_related("rw", "rt", "series", "organizer").prefetch_related("shifts")
    return list(near.order_by("starts_at", "id"))


def fill(event: Event, town: Town, now: datetime) -> Happening:
    happening = Happening(event, sketch_of(event))
    happening.shifts = sorted(event.shifts.all(), key=lambda shift: shift.pk)
    sign_up_all(happening, town, now)
    return happening
