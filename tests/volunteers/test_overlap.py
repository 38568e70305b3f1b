"""A promise for hours already promised: asked once more, never refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Resident
from events.models import Event
from neighborhoods.standing import standing_of
from requests_app import helping
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events import factory as events
from tests.requests_app.factory import helped_need, open_need
from volunteers.models import SignUp
from volunteers.overlap import clashes_in_words, overlapping

ClientOf = Callable[[Resident], Client]
# 10.00 in Jakarta.
MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TOMORROW = MORNING + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def by_day(db: None) -> object:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def titles(need: AidRequest, person: Resident) -> list[str]:
    found = overlapping(need.people, resident=person)
    return [clash.title for clash in clashes_in_words(found, beside=need.people)]


@pytest.mark.parametrize(
    ("later", "clash"), [(-2 * HOUR, False), (-HOUR, True), (HOUR, True), (2 * HOUR, False)]
)
def test_a_need_is_taken_to_last_two_hours(cast: Cast, later: timedelta, clash: bool) -> None:
    promised = helped_need(cast, starts_at=TOMORROW, title="Sudah janji")
    other = open_need(cast, starts_at=TOMORROW + later)
    assert titles(other, cast.volunteer) == ([promised.title] if clash else [])
    assert titles(other, cast.other_rt) == []


def test_an_event_lasts_as_long_as_it_says_past_midnight_too(cast: Cast) -> None:
    night = MORNING + 12 * HOUR
    ronda = events.published_event(cast, starts_at=night, ends_at=night + 6 * HOUR)
    events.join(cast.volunteer, ronda)
    for hours, clash in ((-2, False), (-1, True), (5, True), (6, False)):
        need = open_need(cast, starts_at=night + hours * HOUR)
        assert titles(need, cast.volunteer) == ([ronda.title] if clash else []), hours


def test_other_places_at_the_same_event_are_no_clash(cast: Cast) -> None:
    event = events.published_event(cast)
    events.join(cast.volunteer, event)
    hoes = events.shift_of(event, "Cangkul")
    assert overlapping(hoes, resident=cast.volunteer) == []


def test_what_has_no_time_clashes_with_nothing(cast: Cast) -> None:
    helped_need(cast)
    assert titles(open_need(cast), cast.volunteer) == []
    assert titles(open_need(cast, starts_at=TOMORROW), cast.volunteer) == []


def test_an_offered_place_counts_a_place_in_line_or_given_back_does_not(cast: Cast) -> None:
    full = helped_need(cast, helpers=1, starts_at=TOMORROW)
    other = open_need(cast, starts_at=TOMORROW)
    helping.wait_to_help(full, volunteer=standing_of(cast.other_rt))
    assert titles(other, cast.other_rt) == []
    helping.withdraw_help(full, volunteer=standing_of(cast.volunteer))
    assert titles(other, cast.other_rt) == [full.title]
    assert titles(other, cast.volunteer) == []


@pytest.mark.parametrize("why", ["hidden", "in the RW they lived in before"])
def test_what_they_may_not_read_any_more_is_named_by_its_kind(cast: Cast, why: str) -> None:
    event = events.published_event(cast, starts_at=TOMORROW, title="Kata yang tak boleh")
    events.join(cast.volunteer, event)
    need = helped_need(cast, starts_at=TOMORROW, title="Judul yang tak boleh")
    other = open_need(cast, starts_at=TOMORROW)
    if why == "hidden":
        Event.objects.update(hidden_at=MORNING)
        AidRequest.objects.filter(pk=need.pk).update(hidden_at=MORNING)
    else:
        there = rt_of(cast.outsider)
        AidRequest.objects.filter(pk=other.pk).update(rt=there, rw=there.rw)
        other.refresh_from_db()
    found = overlapping(other.people, resident=cast.volunteer)
    words = [clash.title for clash in clashes_in_words(found, beside=other.people)]
    assert words == [event.shape.label, need.kind.label]


def test_one_query_however_many(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        helped_need(cast, starts_at=TOMORROW)
    shift = open_need(cast, starts_at=TOMORROW).people
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = overlapping(shift, resident=cast.volunteer)
        assert len(clashes_in_words(found, beside=shift)) == 5


@pytest.mark.parametrize("htmx", [False, True])
def test_whoever_taps_is_asked_once_and_may_go_on(
    cast: Cast, client_of: ClientOf, htmx: bool
) -> None:
    helped_need(cast, starts_at=TOMORROW, title="Sudah janji di sini")
    need = open_need(cast, starts_at=TOMORROW + HOUR)
    client, path = client_of(cast.volunteer), f"/kebutuhan/{need.code}/bantu/"
    headers = {"HX-Request": "true", "HX-Target": "need"} if htmx else {}
    asked = client.post(path, headers=headers)
    page = asked.content.decode()
    assert (asked.status_code, "<html" in page) == (200, not htmx)
    assert "Sudah janji di sini" in page
    assert 'name="tetap" value="1"' in page
    assert SignUp.objects.filter(shift__need=need).count() == 0
    client.post(path, {"tetap": "1"}, headers=headers)
    assert SignUp.objects.get(shift__need=need).status == "active"


def test_an_event_asks_too_and_is_joined_all_the_same(cast: Cast, client_of: ClientOf) -> None:
    event = events.published_event(cast, starts_at=TOMORROW)
    helped_need(cast, starts_at=TOMORROW + HOUR, title="Sudah janji di sini")
    shift = events.shift_of(event)
    client, path = client_of(cast.volunteer), f"/kegiatan/{event.code}/ikut/{shift.pk}/"
    page = client.post(path).content.decode()
    assert "Sudah janji di sini" in page
    assert f'action="{path}"' in page
    assert SignUp.objects.filter(shift=shift).count() == 0
    assert client.post(path, {"tetap": "1"}).status_code == 302
    assert SignUp.objects.get(shift=shift).status == "active"
