from email.message import EmailMessage

import pytest
from django.core import mail
from django.utils.translation import get_language
from pytest_django import Settings

from accounts.models import Resident
from notifications.actions import notify
from notifications.channels.email import message_id
from notifications.dispatch import send_due
from notifications.kinds import Kind, Words, register
from notifications.models import Delivery
from tests.notifications.drill import ABOUT, NOTICE, Drill
from tests.notifications.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_the_message_id_stays_the_same_when_it_is_sent_twice(
    ani: Resident, drill: Drill, mail_server: MailServer
) -> None:
    notify([ani], kind=NOTICE, **ABOUT)
    for _ in range(2):
        assert send_due() == {"sent": 1}
        Delivery.objects.filter(channel="email").update(status="pending", sent_at=None)
    expected = message_id(f"{NOTICE}:7:0:{ani.pk}:email")
    assert mail_server.message_ids == [expected, expected]


def test_the_mail_names_nobody_in_its_headers_but_the_address(
    ani: Resident, drill: Drill, mail_server: MailServer, settings: Settings
) -> None:
    settings.SITE_URL = "https://rw005.example"
    notify([ani], kind=NOTICE, **ABOUT)
    send_due()
    received: EmailMessage = mail_server.messages[0]
    assert (received["Subject"], received["To"], received["Auto-Submitted"]) == (
        "Duty 7",
        ani.email,
        "auto-generated",
    )
    assert received["Message-ID"].endswith("@rw005.example>")
    assert ani.name not in str(received.items())
    assert "https://rw005.example/kebutuhan/ABC234/" in received.get_payload()


@pytest.mark.parametrize(
    ("chosen", "spoken", "greeting"),
    [("", "id", "Halo"), ("id", "id", "Halo"), ("en", "en", "Hello")],
)
def test_words_and_greeting_are_in_the_recipients_language(
    ani: Resident, drill: Drill, chosen: str, spoken: str, greeting: str
) -> None:
    register(Kind("drill.language", lambda n: Words(str(get_language()), ""), lambda n: "/"))
    Resident.objects.filter(pk=ani.pk).update(language=chosen)
    notify([ani], kind="drill.language", **ABOUT)
    send_due()
    assert (mail.outbox[0].subject, mail.outbox[0].body.split()[0]) == (spoken, greeting)
