"""iCalendar files (RFC 5545): what stands in one, and how it is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import cast
from unicodedata import category
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from icalendar import Calendar, Event

PRODUCT = "-//Gotong Royong//Gotong Royong//ID"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# How often a subscribed calendar may ask again.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One VEVENT. Its `uid` stays the same for good, or phones would show it twice."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    changed_at: datetime
    status: str = CONFIRMED
    path: str = ""
    place: str = ""
    details: str = ""


def uid(kind: str, code: str) -> str:
    """A need and an event may bear the same code."""
    return f"{kind}-{code}@{urlsplit(settings.SITE_URL).hostname}"


def one_entry(entry: Entry) -> bytes:
    """A file of one event, which says of itself whether it is to be put in or taken out."""
    calendar = empty_calendar()
    calendar.add("method", "CANCEL" if entry.status == CANCELLED else "PUBLISH")
    calendar.add_component(vevent(entry))
    return calendar.to_ical()


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """What a calendar subscribes to: no METHOD, the whole is read anew each time."""
    calendar = empty_calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(vevent(entry))
    return calendar.to_ical()


def empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def vevent(entry: Entry) -> Event:
    """In UTC, which needs no VTIMEZONE and is the same moment in WIB, WITA and WIT."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", plain(entry.title))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    # Of the last change and not of now: the same calendar gives the same bytes and ETag.
    changed_at = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    if entry.path:
        event.add("url", f"{settings.SITE_URL}{entry.path}")
    for name, words in (("location", entry.place), ("description", entry.details)):
        if words:
            event.add(name, plain(words))
    return event


def plain(text: str) -> str:
    """Without control characters, which a calendar file may not hold; the library escapes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each == "\n" or category(each) != "Cc")


def answer(request: HttpRequest, body: bytes, *, filename: str = "") -> HttpResponse:
    """The file, or 304 for who has it; as a download where it has a name."""
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response["ETag"] = etag
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))
