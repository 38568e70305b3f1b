"""`manage.py tick`, which stands in for worker and beat."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from celery import current_app
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts import limits
from accounts.models import Device, Limit, ResetLink, SignInCode
from accounts.passwords import make_reset_link
from events.models import Event
from events.tasks import make_occurrences_ahead, move_lines
from gotongroyong.management.commands.tick import parts
from gotongroyong.tasks import clear_sessions
from neighborhoods.models import Founding
from neighborhoods.tasks import forget_old_contacts, gather_strays
from notifications.models import Notification
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.events.factory import join, leave, published_event, wait
from tests.neighborhoods.foundings import asked
from tests.notifications.smtp import free_port
from tests.requests_app.factory import helped_need, open_need

# 10.00 in Jakarta.
MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def tick() -> None:
    call_command("tick", stdout=StringIO())


def old_session() -> None:
    store = SessionStore()
    store.set_expiry(timezone.now() - timedelta(days=1))
    store.create()


@pytest.fixture
def redis_gone(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"


@pytest.mark.usefixtures("redis_gone")
def test_a_tick_closes_reminds_and_clears_without_redis(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        overdue = open_need(cast, starts_at=MORNING + timedelta(hours=2))
        near = helped_need(cast, starts_at=MORNING + timedelta(days=40, hours=1))
        old_session()
        clock.move_to(MORNING + timedelta(days=40))
        tick()
        overdue.refresh_from_db()
        assert overdue.status == "expired"
        told = Notification.objects.filter(code=near.code, kind="duty.hour")
        assert [each.delivered_at for each in told] == [timezone.now()]
        assert [cast.volunteer.email] in [letter.to for letter in mail.outbox]
        assert not Session.objects.exists()
        before = len(mail.outbox)
        tick()
        assert len(mail.outbox) == before


def test_an_hour_ahead_over_midnight_both_are_reminded_in_the_night(cast: Cast) -> None:
    half_past_eleven = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    with time_machine.travel(half_past_eleven, tick=False) as clock:
        helped_need(cast, starts_at=half_past_eleven + timedelta(minutes=61))
        tick()
        assert mail.outbox == []
        clock.shift(timedelta(minutes=1))
        tick()
        assert {letter.to[0] for letter in mail.outbox} == {
            cast.volunteer.email,
            cast.requester.email,
        }


# As cron runs it, outside a transaction: a failed part gives its connection back.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("notifications.planner.plan_all", "plan_reminders"),
        ("notifications.dispatch.send_due", "send_due"),
    ],
)
def test_a_part_that_fails_keeps_no_other_from_its_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str, named: str
) -> None:
    def fail() -> None:
        raise OSError

    need = open_need(cast)
    AidRequest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    old_session()
    monkeypatch.setattr(part, fail)
    with pytest.raises(CommandError, match=f"Failed: {named}."):
        tick()
    need.refresh_from_db()
    assert (need.status, Session.objects.exists()) == ("expired", False)


@pytest.mark.usefixtures("redis_gone")
def test_a_tick_moves_waiting_lists_and_makes_occurrences_without_redis(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        event = published_event(cast, starts_at=MORNING + timedelta(days=1), repeat="weekly")
        for person in (cast.rt_head, cast.volunteer):
            join(person, event)
        first, second = wait(cast.requester, event), wait(cast.other_rt, event)
        leave(cast.volunteer, event)
        clock.shift(timedelta(hours=2))
        tick()
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, first.reason, second.status) == ("released", "unanswered", "offered")
        assert "Ada tempat untuk Anda: Kerja bakti" in {letter.subject for letter in mail.outbox}
        third = wait(cast.requester, event)
        clock.move_to(event.starts_at)
        tick()
        third.refresh_from_db()
        assert (third.status, third.reason) == ("released", "no_place")
        made = Event.objects.count()
        clock.shift(timedelta(days=7))
        tick()
        assert Event.objects.count() == made + 1
        before = len(mail.outbox)
        tick()
        assert (Event.objects.count(), len(mail.outbox)) == (made + 1, before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "part", ["joining.pass_on_offers", "joining.drop_waiting", "series.make_occurrences"]
)
def test_a_part_of_the_events_that_fails_keeps_no_other_from_its_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail(now: datetime) -> int:
        raise OSError

    need = open_need(cast)
    AidRequest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    old_session()
    monkeypatch.setattr(f"events.{part}", fail)
    with pytest.raises(CommandError, match=f"Failed: {part.split('.')[1]}."):
        tick()
    need.refresh_from_db()
    assert (need.status, Session.objects.exists()) == ("expired", False)


def test_the_beat_does_the_events_part_too(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        event = published_event(cast, starts_at=MORNING + timedelta(days=1), repeat="weekly")
        for person in (cast.rt_head, cast.volunteer):
            join(person, event)
        waiting = wait(cast.requester, event)
        made = Event.objects.count()
        clock.move_to(event.starts_at)
        move_lines()
        make_occurrences_ahead()
        waiting.refresh_from_db()
        assert (waiting.reason, Event.objects.count()) == ("no_place", made)
        clock.shift(timedelta(days=7))
        make_occurrences_ahead()
        assert Event.objects.count() == made + 1


def test_a_tick_clears_ended_counts_codes_links_and_devices(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        limits.take("something", most=3, per=timedelta(minutes=5))
        make_reset_link(cast.requester, made_by=cast.rt_head)
        Device.objects.create(resident=cast.requester, session_key="gone")
        SignInCode.objects.create(browser_hash="b", code_hash="c", expires_at=MORNING)
        clock.shift(timedelta(minutes=10))
        tick()
        left = [model.objects.count() for model in (Limit, SignInCode, Device, ResetLink)]
        assert left == [0, 0, 0, 1]
        clock.shift(timedelta(days=31))
        tick()
        assert not ResetLink.objects.exists()


def test_the_beat_clears_sessions_too(settings: Settings) -> None:
    old_session()
    clear_sessions()
    assert not Session.objects.exists()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    current_app.loader.import_default_modules()
    assert names <= set(current_app.tasks)


def test_tick_and_beat_forget_old_contacts_and_gather_strays(cast: Cast) -> None:
    names = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert {"neighborhoods.forget_old_contacts", "neighborhoods.gather_strays"} <= names
    for forget in (parts()["forget_old_contacts"], forget_old_contacts):
        Founding.objects.all().delete()
        founding = asked()
        Founding.objects.update(asked_at=timezone.now() - timedelta(days=61))
        forget()
        founding.refresh_from_db()
        assert (founding.contact_name, founding.contact_phone) == ("", "")
    parts()["gather_strays"]()
    gather_strays()
