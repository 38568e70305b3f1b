from datetime import datetime, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import Resident
from gotongroyong.mailers import mailers_of
from notifications import verdicts
from notifications.actions import notify, plan
from notifications.dispatch import send_due
from notifications.health import beat, last_tick
from notifications.kinds import Kind, Words, register
from notifications.models import Delivery, Heartbeat, Notification
from tests.notifications.conftest import People
from tests.notifications.drill import ABOUT, DUTY, MORNING, NIGHT, NOON, NOTICE, Drill, link, words
from tests.notifications.smtp import MailServer, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
BEFORE = NOON - timedelta(minutes=5)


def mails() -> list[tuple[str, str, int, datetime]]:
    """Status, reason, attempts and when it is due, of the mail deliveries."""
    rows = Delivery.objects.filter(channel="email").order_by("dedup_key")
    return list(rows.values_list("status", "reason", "attempts", "due_at"))


def test_quiet_hours_hold_notices_and_merge_them_in_the_morning(
    people: People, drill: Drill
) -> None:
    ani, budi = people(2)
    notify([ani, budi], kind=NOTICE, **ABOUT)
    notify([ani], kind=NOTICE, version=1, **ABOUT)
    assert send_due(now=NIGHT) == {"held": 3}
    assert mails() == [("held", "quiet", 0, MORNING)] * 3
    assert send_due(now=MORNING - timedelta(minutes=1)) == {}
    assert send_due(now=MORNING) == {"sent": 3}
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([ani.email], "2 pemberitahuan"),
        ([budi.email], "Duty 7"),
    ]
    said = [line for line in mail.outbox[0].body.splitlines() if "(v" in line]
    assert said == ["  Please come (v0).", "  Please come (v1)."]


def test_the_inbox_has_no_quiet_hours(ani: Resident, drill: Drill) -> None:
    notify([ani], kind=NOTICE, due_at=NIGHT, **ABOUT)
    assert send_due(now=NIGHT) == {"sent": 1, "held": 1}
    assert Notification.objects.inbox_of(ani).count() == 1


def test_a_reminder_of_ones_own_duty_passes_quiet_hours(ani: Resident, drill: Drill) -> None:
    drill.due_at = NIGHT
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    assert send_due(now=NIGHT) == {"sent": 2}
    assert [message.to for message in mail.outbox] == [[ani.email]]


