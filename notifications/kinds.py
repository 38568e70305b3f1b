"""The registry of what can be told. Each app registers its kinds in `AppConfig.ready()`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Resident
    from notifications.models import Notification


@dataclass(frozen=True)
class Words:
    """The title becomes a mail's subject and shows on lock screens: never name a person in it."""

    title: str
    body: str


def nothing_against(notification: Notification) -> str | None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of notification, as the app that knows its objects states it.

    `words` and `link` are asked when it is shown or sent, with the recipient's language
    active. `check` is asked once more just before sending and answers a reason to skip
    ("cancelled", "withdrawn", "moved"). `due(now)` states the kind's reminders of the days
    to come as a QuerySet with the columns of `notifications.planner.COLUMNS`.
    """

    code: str
    words: Callable[[Notification], Words]
    link: Callable[[Notification], str]
    channels: tuple[str, ...] = ("inapp", "email")
    # A reminder of one's own duty passes quiet hours.
    is_duty: bool = False
    check: Callable[[Notification], str | None] = nothing_against
    due: Callable[[datetime], QuerySet[Any, Any]] | None = None
    # Whom it is for by now, where that may end: who has left an office decides nothing there.
    # Asked just before sending and when somebody opens it; without it, whoever was told.
    audience: Callable[[Notification], Iterable[Resident]] | None = None
    # The objects that `words` reads as `notification.subject`, by id, in one query.
    load: Callable[[Iterable[int]], Mapping[int, Any]] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if kind.code in _kinds and _kinds[kind.code] is not kind:
        raise ValueError(f"kind {kind.code} is registered twice")
    _kinds[kind.code] = kind


def get(code: str) -> Kind:
    return _kinds[code]


def planned() -> list[Kind]:
    """The kinds that state reminders, for the planner's tick."""
    return [kind for kind in _kinds.values() if kind.due]


def is_still_for(notification: Notification) -> bool:
    """Whether its recipient is among those whom it is for, and its page thus open to them."""
    audience = get(notification.kind).audience
    if audience is None:
        return True
    return notification.recipient_id in {person.pk for person in audience(notification)}


def attach_subjects(notifications: Iterable[Notification]) -> None:
    """Give each its subject, in one query for each `load`, however many there are."""
    by_load: dict[Callable[..., Mapping[int, Any]], list[Notification]] = defaultdict(list)
    for notification in notifications:
        kind = _kinds.get(notification.kind)
        if kind and kind.load:
            by_load[kind.load].append(notification)
    for load, group in by_load.items():
        subjects = load({notification.object_id for notification in group})
        for notification in group:
            notification.subject = subjects.get(notification.object_id)
