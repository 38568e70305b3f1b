"""The demo's calendar: a year behind, 90 days ahead, and told as the product tells it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import Count, F, Q
from django.utils import timezone

from events.actions import cancel_event, postpone_event
from events.closing import close_event
from events.joining import leave_shift
from events.models import Event, EventQuerySet, PublicPlace, Series
from events.notices import audience
from events.series import make_occurrences
from events.shapes import SHAPES
from gotongroyong.demo import occasions
from gotongroyong.demo.agenda import give_codes
from gotongroyong.demo.rounds import PLACES, ROUNDS
from gotongroyong.demo.seed import seed_neighbourhood
from journal.models import Entry
from neighborhoods.standing import standing_of
from notifications.models import Delivery, Notification
from tests.cast import Cast
from tests.events.factory import join, published_event, shift_of, wait
from tests.gotongroyong.test_demo_seed import everything, know_the_tables, person
from volunteers.models import Shift, SignUp
from volunteers.waiting import position
from web.held import held_for

pytestmark = pytest.mark.django_db
# A year of it, in a fixed number of statements; the limit in seconds is for a busy machine.
MOST_QUERIES, MOST_AGAIN, MOST_SECONDS = 110, 40, 30


def ours() -> EventQuerySet:
    return Event.objects.filter(rw__number="005")


def test_a_year_lies_behind_with_attendance_and_ninety_days_ahead() -> None:
    seed_neighbourhood()
    now = timezone.now()
    done = ours().filter(status="done")
    assert done.filter(starts_at__lt=now - timedelta(days=330)).exists()
    assert done.filter(done_at__lt=F("ends_at")).count() == 0
    assert done.exclude(summary="").count() > done.count() / 2
    assert done.filter(walk_ins__gt=0).exists()
    kept = SignUp.objects.filter(shift__event__in=done).values_list("status", "reason")
    assert set(kept) == {("done", ""), ("released", "excused"), ("released", "absent")}
    assert set(ours().values_list("kind", flat=True)) == set(SHAPES)
    assert make_occurrences(now) == 0
    assert ours().filter(starts_at__gt=now + timedelta(days=80), status="published").exists()


def test_rain_moved_some_and_some_were_dropped() -> None:
    seed_neighbourhood()
    rained = ours().filter(postponed_for="rain")
    assert rained.filter(status="done").count() >= 4
    assert [event.title for event in rained.filter(status="published")] == ["Senam pagi bersama"]
    dropped = ours().filter(status="cancelled")
    assert dropped.filter(series=None).count() == 1
    assert dropped.exclude(series=None).count() == 3
    assert dropped.filter(reason="").count() == 0
    assert SignUp.objects.filter(shift__event__in=dropped).exclude(status="released").count() == 0


def test_the_head_of_rt_003_has_one_to_close() -> None:
    seed_neighbourhood()
    left = ours().filter(status="published", ends_at__lt=timezone.now(), rt__number="003")
    assert [event.title for event in left] == ["Ronda malam RT 003"]


def test_places_of_both_wards_and_events_of_rt_ward_and_neighbour() -> None:
    seed_neighbourhood()
    found = PublicPlace.objects.order_by("name").values_list("rw__number", "name")
    assert sorted(found) == sorted((rw, name) for rw, names in PLACES.items() for name in names)
    ahead = Event.objects.upcoming().filter(series=None, status="published")
    assert set(ahead.values_list("rw__number", "rt__number")) == {
        ("005", None),
        ("005", "003"),
        ("006", None),
    }


def test_the_cast_takes_part_in_what_comes() -> None:
    seed_neighbourhood()
    ahead = SignUp.objects.filter(shift__event__starts_at__gt=timezone.now(), status="active")
    for key in ("0003", "0004", "0005", "0006"):
        assert ahead.filter(volunteer=person(key)).exists(), key


def test_tools_and_food_are_partly_brought() -> None:
    seed_neighbourhood()
    ahead = Shift.objects.filter(event__starts_at__gt=timezone.now())
    for kind in ("people", "tools", "food"):
        partly = ahead.filter(kind=kind, taken__gt=0, taken__lt=F("capacity"))
        assert partly.exists(), kind


@pytest.mark.parametrize("hour", [0, 4, 14, 22])
def test_a_place_is_offered_to_the_volunteer_and_others_wait_behind(hour: int) -> None:
    with time_machine.travel(timezone.localtime().replace(hour=hour, minute=30), tick=False):
        now = timezone.now()
        seed_neighbourhood()
        offered = SignUp.objects.get(status="offered")
        shift = offered.shift
        line = list(shift.sign_ups.in_line())
        assert offered.volunteer == person("0003")
        assert offered.offer_ends_at
        assert offered.offer_ends_at > now + timedelta(minutes=100)
        assert (shift.taken, len(line)) == (shift.capacity, 4)
        assert [position(one) for one in line] == [1, 2, 3, 4]
        assert all(offered.pk < one.pk for one in line)
        told = Notification.objects.get(kind="event.place_offered")
        ends_at = datetime.fromtimestamp(told.version, UTC)
        assert (told.recipient, ends_at) == (
            offered.volunteer,
            offered.offer_ends_at.replace(microsecond=0),
        )


def test_nobody_waits_while_a_place_is_free() -> None:
    seed_neighbourhood()
    waited_for = Shift.objects.filter(sign_ups__status="waiting").distinct()
    assert waited_for.filter(event__isnull=False).count() == 2
    assert waited_for.filter(need__isnull=False).count() == 1
    assert waited_for.exclude(taken=F("capacity")).count() == 0


def test_the_counters_agree_with_a_slow_recount() -> None:
    seed_neighbourhood()
    holding = Count("sign_ups", filter=Q(sign_ups__status__in=SignUp.TAKES_A_PLACE))
    assert Shift.objects.annotate(counted=holding).exclude(taken=F("counted")).count() == 0
    assert (
        Shift.objects.filter(event__isnull=False)
        .exclude(starts_at=F("event__starts_at"), ends_at=F("event__ends_at"))
        .count()
        == 0
    )


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 2, 28, 17, 30, tzinfo=UTC),  # 00.30 WIB on the first
        datetime(2027, 1, 31, 2, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 5, 0, tzinfo=UTC),
        datetime(2027, 12, 31, 16, 30, tzinfo=UTC),  # New Year's Eve, 23.30 WIB
        datetime(2027, 8, 17, 3, 0, tzinfo=UTC),
    ],
    ids=["turn-of-month", "last-day", "leap-day", "new-years-eve", "seventeenth"],
)
def test_on_any_date_nothing_lies_ahead_and_nothing_is_added_twice(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        seed_neighbourhood()
        before = everything()
        seed_neighbourhood()
        assert everything() == before
        assert Entry.objects.filter(at__gt=moment).count() == 0
        assert Event.objects.filter(done_at__gt=moment).count() == 0
        assert SignUp.objects.filter(created_at__gt=moment).count() == 0
        assert make_occurrences(moment) == 0
        assert SignUp.objects.filter(status="offered").count() == 1


def test_a_week_later_what_is_over_is_closed_and_what_comes_fills() -> None:
    seed_neighbourhood()
    know_the_tables()
    occurrences = Event.objects.exclude(series=None).count()
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=True):
        now = timezone.now()
        seed_neighbourhood()
        left = ours().filter(status="published", ends_at__lt=now - timedelta(days=1))
        assert set(left.values_list("title", flat=True)) <= {"Ronda malam RT 003"}
        assert Event.objects.exclude(series=None).count() > occurrences
        near = ours().filter(starts_at__range=(now, now + timedelta(days=5)), is_changed=False)
        empty = near.exclude(status="cancelled").exclude(shifts__sign_ups__isnull=False)
        assert empty.count() == 0
        mails = Delivery.objects.filter(channel="email")
        assert set(mails.values_list("status", "reason")) == {("skipped", "seeded")}
        offered = SignUp.objects.filter(status="offered", offer_ends_at__gt=now)
        assert [one.volunteer for one in offered] == [person("0003")]
        before = everything()
        seed_neighbourhood()
        assert everything() == before


def test_a_series_that_somebody_ended_stays_ended() -> None:
    seed_neighbourhood()
    Series.objects.update(ended_at=timezone.now())
    before = everything()
    seed_neighbourhood()
    assert everything() == before


def test_it_is_quick(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    started = timezone.now()
    with django_assert_max_num_queries(MOST_QUERIES):
        seed_neighbourhood()
    assert timezone.now() - started < timedelta(seconds=MOST_SECONDS)
    with django_assert_max_num_queries(MOST_AGAIN):
        seed_neighbourhood()


def test_its_words_are_fit_for_a_calendar() -> None:
    gatherings = (*ROUNDS, *occasions.PAST, *occasions.UPCOMING, *occasions.OFFERS)
    for each in gatherings:
        assert held_for(each.title, each.details, each.place_text) == ""
        assert len(each.title) <= 80
        assert bool(each.place) != bool(each.place_text), each.title
        assert not each.place or each.place in PLACES[each.rw]
        assert all(row.usual <= row.capacity for row in each.rows)


def test_an_events_life_is_told_as_the_actions_tell_it(cast: Cast) -> None:
    """The seed writes rows of its own: their order is compared with the product's."""
    seed_neighbourhood()
    closed, dropped, rained, offered = (joined_event(cast) for _ in range(4))
    head = standing_of(cast.rw_head)
    cancel_event(dropped, reason="Hujan.", coordinator=head)
    later = rained.starts_at + timedelta(days=1)
    postpone_event(rained, starts_at=later, why="rain", coordinator=head)
    fill_and_leave(offered, cast)
    with time_machine.travel(closed.ends_at + timedelta(hours=1), tick=False):
        close_event(closed, attendance={}, walk_ins=0, summary="", coordinator=head)
    assert life_of(seeded(status="done", title="Kerja bakti pascabanjir")) == life_of(closed)
    assert life_of(seeded(status="cancelled", series=None)) == life_of(dropped)
    assert life_of(seeded(title=occasions.OFFERS[0].title)) == life_of(offered)
    moved = seeded(postponed_for="rain", status="published", series__isnull=False)
    steps, told = life_of(moved)
    assert (steps[1:], told) == (life_of(rained)[0][1:], ["event.rained_off"])


