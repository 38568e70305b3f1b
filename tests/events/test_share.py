"""An event handed on: which words go out, to whom its short link opens, and what stays in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape
from PIL import Image
from pytest_django import Settings

from accounts.models import Resident
from events.models import Event
from events.share import share_of
from tests.cast import Cast, rt_of
from tests.web.screen import left_in_english, read
from volunteers.models import Shift

ClientOf = Callable[[Resident], Client]
SITE = "https://rukun.example"
SUNDAY = datetime(2099, 11, 21, 23, 0, tzinfo=UTC)
TITLE, DETAILS, PLACE, LABEL = "Kenari Jingga", "Rahasia pagar biru", "Rumah Bu Melati", "Sapu Ungu"


@pytest.fixture(autouse=True)
def site_url(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def event(cast: Cast) -> Event:
    """The whole RW's kerja bakti, with words that would be known again anywhere."""
    return made(cast)


def made(cast: Cast, **changes: object) -> Event:
    values: dict[str, object] = {
        "rw": rt_of(cast.rt_head).rw,
        "organizer": cast.rw_head,
        "kind": "kerja_bakti",
        "title": TITLE,
        "details": DETAILS,
        "place_text": PLACE,
        "starts_at": SUNDAY,
        "ends_at": SUNDAY + timedelta(hours=3),
    }
    event = Event(**values | changes)
    event.save(force_insert=True)
    for kind, capacity in (("people", 10), ("tools", 3)):
        Shift.objects.create(event=event, kind=kind, label=LABEL, capacity=capacity)
    return event


def link(event: Event) -> str:
    return f"/a/{event.code}/"


def told(client: Client, path: str) -> tuple[int, str]:
    """A page as it says the same to everybody: its tokens are drawn anew each time."""
    response = client.get(path)
    return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())


def change(event: Event, **values: object) -> None:
    Event.objects.filter(pk=event.pk).update(**values)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_text_is_indonesian_and_says_kind_time_place_and_places_left(
    language: str, event: Event
) -> None:
    with translation.override(language):
        share = share_of(event)
    assert share
    assert share.url == f"{SITE}/a/{event.code}/"
    assert share.text == (
        "Kegiatan: Kerja bakti\n"
        "Kapan: Minggu, 22 November 2099 pukul 06.00\N{NO-BREAK SPACE}WIB\n"
        "Di mana: RW\N{NO-BREAK SPACE}005\n"
        "Masih ada 10 tempat\n"
        "\n"
        f"Mau ikut? Buka: {SITE}/a/{event.code}/"
    )
    assert unquote(share.wa_url) == f"https://wa.me/?text={share.text}"


def test_an_event_of_one_rt_names_it(cast: Cast) -> None:
    share = share_of(made(cast, rt=rt_of(cast.rt_head)))
    assert share
    assert "Di mana: RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005" in share.text.splitlines()


def test_what_nobody_can_come_to_is_not_handed_on(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    events = [
        made(cast, status="cancelled"),
        made(cast, status="done", done_at=long_ago),
        made(cast, starts_at=long_ago, ends_at=long_ago + timedelta(hours=1)),
        made(cast, hidden_at=long_ago),
        made(cast, held_for="qris"),
    ]
    assert [share_of(event) for event in events] == [None] * len(events)


def test_a_stranger_reads_what_the_open_web_may_know(event: Event, client: Client) -> None:
    response = client.get(link(event))
    shown = read(response.content.decode())
    assert response.status_code == 200
    start = shown.texts.index("Kegiatan")
    assert shown.texts[start : start + 6] == [
        "Kegiatan",
        "Kerja bakti",
        "Minggu, 22 November 2099 pukul 06.00 WIB",
        "RW 005",
        "Masih ada 10 tempat",
        "Masuk untuk ikut",
    ]
    assert f"/masuk/?next=/a/{event.code}/" in shown.links
    assert left_in_english(shown.texts) == set()


def test_the_landing_speaks_english_to_who_chose_it(event: Event, client: Client) -> None:
    client.cookies["bahasa"] = "en"
    texts = read(client.get(link(event)).content.decode()).texts
    assert {"Event", "Community work", "10 places left", "Sign in to join"} <= set(texts)


def test_a_resident_is_led_to_the_sign_up(event: Event, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    response = client.get(link(event))
    assert (response.status_code, response["Location"]) == (302, f"/kegiatan/{event.code}/#ikut")
    page = client.get(f"/kegiatan/{event.code}/").content.decode()
    share = share_of(event)
    assert share
    assert 'id="ikut"' in page
    assert escape(share.wa_url) in page
    assert escape(share.text) in page


def test_no_word_of_the_organizer_goes_out(
    event: Event, client: Client, cast: Cast, client_of: ClientOf
) -> None:
    share = share_of(event)
    assert share
    pages = [
        client.get(link(event)),
        client.get(f"{link(event)}kartu.png"),
        client_of(cast.outsider).get(link(event)),
    ]
    answers = [share.text, *(p.content.decode(errors="replace") + str(p.headers) for p in pages)]
    marks = (TITLE, DETAILS, PLACE, LABEL, cast.rw_head.name)
    assert [mark for mark in marks for answer in answers if mark in answer] == []


def test_no_code_can_be_told_from_one_that_was_never_given_out(
    event: Event, cast: Cast, client: Client
) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    public = told(client, link(event))
    before = Event.objects.filter(pk=event.pk).values()[0]
    unseen: dict[str, dict[str, object]] = {
        "unknown": {"code": "QQQQQQ"},
        "hidden": {"hidden_at": long_ago},
        "held": {"held_for": "link"},
        "of one RT": {"rt": rt_of(cast.rt_head)},
        "cancelled": {"status": "cancelled"},
        "done": {"status": "done", "done_at": long_ago},
        "past": {"starts_at": long_ago, "ends_at": long_ago + timedelta(hours=1)},
        "the night watch": {"kind": "ronda"},
    }
    answers, pictures = {}, {}
    for name, values in unseen.items():
        change(event, **values)
        answers[name] = told(client, f"/a/{before['code']}/")
        pictures[name] = client.get(f"/a/{before['code']}/kartu.png").content
        change(event, **before)
    assert told(client, link(event)) == public
    assert len({*answers.values()}) == 1
    assert {*answers.values()} != {public}
    assert {*pictures.values()} == {client.get("/kartu.png").content}


@pytest.mark.parametrize("who", ["outsider", "other_rt"])
def test_who_is_signed_in_but_may_not_see_it_gets_the_page_of_unknown_codes(
    who: str, cast: Cast, client_of: ClientOf
) -> None:
    event = made(cast, rt=rt_of(cast.rt_head) if who == "other_rt" else None)
    client = client_of(getattr(cast, who))
    seen = told(client, link(event))
    change(event, code="QQQQQQ")
    assert (seen[0], seen) == (200, told(client, link(event)))


def test_who_awaits_verification_is_led_to_the_waiting_page(
    event: Event, cast: Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.waiting).get(link(event))
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_picture_is_the_events_and_follows_its_places(event: Event, client: Client) -> None:
    path = f"{link(event)}kartu.png"
    first = client.get(path)
    assert Image.open(BytesIO(first.content)).size == (1200, 630)
    assert first.content != client.get("/kartu.png").content
    event.shifts.filter(kind="people").update(capacity=9)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
