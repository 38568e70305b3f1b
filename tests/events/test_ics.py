"""An event's own calendar file, read back by `icalendar`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from accounts.models import Resident
from events import actions
from events.models import Event
from neighborhoods.models import RukunWarga
from neighborhoods.standing import standing_of
from tests.cast import Cast
from tests.events.factory import published_event

ClientOf = Callable[[Resident], Client]
# 22.00 in Jakarta, on a Friday: 'Malam Sabtu'. To come, since the database keeps its own clock.
TEN_DAYS_ON = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(10)
FRIDAY_NIGHT = TEN_DAYS_ON + timedelta(days=(4 - TEN_DAYS_ON.weekday()) % 7)


def night_watch(cast: Cast, **changes: object) -> Event:
    return published_event(
        cast, kind="ronda", starts_at=FRIDAY_NIGHT, ends_at=FRIDAY_NIGHT + timedelta(hours=6),
        **changes,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def before_it(db: None) -> object:
    with time_machine.travel(FRIDAY_NIGHT - timedelta(days=3), tick=False) as clock:
        yield clock


def file_of(event: Event, client: Client) -> Calendar:
    answer = client.get(f"/kegiatan/{event.code}/kalender.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Content-Disposition"] == f'attachment; filename="kegiatan-{event.code}.ics"'
    return Calendar.from_ical(answer.content)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_file_says_what_when_and_where_past_midnight_too(
    cast: Cast, client_of: ClientOf, zone: str
) -> None:
    RukunWarga.objects.update(zone=zone)
    title = "Ronda, pos 2; bawa senter 🔦 \\ peluit"
    event = night_watch(cast, title=title, place_text="Pos ronda, Gang 2")
    calendar = file_of(event, client_of(cast.other_rt))
    (entry,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert (str(entry["UID"]), str(entry["STATUS"]), entry.decoded("SEQUENCE")) == (
        f"kegiatan-{event.code}@localhost", "CONFIRMED", 0,
    )  # fmt: skip
    assert str(entry["SUMMARY"]) == f"Ronda / siskamling: {title}"
    assert str(entry["LOCATION"]) == "Pos ronda, Gang 2"
    assert str(entry["URL"]) == f"http://localhost:8000/kegiatan/{event.code}/"
    times = entry.decoded("DTSTART"), entry.decoded("DTEND")
    assert times == (FRIDAY_NIGHT, FRIDAY_NIGHT + timedelta(hours=6))


def test_a_postponed_event_keeps_its_uid_and_outranks_the_older_file(
    cast: Cast, client_of: ClientOf
) -> None:
    event, client = night_watch(cast), client_of(cast.volunteer)
    (before,) = file_of(event, client).walk("VEVENT")
    later = FRIDAY_NIGHT + timedelta(days=1)
    with time_machine.travel(FRIDAY_NIGHT - timedelta(hours=3), tick=False):
        coordinator = standing_of(cast.rw_head)
        actions.postpone_event(event, starts_at=later, why="rain", coordinator=coordinator)
    (after,) = file_of(event, client).walk("VEVENT")
    assert (after["UID"], after.decoded("DTSTART")) == (before["UID"], later)
    assert after.decoded("SEQUENCE") > before.decoded("SEQUENCE")
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")


def test_a_cancelled_event_says_so(cast: Cast, client_of: ClientOf) -> None:
    event = night_watch(cast)
    actions.cancel_event(event, reason="Hujan lebat.", coordinator=standing_of(cast.rw_head))
    calendar = file_of(event, client_of(cast.volunteer))
    (entry,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(entry["STATUS"])) == ("CANCEL", "CANCELLED")
    assert entry.decoded("SEQUENCE") == 1


def test_who_has_it_already_gets_304(cast: Cast, client_of: ClientOf) -> None:
    path = f"/kegiatan/{night_watch(cast).code}/kalender.ics"
    client = client_of(cast.volunteer)
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_who_does_not_see_the_event_gets_no_file(cast: Cast, client_of: ClientOf) -> None:
    event = night_watch(cast)
    path = f"/kegiatan/{event.code}/kalender.ics"
    assert client_of(cast.outsider).get(path).status_code == 404
    Event.objects.filter(pk=event.pk).update(hidden_at=FRIDAY_NIGHT)
    assert client_of(cast.volunteer).get(path).status_code == 404
    assert Client().get(path)["Location"].startswith("/masuk/")
