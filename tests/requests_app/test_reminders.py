from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from neighborhoods.models import RukunWarga
from neighborhoods.standing import standing_of
from notifications.actions import plan
from notifications.models import Delivery, Notification
from requests_app import helping
from requests_app.actions import change_need
from requests_app.notices import REMINDERS, plan_reminders
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need

# Sunday 22 November 2026, 10.00 in Jakarta.
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sunday_morning():  # type: ignore[no-untyped-def]  # a fixture that only sets the clock
    with time_machine.travel(NOW, tick=False):
        yield


def planned() -> set[tuple[str, int, datetime]]:
    """Kind, recipient and moment of each reminder that waits."""
    waiting = Delivery.objects.filter(
        channel="inapp", status="pending", notification__kind__in=REMINDERS
    )
    return set(waiting.values_list("notification__kind", "notification__recipient_id", "due_at"))


@pytest.mark.parametrize(
    ("zone", "evening_utc_hour"),
    [
        ("Asia/Jakarta", 12),
        ("Asia/Pontianak", 12),
        ("Asia/Makassar", 11),
        ("Asia/Jayapura", 10),
    ],
)
def test_evening_before_and_an_hour_ahead_in_the_rws_zone(
    cast: Cast, zone: str, evening_utc_hour: int
) -> None:
    RukunWarga.objects.update(zone=zone)
    start = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo(zone))
    helped_need(cast, starts_at=start)
    evening = datetime(2026, 11, 22, evening_utc_hour, 0, tzinfo=UTC)
    hour = start - timedelta(hours=1)
    assert planned() == {
        ("duty.evening", cast.volunteer.pk, evening),
        ("duty.hour", cast.volunteer.pk, hour),
        ("need.evening", cast.requester.pk, evening),
        ("need.hour", cast.requester.pk, hour),
    }


def test_help_past_midnight_is_reminded_on_the_evening_of_the_day_before(cast: Cast) -> None:
    start = datetime(2026, 11, 24, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    helped_need(cast, starts_at=start)
    evenings = {due for kind, _, due in planned() if kind == "duty.evening"}
    assert evenings == {datetime(2026, 11, 23, 12, 0, tzinfo=UTC)}


def test_promise_made_after_the_evening_gets_the_hour_only(cast: Cast) -> None:
    helped_need(cast, starts_at=NOW + timedelta(hours=3))
    assert {kind for kind, _, _ in planned()} == {"duty.hour", "need.hour"}


def test_promise_just_before_the_start_brings_no_reminder(cast: Cast) -> None:
    helped_need(cast, starts_at=NOW + timedelta(minutes=40))
    assert planned() == set()


def test_first_promise_shortly_before_the_start_reminds_neither_side(cast: Cast) -> None:
    start = NOW + timedelta(days=1)
    need = open_need(cast, starts_at=start)
    with time_machine.travel(start - timedelta(minutes=40), tick=False):
        helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    assert planned() == set()


def test_promise_fifty_minutes_ahead_is_reminded_at_once(cast: Cast) -> None:
    start = NOW + timedelta(minutes=50)
    helped_need(cast, starts_at=start)
    assert {(kind, due) for kind, _, due in planned()} == {
        ("duty.hour", start - timedelta(hours=1)),
        ("need.hour", start - timedelta(hours=1)),
    }


def test_need_as_soon_as_possible_has_no_reminder(cast: Cast) -> None:
    helped_need(cast)
    assert planned() == set()


def test_planning_any_number_of_times_gives_the_same(cast: Cast) -> None:
    need = helped_need(cast, starts_at=NOW + timedelta(days=1))
    before = planned()
    for kind in REMINDERS:
        assert plan(kind) == 0
    plan_reminders(need)
    assert planned() == before
    assert len(before) == 4


def test_reminders_removed_by_hand_come_back(cast: Cast) -> None:
    helped_need(cast, starts_at=NOW + timedelta(days=1))
    before = planned()
    Delivery.objects.filter(notification__kind__in=REMINDERS).delete()
    Notification.objects.filter(kind__in=REMINDERS).delete()
    for kind in REMINDERS:
        plan(kind)
    assert planned() == before


def test_moved_need_reminds_at_its_new_time(cast: Cast) -> None:
    need = helped_need(cast, starts_at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=1, hours=2)
    change_need(need, draft(starts_at=later), requester=standing_of(cast.requester))
    hours = {due for kind, _, due in live_reminders(need.version + 1) if kind.endswith("hour")}
    assert hours == {later - timedelta(hours=1)}


def live_reminders(version: int) -> set[tuple[str, int, datetime]]:
    waiting = Delivery.objects.filter(
        channel="inapp", status="pending", notification__version=version
    ).filter(notification__kind__in=REMINDERS)
    return set(waiting.values_list("notification__kind", "notification__recipient_id", "due_at"))


def test_who_withdraws_and_comes_back_is_reminded_again(cast: Cast) -> None:
    from notifications.dispatch import send_due

    need = helped_need(cast, starts_at=NOW + timedelta(hours=2))
    volunteer = standing_of(cast.volunteer)
    helping.withdraw_help(need, volunteer=volunteer)
    with time_machine.travel(NOW + timedelta(hours=1, seconds=1), tick=False):
        send_due()
        assert delivered(cast) == set()
        helping.offer_help(need, volunteer=volunteer)
        send_due()
        assert delivered(cast) == {"duty.hour", "need.hour"}


def delivered(cast: Cast) -> set[str]:
    notices = Notification.objects.filter(kind__in=REMINDERS, delivered_at__isnull=False)
    return set(notices.values_list("kind", flat=True))
