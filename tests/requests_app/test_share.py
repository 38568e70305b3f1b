"""A need handed on: which words go out, to whom its short link opens, and what stays in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image
from pytest_django import Settings

from accounts.models import Resident
from neighborhoods.standing import standing_of
from requests_app import actions, helping
from requests_app.models import AidRequest
from requests_app.share import NEVER_PUBLIC, share_of
from tests.cast import Cast
from tests.requests_app.factory import done_need, helped_need, open_need, pending_need
from tests.web.screen import left_in_english, read

ClientOf = Callable[[Resident], Client]
SITE = "https://rukun.example"
SUNDAY = datetime(2099, 11, 22, 0, 30, tzinfo=UTC)
# Marks that could come from nowhere else.
TITLE, DETAILS, NAME = "Kenari Jingga Tujuh", "Rahasia di balik pagar biru", "Pelangi Utami"
FACTS = ("robots", "description", "twitter:card")
LINK = re.compile(r'href="(https://wa\.me/[^"]+)"')


@pytest.fixture(autouse=True)
def site_url(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def marked(cast: Cast) -> AidRequest:
    """Open to the whole RW, with words and a name that would be known again anywhere."""
    cast.requester.name = NAME
    cast.requester.save(update_fields=["name"])
    return open_need(cast, title=TITLE, details=DETAILS, starts_at=SUNDAY)


def link(need: AidRequest) -> str:
    return f"/b/{need.code}/"


def told(client: Client, path: str) -> tuple[int, str]:
    """A page as it says the same to everybody: its tokens are drawn anew each time."""
    response = client.get(path)
    return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())


def whole(client: Client, path: str) -> str:
    response = client.get(path)
    return response.content.decode(errors="replace") + str(response.headers)


def shared_text(page: str) -> str:
    found = LINK.search(page)
    assert found
    return unquote(found[1].replace("&amp;", "&").removeprefix("https://wa.me/?text="))


def test_the_text_says_kind_time_place_and_places_left(marked: AidRequest, cast: Cast) -> None:
    share = share_of(marked, standing_of(cast.volunteer))
    assert share
    assert share.url == f"{SITE}/b/{marked.code}/"
    assert share.text == (
        "Butuh bantuan: Belanja / titip beli\n"
        "Kapan: Minggu, 22 November 2099 pukul 07.30\N{NO-BREAK SPACE}WIB\n"
        "Di mana: RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005\n"
        "Masih butuh 2 orang\n"
        "\n"
        f"Bisa bantu? Buka: {SITE}/b/{marked.code}/"
    )


def test_the_group_reads_indonesian_whatever_the_sharer_reads(
    marked: AidRequest, cast: Cast
) -> None:
    viewer = standing_of(cast.volunteer)
    indonesian = share_of(marked, viewer)
    with translation.override("en"):
        assert share_of(marked, viewer) == indonesian


@pytest.mark.parametrize(
    ("language", "button"), [("id", "Bagikan ke grup WA"), ("en", "Share to the WA group")]
)
def test_the_button_is_a_plain_link_with_the_text(
    language: str, button: str, marked: AidRequest, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.volunteer)
    client.cookies["bahasa"] = language
    page = client.get(f"/kebutuhan/{marked.code}/").content.decode()
    share = share_of(marked, standing_of(cast.volunteer))
    assert share
    assert shared_text(page) == share.text
    assert button in read(page).texts
    assert 'target="_blank" rel="noopener"' in page


def test_without_a_time_it_is_as_soon_as_possible_and_a_full_one_says_so(cast: Cast) -> None:
    share = share_of(helped_need(cast, helpers=1), standing_of(cast.volunteer))
    assert share
    assert share.text.splitlines()[1:4] == [
        "Kapan: Secepatnya",
        "Di mana: RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "Sudah cukup orang",
    ]


def test_what_cannot_be_helped_with_is_not_handed_on(cast: Cast) -> None:
    hidden, held = open_need(cast), open_need(cast)
    AidRequest.objects.filter(pk=hidden.pk).update(hidden_at=SUNDAY)
    AidRequest.objects.filter(pk=held.pk).update(held_for="account")
    needs = [
        pending_need(cast),
        done_need(cast),
        hidden,
        held,
        open_need(cast, category="housewatch"),
    ]
    viewer = standing_of(cast.rt_head)
    fresh = [AidRequest.objects.get(pk=need.pk) for need in needs]
    assert [share_of(need, viewer) for need in fresh] == [None] * len(needs)


def test_what_was_asked_of_the_rt_alone_only_its_requester_hands_on(cast: Cast) -> None:
    need = open_need(cast, rt_only=True)
    may = {
        person: share_of(need, standing_of(person)) is not None
        for person in (cast.requester, cast.volunteer, cast.rt_head)
    }
    assert may == {cast.requester: True, cast.volunteer: False, cast.rt_head: False}


def test_nothing_of_a_person_goes_out(
    marked: AidRequest, cast: Cast, client: Client, client_of: ClientOf
) -> None:
    share = share_of(marked, standing_of(cast.volunteer))
    assert share
    answers = [
        share.text,
        unquote(share.wa_url),
        whole(client, link(marked)),
        whole(client, f"{link(marked)}kartu.png"),
        whole(client_of(cast.outsider), link(marked)),
    ]
    phone = str(cast.requester.phone).removeprefix("+62")
    marks = (TITLE, DETAILS, NAME, phone, "Gang", "Sukamaju")
    assert [mark for mark in marks for answer in answers if mark in answer] == []


def test_a_stranger_reads_what_the_open_web_may_know(marked: AidRequest, client: Client) -> None:
    response = client.get(link(marked))
    shown = read(response.content.decode())
    assert (response.status_code, shown.language) == (200, "id")
    start = shown.texts.index("Butuh bantuan")
    assert shown.texts[start : start + 6] == [
        "Butuh bantuan",
        "Belanja / titip beli",
        "Minggu, 22 November 2099 pukul 07.30 WIB",
        "RT 003/RW 005",
        "Masih butuh 2 orang",
        "Masuk untuk membantu",
    ]
    assert f"/masuk/?next=/b/{marked.code}/" in shown.links
    assert left_in_english(shown.texts) == set()


def test_the_landing_speaks_english_to_who_chose_it(marked: AidRequest, client: Client) -> None:
    client.cookies["bahasa"] = "en"
    texts = read(client.get(link(marked)).content.decode()).texts
    assert {"Help needed", "Errands", "2 more needed", "Sign in to help"} <= set(texts)


def test_messengers_find_a_card_and_search_engines_are_sent_away(
    marked: AidRequest, client: Client
) -> None:
    page = client.get(link(marked)).content.decode()
    facts = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', page))
    when = "Minggu, 22 November 2099 pukul 07.30\N{NO-BREAK SPACE}WIB"
    description = f"Masih butuh 2 orang · {when} · RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005"
    assert {
        key: value for key, value in facts.items() if key in FACTS or key.startswith("og:")
    } == {
        "robots": "noindex",
        "description": description,
        "og:type": "website",
        "og:site_name": "Gotong Royong",
        "og:locale": "id_ID",
        "og:title": "Butuh bantuan: Belanja / titip beli",
        "og:description": description,
        "og:url": f"{SITE}/b/{marked.code}/",
        "og:image": f"{SITE}/b/{marked.code}/kartu.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
    }


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# What a live need of the whole RW becomes, and how.
UNSEEN: dict[str, dict[str, object]] = {
    "unknown": {"code": "QQQQQQ"},
    "hidden": {"hidden_at": LONG_AGO},
    "held": {"held_for": "link"},
    "of the RT alone": {"audience": "rt"},
    "of coordinators": {"audience": "coordinators"},
    "awaiting approval": {"status": "pending"},
    "cancelled": {"status": "cancelled"},
    "done": {"status": "done", "done_at": LONG_AGO},
    "past its end": {
        "starts_at": LONG_AGO,
        "needed_at": LONG_AGO,
        "expires_at": LONG_AGO + timedelta(hours=6),
    },
    **{category: {"category": category} for category in NEVER_PUBLIC},
}


def change(need: AidRequest, **values: object) -> None:
    AidRequest.objects.filter(pk=need.pk).update(**values)


def test_no_code_can_be_told_from_one_that_was_never_given_out(
    marked: AidRequest, client: Client
) -> None:
    public = told(client, link(marked))
    before = AidRequest.objects.filter(pk=marked.pk).values()[0]
    answers, pictures = {}, {}
    for name, values in UNSEEN.items():
        change(marked, **values)
        answers[name] = told(client, f"/b/{before['code']}/")
        pictures[name] = client.get(f"/b/{before['code']}/kartu.png").content
        change(marked, **before)
    assert told(client, link(marked)) == public
    assert len({*answers.values()}) == 1
    assert {*answers.values()} != {public}
    assert {*pictures.values()} == {client.get("/kartu.png").content}


def test_a_full_need_of_the_whole_rw_stays_public(cast: Cast, client: Client) -> None:
    page = client.get(link(helped_need(cast, helpers=1))).content.decode()
    assert "Sudah cukup orang" in read(page).texts


@pytest.mark.parametrize("who", ["outsider", "other_rt"])
def test_who_is_signed_in_but_may_not_see_it_gets_the_page_of_unknown_codes(
    who: str, cast: Cast, client_of: ClientOf
) -> None:
    need = open_need(cast, rt_only=who == "other_rt")
    client = client_of(getattr(cast, who))
    seen = told(client, link(need))
    change(need, code="QQQQQQ")
    assert (seen[0], seen) == (200, told(client, link(need)))
    assert "Tautan ini untuk warga satu RW, atau waktunya sudah lewat." in seen[1]


def test_a_resident_is_led_to_the_sign_up(
    marked: AidRequest, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.volunteer)
    response = client.get(link(marked).lower())
    assert (response.status_code, response["Location"]) == (302, f"/kebutuhan/{marked.code}/#bantu")
    assert 'id="bantu"' in client.get(f"/kebutuhan/{marked.code}/").content.decode()


def test_a_resident_still_finds_what_is_over(cast: Cast, client_of: ClientOf) -> None:
    need = actions.cancel_need(open_need(cast), requester=standing_of(cast.requester))
    response = client_of(cast.volunteer).get(link(need))
    assert response["Location"] == f"/kebutuhan/{need.code}/#bantu"


def test_who_awaits_verification_is_led_to_the_waiting_page(
    marked: AidRequest, cast: Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.waiting).get(link(marked))
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_in_leads_back_through_the_link(marked: AidRequest, client: Client) -> None:
    sent = {"login": "0812-0000-0003", "password": "gotong-royong", "next": link(marked)}
    response = client.post("/masuk/", sent, follow=True)
    assert response.redirect_chain == [
        (link(marked), 302),
        (f"/kebutuhan/{marked.code}/#bantu", 302),
    ]


def test_the_picture_is_cached_for_everybody_and_asked_for_by_its_tag(
    marked: AidRequest, cast: Cast, client: Client, client_of: ClientOf
) -> None:
    path = f"{link(marked)}kartu.png"
    first = client.get(path)
    assert Image.open(BytesIO(first.content)).size == (1200, 630)
    assert (first["Content-Type"], first["Cache-Control"]) == ("image/png", "public, max-age=300")
    assert (first["Content-Language"], first["X-Robots-Tag"]) == ("id", "noindex")
    assert first.cookies == {}
    member = client_of(cast.rt_head)
    member.cookies["bahasa"] = "en"
    assert member.get(path).content == first.content
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_the_picture_follows_the_places_left(
    marked: AidRequest, cast: Cast, client: Client
) -> None:
    path = f"{link(marked)}kartu.png"
    first = client.get(path)
    helping.offer_help(marked, volunteer=standing_of(cast.volunteer))
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
