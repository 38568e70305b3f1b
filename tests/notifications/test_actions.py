from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import Resident
from notifications.actions import mark_read, notify, set_preference, take_back
from notifications.dispatch import send_due
from notifications.models import Delivery, Notification
from tests.notifications.conftest import People
from tests.notifications.drill import ABOUT, NOON, NOTICE, Drill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def statuses() -> dict[str, str]:
    return dict(Delivery.objects.values_list("dedup_key", "status"))


def test_a_notice_is_in_the_inbox_at_once_and_its_mail_waits(ani: Resident, drill: Drill) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    seen = Notification.objects.inbox_of(ani).values_list("kind", "code", "zone", "delivered_at")
    assert list(seen) == [(NOTICE, "ABC234", "Asia/Jakarta", NOON)]
    key = f"{NOTICE}:7:0:{ani.pk}"
    assert statuses() == {f"{key}:inapp": "sent", f"{key}:email": "pending"}


def test_a_repeat_is_swallowed_and_a_new_version_is_news(ani: Resident, drill: Drill) -> None:
    for version in (0, 0, 1):
        notify([ani, ani], kind=NOTICE, version=version, **ABOUT)
    told = Notification.objects.inbox_of(ani).order_by("version")
    assert list(told.values_list("version", flat=True)) == [0, 1]
    assert Delivery.objects.count() == 4


