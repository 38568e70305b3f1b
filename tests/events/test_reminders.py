"""The evening before and one hour ahead, once a person and event, wherever it moves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from events.actions import cancel_event, change_event, postpone_event
from events.models import Event
from events.notices import plan_reminders
from neighborhoods.models import RukunWarga
from neighborhoods.standing import standing_of
from notifications.actions import plan as plan_kind
from notifications.actions import set_preference
from notifications.dispatch import send_due
from notifications.models import Delivery, Notification
from tests.cast import Cast
from tests.events.factory import HOES, as_it_is, join, leave, published_event, wait
from tests.requests_app.factory import helped_need

# Sunday 22 November 2026, 10.00 in Jakarta.
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
REMINDERS = ("event.evening", "event.hour")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def planned(version: int = 0) -> set[tuple[str, int, datetime]]:
    """Kind, recipient and moment of each reminder that waits."""
    waiting = Delivery.objects.filter(
        channel="inapp",
        status="pending",
        notification__kind__in=REMINDERS,
        notification__version=version,
    )
    return set(waiting.values_list("notification__kind", "notification__recipient_id", "due_at"))


def delivered() -> list[tuple[int, str]]:
    notices = Notification.objects.filter(kind__in=REMINDERS, delivered_at__isnull=False)
    return sorted(notices.values_list("recipient_id", "kind"))


def in_the_inbox_only(cast: Cast) -> None:
    for person in cast.by_number.values():
        set_preference(person, channel="email", enabled=False)


@pytest.mark.parametrize(
    ("zone", "evening_utc_hour"),
    [("Asia/Jakarta", 12), ("Asia/Pontianak", 12), ("Asia/Makassar", 11), ("Asia/Jayapura", 10)],
)
def test_everybody_with_a_promise_is_reminded_in_the_rws_zone_once_an_event(
    cast: Cast, zone: str, evening_utc_hour: int
) -> None:
    RukunWarga.objects.update(zone=zone)
    start = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo(zone))
    event = published_event(cast, starts_at=start)
    join(cast.rt_head, event)
    join(cast.volunteer, event)
    join(cast.volunteer, event, HOES.label)
    wait(cast.requester, event)
    evening = datetime(2026, 11, 22, evening_utc_hour, 0, tzinfo=UTC)
    hour = start - timedelta(hours=1)
    assert planned() == {
        ("event.evening", cast.rt_head.pk, evening),
        ("event.evening", cast.volunteer.pk, evening),
        ("event.hour", cast.rt_head.pk, hour),
        ("event.hour", cast.volunteer.pk, hour),
    }
    assert Notification.objects.filter(kind__in=REMINDERS).count() == 4


def test_a_watch_after_midnight_is_reminded_on_the_evening_before(cast: Cast) -> None:
    start = datetime(2026, 11, 24, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    join(cast.volunteer, published_event(cast, starts_at=start))
    evenings = {due for kind, _, due in planned() if kind == "event.evening"}
    assert evenings == {datetime(2026, 11, 23, 12, 0, tzinfo=UTC)}


def test_who_joins_just_before_the_start_is_not_reminded_of_it(cast: Cast) -> None:
    join(cast.volunteer, published_event(cast, starts_at=NOW + timedelta(minutes=40)))
    assert planned() == set()


def test_reminders_move_with_an_event_that_rain_moves(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    in_the_inbox_only(cast)
    event = published_event(cast, starts_at=NOW + timedelta(hours=2))
    join(cast.volunteer, event)
    later = NOW + timedelta(days=1, hours=2)
    postpone_event(event, starts_at=later, why="rain", coordinator=standing_of(cast.rw_head))
    assert planned(version=0) == set()
    assert planned(version=1) == {
        ("event.evening", cast.volunteer.pk, datetime(2026, 11, 22, 12, 0, tzinfo=UTC)),
        ("event.hour", cast.volunteer.pk, later - timedelta(hours=1)),
    }
    clock.move_to(NOW + timedelta(hours=1, seconds=1))
    send_due()
    assert delivered() == []
    clock.move_to(later)
    for _ in range(2):
        for kind in REMINDERS:
            plan_kind(kind)
        send_due()
    hour = later - timedelta(hours=1)
    clock.move_to(hour)
    send_due()
    assert delivered() == []


def test_each_is_reminded_at_its_time_and_only_once(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    in_the_inbox_only(cast)
    start = NOW + timedelta(days=1)
    join(cast.volunteer, published_event(cast, starts_at=start))
    evening = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    seen = []
    for moment in (evening - timedelta(seconds=1), evening, start - timedelta(hours=1), start):
        clock.move_to(moment)
        for kind in REMINDERS:
            plan_kind(kind)
        send_due()
        seen.append([kind for _, kind in delivered()])
    assert seen == [
        [],
        ["event.evening"],
        ["event.evening", "event.hour"],
        ["event.evening", "event.hour"],
    ]


@pytest.mark.parametrize("how", ["cancelled", "hidden", "left"])
def test_no_reminder_of_what_is_off(cast: Cast, clock: time_machine.Traveller, how: str) -> None:
    in_the_inbox_only(cast)
    event = published_event(cast, starts_at=NOW + timedelta(hours=3))
    join(cast.volunteer, event)
    match how:
        case "cancelled":
            cancel_event(event, reason="Banjir.", coordinator=standing_of(cast.rw_head))
        case "hidden":
            Event.objects.update(hidden_at=NOW)
        case "left":
            leave(cast.volunteer, event)
    clock.move_to(NOW + timedelta(hours=2))
    for kind in REMINDERS:
        plan_kind(kind)
    send_due()
    assert delivered() == []
    skipped = Delivery.objects.get(notification__kind="event.hour", channel="inapp")
    reason = {"cancelled": "cancelled", "hidden": "cancelled", "left": "withdrawn"}[how]
    assert (skipped.status, skipped.reason) == ("skipped", reason)


def test_who_leaves_and_comes_back_is_reminded_again(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    in_the_inbox_only(cast)
    event = published_event(cast, starts_at=NOW + timedelta(hours=2))
    join(cast.volunteer, event)
    leave(cast.volunteer, event)
    clock.move_to(NOW + timedelta(hours=1, seconds=1))
    send_due()
    assert delivered() == []
    join(cast.volunteer, event)
    send_due()
    assert delivered() == [(cast.volunteer.pk, "event.hour")]


def test_rows_removed_by_hand_come_back_and_planning_again_changes_nothing(cast: Cast) -> None:
    event = published_event(cast, starts_at=NOW + timedelta(days=1))
    join(cast.volunteer, event)
    before = planned()
    assert len(before) == 2
    assert [plan_kind(kind) for kind in REMINDERS] == [0, 0]
    Delivery.objects.filter(notification__kind__in=REMINDERS).delete()
    Notification.objects.filter(kind__in=REMINDERS).delete()
    plan_reminders(event)
    assert planned() == before


def test_a_change_of_words_keeps_the_reminders(cast: Cast) -> None:
    event = published_event(cast, starts_at=NOW + timedelta(days=1))
    join(cast.volunteer, event)
    before = planned()
    change_event(event, as_it_is(event, title="Lain"), coordinator=standing_of(cast.rw_head))
    assert planned() == before


def test_needs_and_events_are_reminded_side_by_side(cast: Cast) -> None:
    helped_need(cast, starts_at=NOW + timedelta(days=1))
    join(cast.volunteer, published_event(cast, starts_at=NOW + timedelta(days=1)))
    kinds = Delivery.objects.filter(
        notification__recipient=cast.volunteer, channel="inapp", status="pending"
    ).values_list("notification__kind", flat=True)
    assert sorted(kinds) == ["duty.evening", "duty.hour", "event.evening", "event.hour"]
    assert mail.outbox == []
