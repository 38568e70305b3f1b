"""The private calendar feed, read back by `icalendar` as a phone would."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from icalendar.cal import Component

from accounts.models import Device, Resident
from events.models import Event
from gotongroyong import housekeeping
from gotongroyong.logs import hide_tokens
from neighborhoods import own_account, rescue
from neighborhoods.models import Membership, RukunWarga
from neighborhoods.standing import standing_of
from requests_app import actions, helping
from tests.cast import Cast, rt_of
from tests.events import factory as events
from tests.requests_app.factory import draft, helped_need, open_need
from volunteers import feeds
from volunteers.models import CalendarFeed, SignUp

ClientOf = Callable[[Resident], Client]
# 10.00 in Jakarta.
MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TOMORROW = MORNING + timedelta(days=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def by_day(db: None) -> object:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def fetch(person: Resident) -> bytes:
    """By nobody: no cookie, the address alone."""
    answer = Client().get(f"/kalender/{feeds.make_feed(person)}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content


def read(person: Resident) -> list[Component]:
    return list(Calendar.from_ical(fetch(person)).walk("VEVENT"))


def the_one(person: Resident) -> Component:
    (entry,) = read(person)
    return entry


def facts(entry: Component) -> tuple[str, str, datetime, datetime]:
    return str(entry["UID"]), str(entry["STATUS"]), entry.decoded("DTSTART"), entry.decoded("DTEND")


def test_a_promise_says_its_kind_and_hours_and_nothing_of_the_neighbour(cast: Cast) -> None:
    need = helped_need(cast, starts_at=TOMORROW, title="Beras untuk Bu Minah, Gang Melati 4")
    entry = the_one(cast.volunteer)
    assert facts(entry) == (
        f"kebutuhan-{need.code}@localhost", "CONFIRMED", TOMORROW, TOMORROW + timedelta(hours=2),
    )  # fmt: skip
    assert (str(entry["SUMMARY"]), entry.decoded("SEQUENCE")) == (
        "Anda bantu: Belanja / titip beli",
        0,
    )
    whole = fetch(cast.volunteer).decode()
    for secret in ("Minah", "Melati", cast.requester.name, str(cast.requester.phone)[3:]):
        assert secret not in whole


def test_what_has_no_time_or_only_waits_stands_in_no_calendar(cast: Cast) -> None:
    helped_need(cast, helpers=1)
    timed = helped_need(cast, helpers=1, starts_at=TOMORROW)
    helping.wait_to_help(timed, volunteer=standing_of(cast.other_rt))
    assert read(cast.other_rt) == []
    assert [str(entry["UID"])[:9] for entry in read(cast.volunteer)] == ["kebutuhan"]


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_an_event_past_midnight_is_the_same_moment_in_each_zone(cast: Cast, zone: str) -> None:
    RukunWarga.objects.update(zone=zone)
    # 22.00 to 04.00 on the clocks of WIB.
    starts_at = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    ronda = events.published_event(
        cast, kind="ronda", title="Ronda malam", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=6),
    )  # fmt: skip
    events.join(cast.volunteer, ronda)
    entry = the_one(cast.volunteer)
    assert facts(entry) == (
        f"kegiatan-{ronda.code}@localhost", "CONFIRMED", starts_at, starts_at + timedelta(hours=6),
    )  # fmt: skip
    assert entry.decoded("DTSTART").utcoffset() == timedelta(0)
    assert "Ronda malam" in str(entry["SUMMARY"])
    assert str(entry["LOCATION"]) == "Depan balai warga"


def test_several_places_at_one_event_are_one_entry(cast: Cast) -> None:
    event = events.published_event(cast)
    events.join(cast.volunteer, event)
    events.join(cast.volunteer, event, "Cangkul")
    assert facts(the_one(cast.volunteer))[:2] == (f"kegiatan-{event.code}@localhost", "CONFIRMED")
    events.leave(cast.volunteer, event)
    assert facts(the_one(cast.volunteer))[1] == "CONFIRMED"


def test_an_offered_place_is_tentative(cast: Cast) -> None:
    need = helped_need(cast, helpers=1, starts_at=TOMORROW + DAY)
    helping.wait_to_help(need, volunteer=standing_of(cast.other_rt))
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    assert facts(the_one(cast.other_rt))[1] == "TENTATIVE"


def test_what_was_given_back_is_off_for_thirty_days_and_may_come_back(cast: Cast) -> None:
    need = helped_need(cast, starts_at=TOMORROW)
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    assert facts(the_one(cast.volunteer))[1] == "CANCELLED"
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    assert facts(the_one(cast.volunteer))[1] == "CONFIRMED"
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    with time_machine.travel(MORNING + timedelta(days=30), tick=False):
        assert facts(the_one(cast.volunteer))[1] == "CANCELLED"
    with time_machine.travel(MORNING + timedelta(days=30, seconds=1), tick=False):
        assert read(cast.volunteer) == []


def test_a_cancelled_need_is_off(cast: Cast) -> None:
    need = helped_need(cast, starts_at=TOMORROW)
    actions.cancel_need(need, requester=standing_of(cast.requester))
    assert facts(the_one(cast.volunteer))[1] == "CANCELLED"


def test_a_moved_need_keeps_its_uid_and_raises_its_sequence(cast: Cast) -> None:
    need = helped_need(cast, starts_at=TOMORROW)
    before = the_one(cast.volunteer)
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        later = draft(starts_at=TOMORROW + DAY)
        actions.change_need(need, later, requester=standing_of(cast.requester))
        after = the_one(cast.volunteer)
    assert (before["UID"], before.decoded("SEQUENCE")) == (after["UID"], 0)
    assert (after.decoded("SEQUENCE"), after.decoded("DTSTART")) == (1, TOMORROW + DAY)


def test_a_hidden_event_leaves_calendars_with_its_words(cast: Cast) -> None:
    event = events.published_event(cast, title="Kata yang disembunyikan")
    events.join(cast.volunteer, event)
    Event.objects.filter(pk=event.pk).update(hidden_at=MORNING)
    entry = the_one(cast.volunteer)
    assert (str(entry["STATUS"]), "LOCATION" in entry) == ("CANCELLED", False)
    assert "disembunyikan" not in str(entry["SUMMARY"])


@pytest.mark.parametrize("status", ["active", "released"])
@pytest.mark.parametrize("to", ["another RW", "another RT"])
def test_who_moved_away_is_left_with_kinds_that_are_off(cast: Cast, status: str, to: str) -> None:
    event = events.published_event(
        cast, title="Kata di RT lama", starts_at=TOMORROW, rt=rt_of(cast.volunteer)
    )
    events.join(cast.volunteer, event)
    helped_need(cast, starts_at=TOMORROW)
    SignUp.objects.update(status=status, released_at=MORNING if status == "released" else None)
    there = cast.outsider if to == "another RW" else cast.other_rt
    Membership.objects.filter(resident=cast.volunteer).update(rt=rt_of(there))
    entries = {str(entry["UID"])[:8]: entry for entry in read(cast.volunteer)}
    # Signed up, they stay on the list of the same RW's.
    on = "CONFIRMED" if (to, status) == ("another RT", "active") else "CANCELLED"
    assert [str(entry["STATUS"]) for entry in entries.values()] == [on, on]
    gathering = entries["kegiatan"]
    assert ("Kata di RT lama" in str(gathering["SUMMARY"])) == (on == "CONFIRMED")
    assert ("LOCATION" in gathering) == (on == "CONFIRMED")


def test_unasked_words_stay_words(cast: Cast) -> None:
    title = "Nasi; lauk, sayur \\ 🍚🍚🍚 " + "panjang " * 5
    place = "Balai, ruang 2; pintu\x07 kiri"
    event = events.published_event(cast, title=title.strip(), place_text=place)
    events.join(cast.volunteer, event)
    raw = fetch(cast.volunteer)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    entry = the_one(cast.volunteer)
    assert str(entry["SUMMARY"]).endswith(title.strip())
    assert str(entry["LOCATION"]) == "Balai, ruang 2; pintu kiri"


def test_another_persons_duties_are_not_in_it(cast: Cast) -> None:
    helped_need(cast, starts_at=TOMORROW)
    assert read(cast.other_rt) == read(cast.requester) == []


def test_who_has_it_already_gets_304_until_something_changes(cast: Cast) -> None:
    need = helped_need(cast, starts_at=TOMORROW)
    path, client = f"/kalender/{feeds.make_feed(cast.volunteer)}.ics", Client()
    etag = client.get(path)["ETag"]
    with time_machine.travel(MORNING + timedelta(hours=5), tick=False):
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
        changed = client.get(path, headers={"If-None-Match": etag})
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)


def test_the_database_holds_no_token_and_a_new_one_ends_the_old(cast: Cast) -> None:
    old = feeds.make_feed(cast.volunteer)
    new = feeds.make_feed(cast.volunteer)
    kept = CalendarFeed.objects.get()
    assert (len(kept.token_hash), kept.resident) == (64, cast.volunteer)
    assert {old, new}.isdisjoint({kept.token_hash})
    assert len(new) >= 160 / 6
    found = [Client().get(f"/kalender/{token}.ics").status_code for token in (old, new)]
    assert found == [404, 200]
    feeds.end_feed(cast.volunteer)
    assert Client().get(f"/kalender/{new}.ics").status_code == 404


@pytest.mark.parametrize("why", ["locked", "moved out"])
def test_who_belongs_no_more_has_no_feed(cast: Cast, why: str) -> None:
    token = feeds.make_feed(cast.volunteer)
    if why == "locked":
        Resident.objects.filter(pk=cast.volunteer.pk).update(is_active=False)
    else:
        Membership.objects.filter(resident=cast.volunteer).update(status="ended", ended_at=MORNING)
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "a" * 3000, "%00", "..%2f..", "%F0%28", "{{ 7 }}", "'; DROP TABLE x; --", "é"]
)
def test_a_token_that_is_none_is_not_found(cast: Cast, token: str) -> None:
    feeds.make_feed(cast.volunteer)
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_the_address_is_shown_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    made = client.post("/saya/kalender/buat/")
    page = made.content.decode()
    path = "/kalender/" + page.partition("http://testserver/kalender/")[2].partition("<")[0]
    assert made["Cache-Control"] == "no-store"
    assert f"webcal://testserver{path}" in page
    assert Client().get(path).status_code == 200
    later = client.get("/saya/kalender/").content.decode()
    assert path not in later
    assert 'action="/saya/kalender/akhiri/"' in later
    client.post("/saya/kalender/akhiri/")
    assert (CalendarFeed.objects.count(), Client().get(path).status_code) == (0, 404)


Ways = Callable[[Resident, Client, Cast], None]


def sign_out_elsewhere(_person: Resident, client: Client, _cast: Cast) -> None:
    client.post("/saya/keamanan/akhiri-lainnya/")


def new_password(person: Resident, _client: Client, _cast: Cast) -> None:
    own_account.change_password(person, "sandi-baru-sekali", session_key=None)


def new_number(person: Resident, _client: Client, _cast: Cast) -> None:
    own_account.change_phone(person, "+6281200001234", session_key=None)


def lost_phone(person: Resident, _client: Client, cast: Cast) -> None:
    rescue.end_sessions(home(person), coordinator=standing_of(cast.rt_head))


def coordinators_link(person: Resident, _client: Client, cast: Cast) -> None:
    token = rescue.make_link(home(person), coordinator=standing_of(cast.rt_head))
    rescue.use_link(token, "sandi-baru-sekali")


def operators_password(person: Resident, _client: Client, cast: Cast) -> None:
    operator = Client()
    operator.force_login(cast.operator)
    written = {"password1": "sandi-baru-sekali", "password2": "sandi-baru-sekali"}
    done = operator.post(
        f"/admin/accounts/resident/{person.pk}/password/", written | {"usable_password": "true"}
    )
    assert done.status_code == 302


def home(person: Resident) -> Membership:
    return person.memberships.select_related("resident", "rt__rw").latest("pk")


@pytest.mark.parametrize(
    "end",
    [
        sign_out_elsewhere,
        new_password,
        new_number,
        lost_phone,
        coordinators_link,
        operators_password,
    ],
)
def test_a_lost_phones_address_ends_with_its_sessions_and_a_new_one_works(
    end: Ways, cast: Cast, by_day: time_machine.Traveller, client_of: ClientOf
) -> None:
    person = cast.volunteer
    before = feeds.make_feed(person)
    by_day.shift(timedelta(minutes=1))
    end(person, client_of(person), cast)
    assert feeds.owner_of(before) is None
    assert Client().get(f"/kalender/{before}.ics").status_code == 404
    # As they sign in again, with the password of now.
    person = Resident.objects.get(pk=person.pk)
    page = client_of(person).get("/saya/kalender/").content.decode()
    assert "Tautan kalender Anda sudah tidak berlaku" in page
    by_day.shift(timedelta(minutes=1))
    assert feeds.owner_of(feeds.make_feed(person)) == person
    page = client_of(person).get("/saya/kalender/").content.decode()
    assert "Tautan kalender Anda sudah tidak berlaku" not in page


def test_a_month_later_nothing_is_left_of_it(cast: Cast, by_day: time_machine.Traveller) -> None:
    for person in (cast.volunteer, cast.requester):
        feeds.make_feed(person)
    by_day.shift(timedelta(minutes=1))
    own_account.end_others(cast.volunteer, session_key=None)
    for days, kept in ((29, 2), (1, 1)):
        by_day.shift(timedelta(days=days))
        housekeeping.clear_sign_in()
        assert CalendarFeed.objects.count() == kept
    assert CalendarFeed.objects.get().resident == cast.requester


def test_one_device_signed_out_leaves_the_address_alone(
    cast: Cast, by_day: time_machine.Traveller
) -> None:
    token = feeds.make_feed(cast.volunteer)
    by_day.shift(timedelta(minutes=1))
    device = Device.objects.create(resident=cast.volunteer, session_key="x" * 32)
    own_account.end_device(device)
    assert feeds.owner_of(token) == cast.volunteer


def test_ones_language_is_the_feeds(cast: Cast) -> None:
    helped_need(cast, starts_at=TOMORROW)
    Resident.objects.filter(pk=cast.volunteer.pk).update(language="en")
    assert str(the_one(cast.volunteer)["SUMMARY"]) == "You help: Errands"


def test_the_token_reaches_no_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither of a wrong address nor of one that failed."""
    token = feeds.make_feed(cast.volunteer)

    def breaks(viewer: object) -> bytes:
        raise ValueError(f"at /kalender/{token}.ics")

    monkeypatch.setattr("gotongroyong.calendar_views.feed_of", breaks)
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        assert client.get(f"/kalender/{token}.ics").status_code == 500
        client.post(f"/kalender/{token}.ics")
        client.get(f"/kalender/{token}x.ics")
    said = [
        hide_tokens(None, "", {"event": record.getMessage(), "exception": record.exc_text or ""})
        for record in caplog.records
    ]
    assert any("/kalender/***" in str(line["event"]) for line in said)
    assert token not in str(said)


def test_a_feed_of_many_costs_the_queries_of_one(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    token = feeds.make_feed(cast.volunteer)
    helped_need(cast, starts_at=TOMORROW)
    for count in (1, 8):
        for number in range(count - 1):
            need = open_need(cast, starts_at=TOMORROW + number * DAY)
            helping.offer_help(need, volunteer=standing_of(cast.volunteer))
        event = events.published_event(cast)
        events.join(cast.volunteer, event)
        # Whose it is, their membership and offices, and all their sign-ups.
        with django_assert_num_queries(4):  # type: ignore[attr-defined]
            Client().get(f"/kalender/{token}.ics")
    assert SignUp.objects.filter(volunteer=cast.volunteer).count() == 10
