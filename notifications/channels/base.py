"""What a channel must be able to do."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from accounts.models import Resident
from notifications.kinds import Words


class RefusedError(Exception):
    """The far side said no for good; trying again would not help."""


def in_language_of(resident: Resident) -> AbstractContextManager[None]:
    """Words are in the recipient's language, Indonesian unless they chose another."""
    return translation.override(resident.language or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Item:
    """One notification's words, rendered, and the address of the page about it."""

    words: Words
    url: str


@dataclass(frozen=True)
class Message:
    """What goes out at once to one person: usually one item, after quiet hours several."""

    recipient: Resident
    key: str
    items: Sequence[Item]


Send = Callable[[Message], None]


class Channel(Protocol):
    code: str
    # Whether it makes a noise at night.
    is_loud: bool
    # Whether sending leaves the database; if not, a whole batch is finished in one transaction.
    is_remote: bool
    # How many rows a dispatcher claims at once.
    batch_size: int

    def reachable(self) -> Q:
        """Whom it can reach at all, as a condition on Resident."""
        ...

    def has_address(self, resident: Resident) -> bool: ...

    def session(self) -> AbstractContextManager[Send]:
        """A connection for one batch. Its `Send` raises if the message did not go out."""
        ...

    def settle(self, notification_ids: Sequence[int], now: datetime) -> None:
        """Runs in the transaction that marks the deliveries sent."""
        ...