def seeded(**which: object) -> Event:
    return ours().filter(**which).earliest("created_at")


def joined_event(cast: Cast) -> Event:
    event = published_event(cast)
    join(cast.volunteer, event)
    return event


def fill_and_leave(event: Event, cast: Cast) -> None:
    join(cast.requester, event)
    wait(cast.other_rt, event)
    leave_shift(shift_of(event), resident=standing_of(cast.volunteer))


def life_of(event: Event) -> tuple[list[str], list[str]]:
    """Each step once, in their order; and of what kinds people were told."""
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk).order_by("id")
    notices = Notification.objects.filter(object_id=event.pk, kind__startswith="event.")
    reminders = ("event.evening", "event.hour")
    kinds = set(notices.exclude(kind__in=reminders).values_list("kind", flat=True))
    return [*dict.fromkeys(entry.action for entry in entries)], sorted(kinds)


def test_who_was_told_is_who_would_have_been() -> None:
    seed_neighbourhood()
    event = seeded(title="Kerja bakti pascabanjir")
    present = SignUp.objects.filter(shift__event=event, status="done").values("volunteer")
    thanked = Notification.objects.filter(object_id=event.pk, kind="event.done")
    assert {one.recipient_id for one in thanked} == {row["volunteer"] for row in present}
    announced = Notification.objects.filter(object_id=event.pk, kind="event.published")
    assert {one.recipient_id for one in announced} == {one.pk for one in audience(event)}
    assert announced.filter(read_at=None).count() == 0


def test_events_made_at_once_never_share_a_code() -> None:
    events = [Event(code="3KD3MV") for _ in range(3)]
    give_codes(events)
    assert len({event.code for event in events}) == 3
    assert events[0].code == "3KD3MV"
