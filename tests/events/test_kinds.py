"""What an event's notices say: the kind of event and its time, never a person or its title."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.kinds import EVENTS
from events.models import Event
from notifications import kinds
from notifications.inbox import inbox_page
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import published_event

# Sunday 22 November 2026, 07.30 in Jakarta, two days ahead.
START = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


@pytest.fixture
def event(cast: Cast) -> Event:
    with time_machine.travel(START - timedelta(days=2), tick=False):
        return published_event(cast, starts_at=START, title="Rumah Pak Slamet")


def notice(event: Event, kind: str, recipient_id: int) -> Notification:
    return Notification.objects.create(
        recipient_id=recipient_id,
        kind=kind,
        object_id=event.pk,
        code=event.code,
        rw_id=event.rw_id,
        zone=event.rw.zone,
        version=int(START.timestamp()),
        delivered_at=START,
    )


@pytest.mark.parametrize("code", EVENTS)
def test_each_notice_names_the_kind_of_event_only_and_leads_to_it(
    event: Event, cast: Cast, code: str
) -> None:
    kind = kinds.get(code)
    if code == "event.published":
        Notification.objects.all().delete()
    with translation.override("id"):
        told = notice(event, code, cast.volunteer.pk)
        words = kind.words(told)
    assert words.title.endswith(": Kerja bakti")
    assert "Slamet" not in words.title + words.body
    assert "%(" not in words.title + words.body
    assert kind.link(told) == f"/kegiatan/{event.code}/"


def test_a_reminder_says_when_as_indonesia_writes_it(event: Event, cast: Cast) -> None:
    with translation.override("id"):
        words = kinds.get("event.evening").words(notice(event, "event.evening", cast.volunteer.pk))
    assert words.title == "Besok Anda ikut: Kerja bakti"
    assert words.body == (
        "Anda ditunggu Minggu, 22 November 2026 pukul 07.30\N{NO-BREAK SPACE}WIB."
        " Kalau tidak bisa, ketuk ‘Berhalangan’ di halamannya."
    )


def test_an_inbox_costs_the_same_with_one_notice_and_with_many(event: Event, cast: Cast) -> None:
    counts = []
    for codes in (["event.place_offered"], ["event.done", "event.moved", "event.cancelled"]):
        for code in codes:
            notice(event, code, cast.volunteer.pk)
        with CaptureQueriesContext(connection) as queries:
            page = inbox_page(cast.volunteer)
        counts.append((len(queries), len(page.items)))
    # The page, its events, and those with an offer beside their shifts and offers.
    assert counts == [(5, 2), (5, 5)]


def test_only_reminders_pass_quiet_hours_and_only_the_announcement_stays_in_the_app() -> None:
    duties = {code for code in EVENTS if kinds.get(code).is_duty}
    in_app = {code for code in EVENTS if kinds.get(code).channels == ("inapp",)}
    assert (duties, in_app) == ({"event.evening", "event.hour"}, {"event.published"})
