"""The folder that stands in for a mail server."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from django.utils import translation

from notifications import kinds
from notifications.models import Notification

# Django's file backend writes it between two letters.
LINE = b"-" * 79 + b"\n"


def mailed(mail: Path, notification: Notification) -> bool:
    return (notification.recipient.email, subject(notification)) in letters(mail)


def subject(notification: Notification) -> str:
    kinds.attach_subjects([notification])
    with translation.override(notification.recipient.language or "id"):
        return kinds.get(notification.kind).words(notification).title


def letters(mail: Path) -> list[tuple[str, str]]:
    """Recipient and subject of all that lies in the mail folder."""
    files = mail.glob("*") if mail.exists() else ()
    texts = [text for file in files for text in file.read_bytes().split(LINE)]
    read = [message_from_bytes(text.strip(), policy=default) for text in texts if text.strip()]
    return [(str(letter["To"]), str(letter["Subject"])) for letter in read]