def test_what_is_too_late_expires_unseen(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    assert send_due(now=NOON + timedelta(hours=2)) == {"expired": 2}
    assert set(Delivery.objects.values_list("status", "reason")) == {("expired", "late")}
    assert (Notification.objects.inbox_of(ani).count(), mail.outbox) == (0, [])


def test_cancelled_is_skipped_with_the_reason(ani: Resident, drill: Drill) -> None:
    drill.sign_up(ani)
    plan(DUTY, now=BEFORE)
    drill.is_cancelled = True
    assert send_due(now=NOON) == {"skipped": 2}
    assert set(Delivery.objects.values_list("status", "reason")) == {("skipped", "cancelled")}


@pytest.mark.parametrize(
    ("change", "reason"), [({"is_active": False}, "inactive"), ({"email": ""}, "no_address")]
)
def test_a_recipient_who_is_gone_is_skipped(
    ani: Resident, drill: Drill, change: dict[str, object], reason: str
) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    Resident.objects.filter(pk=ani.pk).update(**change)
    assert send_due() == {"skipped": 1}
    assert mails() == [("skipped", reason, 1, NOON)]


def test_a_send_that_goes_wrong_is_tried_again_later_and_later(
    ani: Resident, drill: Drill, mail_server: MailServer
) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    mail_server.answer = lambda address: "451 Try again later"
    assert send_due() == {"pending": 1}
    first = NOON + timedelta(seconds=30)
    assert mails() == [("pending", "SMTPRecipientsRefused", 1, first)]
    assert send_due(now=first) == {"pending": 1}
    second = first + timedelta(seconds=60)
    assert mails() == [("pending", "SMTPRecipientsRefused", 2, second)]
    mail_server.answer = lambda address: "250 OK"
    assert send_due(now=second) == {"sent": 1}
    assert len(mail_server.messages) == 1


def test_it_gives_up_after_the_last_attempt(
    ani: Resident, drill: Drill, mail_server: MailServer
) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    mail_server.answer = lambda address: "451 Try again later"
    Delivery.objects.filter(channel="email").update(attempts=verdicts.MAX_ATTEMPTS - 1)
    assert send_due() == {"failed": 1}
    assert mails() == [("failed", "SMTPRecipientsRefused", verdicts.MAX_ATTEMPTS, NOON)]


def test_an_address_refused_for_good_fails_at_once_and_the_next_one_is_sent(
    people: People, drill: Drill, mail_server: MailServer
) -> None:
    ani, budi = people(2)
    notify([ani, budi], kind=NOTICE, **ABOUT)
    mail_server.answer = lambda to: "550 No such user" if to == ani.email else "250 OK"
    assert send_due() == {"failed": 1, "sent": 1}
    assert mails() == [("failed", "refused", 1, NOON), ("sent", "", 1, NOON)]


def test_a_mail_server_that_is_away_uses_up_no_attempt_and_delays_no_inbox(
    ani: Resident, drill: Drill, settings: Settings
) -> None:
    settings.MAILERS = mailers_of(f"smtp://127.0.0.1:{free_port()}")
    notify([ani], kind=NOTICE, due_at=NOON + timedelta(minutes=1), **ABOUT)
    assert send_due(now=NOON + timedelta(minutes=1)) == {"sent": 1, "pending": 1}
    assert mails() == [("pending", "", 0, NOON + timedelta(minutes=1))]
    assert Notification.objects.inbox_of(ani).count() == 1


def test_a_held_message_that_failed_stays_merged(
    ani: Resident, drill: Drill, mail_server: MailServer
) -> None:
    for version in (0, 1):
        notify([ani], kind=NOTICE, version=version, **ABOUT)
    send_due(now=NIGHT)
    mail_server.answer = lambda address: "451 Try again later"
    assert send_due(now=MORNING) == {"held": 2}
    mail_server.answer = lambda address: "250 OK"
    assert send_due(now=MORNING + timedelta(seconds=30)) == {"sent": 2}
    assert len(mail_server.messages) == 1


def test_words_that_break_hold_up_nobody_else(people: People, drill: Drill) -> None:
    def broken(notification: Notification) -> Words:
        raise KeyError("gone")

    ani, budi = people(2)
    register(Kind("drill.broken", broken, link))
    notify([ani], kind="drill.broken", **ABOUT)
    notify([budi], kind=NOTICE, **ABOUT)
    assert send_due() == {"pending": 1, "sent": 1}
    assert mails() == [
        ("pending", "KeyError", 1, NOON + timedelta(seconds=30)),
        ("sent", "", 1, NOON),
    ]


def test_subjects_are_loaded_in_one_query_for_a_batch(people: People, drill: Drill) -> None:
    calls: list[set[int]] = []

    def load(ids: object) -> dict[int, str]:
        calls.append(set(ids))  # type: ignore[call-overload]
        return {7: "the duty"}

    def of_subject(notification: Notification) -> Words:
        return Words(notification.subject, words(notification).body)

    register(Kind("drill.loaded", of_subject, link, channels=("email",), load=load))
    notify(people(5), kind="drill.loaded", **ABOUT)
    assert send_due() == {"sent": 5}
    assert [calls, {message.subject for message in mail.outbox}] == [[{7}], {"the duty"}]


def test_the_last_tick_is_the_older_of_the_two() -> None:
    assert last_tick() is None
    send_due()
    assert last_tick() is None
    beat("plan")
    Heartbeat.objects.filter(name="send_due").update(at=BEFORE)
    assert last_tick() == BEFORE
    send_due()
    assert last_tick() == NOON
