"""Plain-text mail with a Message-ID that stays the same however often it is tried."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from accounts.models import Resident
from notifications.channels.base import Message, RefusedError, Send, in_language_of


class EmailChannel:
    code = "email"
    is_loud = True
    is_remote = True
    # Few, so that a batch is over before its lease is, even with a slow server.
    batch_size = 20

    def reachable(self) -> Q:
        return ~Q(email="")

    def has_address(self, resident: Resident) -> bool:
        return bool(resident.email)

    @contextmanager
    def session(self) -> Iterator[Send]:
        with mailers.default as connection:

            def send(message: Message) -> None:
                try:
                    connection.send_messages([mail_of(message)])
                except SMTPRecipientsRefused as error:
                    raise _verdict(error) from error

            yield send

    def settle(self, notification_ids: Sequence[int], now: datetime) -> None:
        """Nothing to record beside the delivery itself."""


def mail_of(message: Message) -> EmailMessage:
    name = "digest" if len(message.items) > 1 else "single"
    context = {"recipient": message.recipient, "items": message.items}
    with in_language_of(message.recipient):
        return EmailMessage(
            subject=subject_of(message),
            body=render_to_string(f"notifications/email/{name}.txt", context),
            to=[message.recipient.email],
            headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
        )


def subject_of(message: Message) -> str:
    """No name in it: a subject shows on lock screens and in server logs."""
    count = len(message.items)
    if count == 1:
        return " ".join(message.items[0].words.title.split())
    text = ngettext("%(count)d notification", "%(count)d notifications", count)
    return text % {"count": count}


def message_id(key: str) -> str:
    """Hashed, since the key holds ids; the same key gives the same Message-ID."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<delivery-{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _verdict(error: SMTPRecipientsRefused) -> Exception:
    """A 5xx answer is final, a 4xx one (greylisting) asks to come back."""
    codes = [code for code, _ in error.recipients.values()]
    return RefusedError("refused") if codes and all(code >= 500 for code in codes) else error
