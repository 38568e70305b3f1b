"""The inbox. Exactly once: it is delivered in the transaction that marks it sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Q

from accounts.models import Resident
from notifications.channels.base import Message, Send
from notifications.models import Notification


class InAppChannel:
    code = "inapp"
    is_loud = False
    is_remote = False
    batch_size = 200

    def reachable(self) -> Q:
        return Q()

    def has_address(self, resident: Resident) -> bool:
        return True

    @contextmanager
    def session(self) -> Iterator[Send]:
        yield self._send

    def _send(self, message: Message) -> None:
        """Nothing leaves the house; `settle` does it all."""

    def settle(self, notification_ids: Sequence[int], now: datetime) -> None:
        planned = Notification.objects.filter(id__in=notification_ids, delivered_at=None)
        planned.update(delivered_at=now)