def test_a_notice_rolls_back_with_what_it_tells_of(ani: Resident, drill: Drill) -> None:
    def fail_after_telling() -> None:
        with transaction.atomic():
            notify([ani], kind=NOTICE, **ABOUT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_telling()
    assert Notification.objects.count() == 0


def test_who_has_no_address_is_told_in_the_inbox_alone(people: People, drill: Drill) -> None:
    with_mail, without_mail, gone = people(3)
    Resident.objects.filter(pk=without_mail.pk).update(email="")
    Resident.objects.filter(pk=gone.pk).update(is_active=False)
    notify([with_mail, without_mail, gone], kind=NOTICE, **ABOUT)
    keys = Delivery.objects.order_by("notification__recipient", "channel")
    assert list(keys.values_list("notification__recipient", "channel")) == [
        (with_mail.pk, "email"),
        (with_mail.pk, "inapp"),
        (without_mail.pk, "inapp"),
    ]


def test_a_notice_for_later_is_unseen_until_then(ani: Resident, drill: Drill) -> None:
    later = NOON + timedelta(hours=1)
    notify([ani], kind=NOTICE, due_at=later, **ABOUT)
    assert send_due() == {}
    assert Notification.objects.inbox_of(ani).count() == 0
    assert send_due(now=later) == {"sent": 2}
    assert Notification.objects.inbox_of(ani).get().delivered_at == later


def test_one_statement_tells_any_number_of_people(
    people: People, drill: Drill, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everybody = people(50)
    with django_assert_num_queries(1):
        notify(everybody, kind=NOTICE, **ABOUT)
    assert Delivery.objects.count() == 100


def test_nobody_to_tell_costs_nothing(
    drill: Drill, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        notify([], kind=NOTICE, **ABOUT)


def test_reading_marks_what_is_delivered_and_nothing_else(ani: Resident, drill: Drill) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    notify([ani], kind=NOTICE, version=1, due_at=NOON + timedelta(days=1), **ABOUT)
    assert Notification.objects.filter(recipient=ani).unread().count() == 1
    assert mark_read(ani) == 1
    assert Notification.objects.filter(recipient=ani).unread().count() == 0
    assert list(Notification.objects.order_by("version").values_list("read_at", flat=True)) == [
        NOON,
        None,
    ]


def test_who_opted_out_gets_no_mail(ani: Resident, drill: Drill) -> None:
    set_preference(ani, channel="email", enabled=False)
    notify([ani], kind=NOTICE, **ABOUT)
    assert statuses() == {f"{NOTICE}:7:0:{ani.pk}:inapp": "sent"}
    assert (send_due(), mail.outbox) == ({}, [])


def test_what_is_told_later_can_be_taken_back_until_then(ani: Resident, drill: Drill) -> None:
    later = NOON + timedelta(seconds=15)
    notify([ani], kind=NOTICE, version=3, due_at=later, **ABOUT)
    assert take_back([NOTICE], object_id=ABOUT["object_id"], version=3)
    assert set(Delivery.objects.values_list("status", "reason")) == {("skipped", "taken_back")}
    send_due(now=later)
    assert not Notification.objects.inbox_of(ani).exists()
    assert mail.outbox == []


def test_what_was_told_cannot_be_taken_back(ani: Resident, drill: Drill) -> None:
    later = NOON + timedelta(seconds=15)
    notify([ani], kind=NOTICE, version=3, due_at=later, **ABOUT)
    send_due(now=later)
    before = statuses()
    assert not take_back([NOTICE], object_id=ABOUT["object_id"], version=3)
    assert statuses() == before


def test_taking_back_leaves_other_notices_alone(ani: Resident, drill: Drill) -> None:
    later = NOON + timedelta(seconds=15)
    for version in (3, 4):
        notify([ani], kind=NOTICE, version=version, due_at=later, **ABOUT)
    take_back([NOTICE], object_id=ABOUT["object_id"], version=3)
    send_due(now=later)
    assert list(Notification.objects.inbox_of(ani).values_list("version", flat=True)) == [4]


def test_what_was_taken_back_is_told_at_once_when_it_is_so_after_all(
    ani: Resident, drill: Drill
) -> None:
    """And as often as it is said then, once."""
    notify([ani], kind=NOTICE, due_at=NOON + timedelta(seconds=10), **ABOUT)
    take_back([NOTICE], object_id=ABOUT["object_id"], version=0)
    for _ in range(2):
        notify([ani], kind=NOTICE, **ABOUT)
    assert Notification.objects.inbox_of(ani).get().delivered_at == NOON
    key = f"{NOTICE}:7:0:{ani.pk}"
    assert statuses() == {f"{key}:inapp": "sent", f"{key}:email": "pending"}
    assert send_due(now=NOON + timedelta(minutes=1)) == {"sent": 1}
    assert len(mail.outbox) == 1


def test_what_waits_to_be_told_is_not_told_at_once_as_well(ani: Resident, drill: Drill) -> None:
    later = NOON + timedelta(seconds=10)
    notify([ani], kind=NOTICE, due_at=later, **ABOUT)
    notify([ani], kind=NOTICE, **ABOUT)
    assert set(statuses().values()) == {"pending"}
    assert send_due(now=later) == {"sent": 2}


def test_what_was_taken_back_is_told_at_once_to_new_people_too(
    people: People, drill: Drill
) -> None:
    ani, budi = people(2)
    notify([ani], kind=NOTICE, due_at=NOON + timedelta(seconds=10), **ABOUT)
    take_back([NOTICE], object_id=ABOUT["object_id"], version=0)
    notify([ani, budi], kind=NOTICE, **ABOUT)
    told = Notification.objects.filter(delivered_at=NOON)
    assert set(told.values_list("recipient", flat=True)) == {ani.pk, budi.pk}
    assert sorted(statuses().values()) == ["pending", "pending", "sent", "sent"]


def test_what_was_told_before_keeps_nothing_from_being_taken_back(
    people: People, drill: Drill
) -> None:
    ani, budi = people(2)
    notify([ani], kind=NOTICE, **ABOUT)
    send_due()
    since, later = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    notify([ani, budi], kind=NOTICE, due_at=later, **ABOUT)
    assert not take_back([NOTICE], object_id=ABOUT["object_id"], version=0)
    assert take_back([NOTICE], object_id=ABOUT["object_id"], version=0, since=since)
    assert send_due(now=later) == {}
    assert sorted(statuses().values()) == ["sent", "sent", "skipped", "skipped"]
