"""A small domain to remind of: one duty that people have signed up for and that can move."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateTimeField, F, QuerySet, Value

from accounts.models import Resident
from notifications.kinds import Kind, Words
from notifications.models import Notification

WIB = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=WIB)
NIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=WIB)
MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=WIB)

DUTY, NOTICE = "drill.hour", "drill.notice"
ABOUT: dict[str, Any] = {"object_id": 7, "code": "ABC234", "rw_id": 5, "zone": "Asia/Jakarta"}


@dataclass
class Drill:
    """What the domain's tables would hold."""

    due_at: datetime = NOON
    version: int = 1
    helpers: set[int] = field(default_factory=set)
    is_cancelled: bool = False

    def sign_up(self, *people: Resident) -> None:
        self.helpers |= {person.pk for person in people}

    def withdraw(self, person: Resident) -> None:
        self.helpers.discard(person.pk)

    def move(self, due_at: datetime) -> None:
        self.due_at, self.version = due_at, self.version + 1

    def due(self, now: datetime) -> QuerySet[Any, Any]:
        helpers = Resident.objects.filter(pk__in=self.helpers if not self.is_cancelled else [])
        return helpers.annotate(**columns(self.version, Value(self.due_at, DateTimeField())))

    def check(self, notification: Notification) -> str | None:
        if self.is_cancelled:
            return "cancelled"
        if notification.version != self.version:
            return "moved"
        return None if notification.recipient_id in self.helpers else "withdrawn"

    def kinds(self) -> Iterable[Kind]:
        yield Kind(DUTY, words, link, is_duty=True, check=self.check, due=self.due)
        yield Kind(NOTICE, words, link)


def columns(version: int, due_at: Any) -> dict[str, Any]:
    return {
        "recipient_id": F("pk"),
        "object_id": Value(ABOUT["object_id"]),
        "code": Value(ABOUT["code"], CharField()),
        "rw_id": Value(ABOUT["rw_id"]),
        "zone": Value(ABOUT["zone"], CharField()),
        "version": Value(version),
        "due_at": due_at,
        "expires_at": due_at + Value(timedelta(hours=2)),
    }


def words(notification: Notification) -> Words:
    return Words(f"Duty {notification.object_id}", f"Please come (v{notification.version}).")


def link(notification: Notification) -> str:
    return f"/kebutuhan/{notification.code}/"
