"""Crashes, slow senders and crowds."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import Settings

from notifications import claims, planner
from notifications.actions import notify, plan
from notifications.channels import CHANNELS
from notifications.claims import Outcome
from notifications.dispatch import item_of, message_of, send_due
from notifications.models import Delivery, Notification
from tests.notifications.conftest import People
from tests.notifications.drill import ABOUT, DUTY, MORNING, NIGHT, NOTICE, Drill
from tests.notifications.smtp import MailServer, wait_until

EMAIL, INAPP = CHANNELS["email"], CHANNELS["inapp"]
SENT = Outcome(Delivery.Status.SENT)


def in_threads(count: int, work: Callable[[], object]) -> None:
    """All at the same moment, each with a connection of its own; errors come out."""
    barrier, errors = threading.Barrier(count), []

    def run() -> None:
        try:
            barrier.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def due_now(drill: Drill, people: People, count: int) -> None:
    drill.due_at = timezone.now()
    drill.sign_up(*people(count))
    plan(DUTY)


def let_leases_lapse() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(status="sending").update(lease_until=past)


@pytest.mark.django_db
def test_what_a_crashed_dispatcher_held_is_sent_once_its_lease_is_over(
    people: People, drill: Drill
) -> None:
    due_now(drill, people, 3)
    now = timezone.now()
    assert len(claims.claim_due(EMAIL, now).deliveries) == 3
    assert len(claims.claim_due(INAPP, now).deliveries) == 3
    assert send_due() == {}
    let_leases_lapse()
    assert send_due() == {"sent": 6}
    assert set(Delivery.objects.values_list("fence", "attempts")) == {(2, 2)}


@pytest.mark.django_db
def test_who_lost_the_lease_changes_nothing(people: People, drill: Drill) -> None:
    due_now(drill, people, 1)
    now = timezone.now()
    late = claims.claim_due(INAPP, now).deliveries
    let_leases_lapse()
    current = claims.claim_due(INAPP, now).deliveries
    assert claims.finish(INAPP, [(late[0], SENT)], now) == 1
    row = Delivery.objects.get(channel="inapp")
    assert (row.status, row.fence, Notification.objects.get().delivered_at) == ("sending", 2, None)
    assert claims.finish(INAPP, [(current[0], SENT)], now) == 0
    assert Notification.objects.get().delivered_at == now


@pytest.mark.django_db(transaction=True)
def test_a_sender_slower_than_its_lease_cannot_overwrite(
    people: People, drill: Drill, mail_server: MailServer, settings: Settings
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 1
    due_now(drill, people, 1)
    mail_server.delays = [2.0]
    tallies: list[Counter[str]] = []

    def send_slowly() -> None:
        tallies.append(send_due())
        connections.close_all()

    slow = threading.Thread(target=send_slowly)
    slow.start()
    assert wait_until(lambda: not mail_server.delays, 5)
    assert wait_until(lambda: send_due() == {"sent": 1}, 5)
    row = Delivery.objects.get(channel="email")
    slow.join()
    assert tallies == [{"sent": 2, "lost": 1}]
    after = Delivery.objects.get(channel="email")
    assert (after.status, after.fence, after.sent_at) == ("sent", 2, row.sent_at)
    assert len(set(mail_server.message_ids)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_batch_near_the_end_of_its_lease_is_given_back(
    people: People, drill: Drill, mail_server: MailServer, settings: Settings
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 2
    due_now(drill, people, 3)
    mail_server.delays = [1.2]
    assert send_due() == {"sent": 6, "pending": 2}
    assert len(mail_server.message_ids) == len(set(mail_server.message_ids)) == 3
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_while_a_transaction_is_open(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    due_now(drill, people, 1)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send_due()
    assert mail_server.messages == []


@pytest.mark.django_db(transaction=True)
def test_two_beats_and_ten_dispatchers_at_once_tell_each_person_once(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    drill.due_at = timezone.now()
    drill.sign_up(*people(150))
    in_threads(2, planner.plan_all)
    in_threads(10, send_due)
    assert Counter(Delivery.objects.values_list("channel", "status")) == {
        ("inapp", "sent"): 150,
        ("email", "sent"): 150,
    }
    assert Notification.objects.exclude(delivered_at=None).count() == 150
    assert len(mail_server.message_ids) == len(set(mail_server.message_ids)) == 150


@pytest.mark.django_db(transaction=True)
def test_without_claims_the_same_crowd_sends_twice(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    """The control: reading what is pending and marking it afterwards is not enough."""
    due_now(drill, people, 20)

    def send_naively() -> None:
        with EMAIL.session() as send:
            for delivery in Delivery.objects.filter(channel="email", status="pending"):
                send(message_of([delivery], [item_of(delivery)]))
                now = timezone.now()
                Delivery.objects.filter(pk=delivery.pk).update(status="sent", sent_at=now)

    in_threads(4, send_naively)
    assert len(set(mail_server.message_ids)) == 20
    assert len(mail_server.message_ids) > 20


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_dispatchers_still_merges_what_was_held(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    everybody = people(60)
    for version in range(3):
        notify(everybody, kind=NOTICE, version=version, **ABOUT)
    Delivery.objects.filter(channel="email").update(due_at=NIGHT)
    assert send_due(now=NIGHT) == {"held": 180}
    in_threads(6, lambda: send_due(now=MORNING))
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}
    assert Counter(message["To"] for message in mail_server.messages) == {
        person.email: 1 for person in everybody
    }


@pytest.mark.django_db
def test_a_merged_message_that_crashed_is_sent_merged_again(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    ani = people(1)
    for version in range(2):
        notify(ani, kind=NOTICE, version=version, **ABOUT)
    Delivery.objects.filter(channel="email").update(due_at=NIGHT)
    assert send_due(now=NIGHT) == {"held": 2}
    assert len(claims.claim_held(EMAIL, MORNING).deliveries) == 2
    let_leases_lapse()
    assert send_due(now=MORNING) == {"sent": 2}
    assert len(mail_server.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_planners_that_meet_in_other_orders_never_deadlock(people: People, drill: Drill) -> None:
    drill.due_at = timezone.now()
    drill.sign_up(*people(200))
    for _ in range(3):
        in_threads(4, lambda: plan(DUTY))
        assert Delivery.objects.count() == 400
        Delivery.objects.update(status="skipped")
