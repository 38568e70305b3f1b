"""One thing that waits, as the queue shows it: the words ready-made, its taps with their forms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Quick:
    """One tap that decides; without `fields` a link to where it is decided."""

    label: Text
    icon: str
    url: str
    fields: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class QueueItem:
    kind: str
    # Which thing: the same as that of the panel beside the queue.
    ref: str
    since: datetime
    waits: str
    picture: str
    title: str
    more: str
    # Where and when, in a line.
    facts: str
    chips: tuple[str, ...]
    url: str
    is_urgent: bool
    quicks: tuple[Quick, ...]
    subject: Any


def short_span(span: timedelta) -> str:
    """'45 min', '3 hr', '2 d'."""
    if span < HOUR:
        return _("%(count)d min") % {"count": round(span / MINUTE)}
    if span < 2 * DAY:
        return _("%(count)d hr") % {"count": round(span / HOUR)}
    return _("%(count)d d") % {"count": round(span / DAY)}


def time_left(due_at: datetime, now: datetime) -> str:
    """'41 hr left', rounded down: nobody may think they have longer."""
    left = due_at - now
    if left <= timedelta():
        return _("overdue for %(span)s") % {"span": short_span(-left)}
    words = _("%(count)d hr left") % {"count": left // HOUR}
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def waits_for(since: datetime, now: datetime) -> str:
    waited = now - since
    if waited < MINUTE:
        return _("just now").replace(" ", "\N{NO-BREAK SPACE}")
    # On one line: '36' at its end says nothing.
    words = _("waiting for %(span)s") % {"span": short_span(waited)}
    return words.replace(" ", "\N{NO-BREAK SPACE}")
