from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import F, QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import Resident
from notifications import planner
from notifications.actions import plan, set_preference
from notifications.dispatch import send_due
from notifications.kinds import Kind, register
from notifications.models import Delivery, Notification
from tests.notifications.conftest import People
from tests.notifications.drill import DUTY, NOON, Drill, link, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
BEFORE = NOON - timedelta(minutes=5)


def outcomes() -> list[tuple[int, str, str, str]]:
    rows = Delivery.objects.order_by("notification__version", "channel")
    return list(rows.values_list("notification__version", "channel", "status", "reason"))


def test_planning_again_changes_nothing(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    assert [plan(DUTY, now=BEFORE), plan(DUTY, now=BEFORE)] == [2, 0]
    assert outcomes() == [(1, "email", "pending", ""), (1, "inapp", "pending", "")]


def test_a_planned_reminder_is_seen_once_it_is_delivered(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    assert Notification.objects.inbox_of(ani).count() == 0
    assert send_due(now=NOON) == {"sent": 2}
    assert Notification.objects.inbox_of(ani).count() == 1
    assert [message.to for message in mail.outbox] == [[ani.email]]


def test_only_one_object_can_be_planned(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    assert plan(DUTY, now=BEFORE, object_id=8) == 0
    assert plan(DUTY, now=BEFORE, object_id=7) == 2


def test_withdrawing_silences_and_claiming_again_speaks_again(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    drill.withdraw(ani)
    assert send_due(now=NOON) == {"skipped": 2}
    assert outcomes() == [
        (1, "email", "skipped", "withdrawn"),
        (1, "inapp", "skipped", "withdrawn"),
    ]
    drill.sign_up(ani)
    assert plan(DUTY, now=NOON) == 2
    assert send_due(now=NOON) == {"sent": 2}
    assert (len(mail.outbox), Notification.objects.inbox_of(ani).count()) == (1, 1)
    assert plan(DUTY, now=NOON) == 0


def test_opting_out_silences_and_opting_in_speaks_again(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    set_preference(ani, channel="email", enabled=False)
    assert send_due(now=NOON) == {"sent": 1, "skipped": 1}
    assert outcomes() == [(1, "email", "skipped", "opted_out"), (1, "inapp", "sent", "")]
    assert plan(DUTY, now=NOON) == 0
    set_preference(ani, channel="email", enabled=True)
    assert plan(DUTY, now=NOON) == 1
    assert send_due(now=NOON) == {"sent": 1}
    assert len(mail.outbox) == 1


def test_a_moved_duty_corrects_its_reminders(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    drill.move(NOON + timedelta(hours=3))
    assert plan(DUTY, now=BEFORE) == 2
    assert outcomes() == [
        (1, "email", "skipped", "moved"),
        (1, "inapp", "skipped", "moved"),
        (2, "email", "pending", ""),
        (2, "inapp", "pending", ""),
    ]
    assert send_due(now=NOON) == {}
    assert send_due(now=NOON + timedelta(hours=3)) == {"sent": 2}
    assert [line for line in mail.outbox[0].body.splitlines() if "(v" in line] == [
        "Please come (v2)."
    ]


def test_a_move_that_nobody_planned_is_found_at_sending(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    drill.move(NOON + timedelta(days=30))
    assert send_due(now=NOON) == {"skipped": 2}
    assert outcomes() == [(1, "email", "skipped", "moved"), (1, "inapp", "skipped", "moved")]


def test_deleted_rows_come_back(people: People, drill: Drill) -> None:
    ani, budi = people(2)
    drill.sign_up(ani, budi)
    plan(DUTY, now=BEFORE)
    Notification.objects.filter(recipient=ani).delete()
    Delivery.objects.filter(notification__recipient=budi, channel="email").delete()
    assert plan(DUTY, now=BEFORE) == 3
    assert send_due(now=NOON) == {"sent": 4}
    assert sorted(message.to[0] for message in mail.outbox) == [ani.email, budi.email]


def test_what_is_too_late_is_not_planned(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    assert plan(DUTY, now=NOON + timedelta(hours=3)) == 0
    assert Notification.objects.count() == 0


def test_planning_costs_the_same_for_one_and_for_fifty(
    people: People, drill: Drill, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 49):
        drill.sign_up(*people(count))
        with django_assert_num_queries(4):  # with the savepoint's two
            assert plan(DUTY, now=BEFORE) == 2 * count


def test_one_broken_kind_does_not_silence_the_others(ani: Resident, drill: Drill) -> None:
    def broken(now: object) -> None:
        raise ZeroDivisionError

    register(Kind("a.broken", words, link, due=broken))  # type: ignore[arg-type]
    drill.sign_up(ani)
    assert planner.plan_all(now=BEFORE) == 2


def test_a_percent_sign_in_the_query_survives(ani: Resident, drill: Drill) -> None:
    def own_address(now: datetime) -> QuerySet[Any, Any]:
        return drill.due(now).filter(email__endswith=F("email"))

    register(Kind("drill.percent", words, link, due=own_address))
    drill.sign_up(ani)
    assert plan("drill.percent", now=BEFORE) == 2
