"""The smaller forms, and what stands in addresses."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import Resident
from notifications.dispatch import send_due
from requests_app.models import AidRequest
from tests.bad_input.bad import MARKUP, NUL, Answer, shows_no_markup
from tests.cast import Cast
from tests.requests_app.factory import open_need, pending_need

ClientOf = Callable[[Resident], Client]
BAD_KEYS = [
    "", "x", "--", "1-2", "1-2-3-4", "9-1-1", "-1-1-1", "0-99999999999999999999-1",
    "0-1-" + "9" * 30,
    "0--1-1", "0-1--1", "²-1-1", "0-1e9-1", "0-" + "9" * 5000 + "-1", "nan-1-1",
    "0-253402300800000000-1", "0--62135596800000000-1", *MARKUP.values(), NUL,
]  # fmt: skip
# Keys that no page of ours names, and how many of the two cards lie behind each.
ODD_KEYS = {"0-0-0": 2, "+0-0-0": 2, " 0-0-0": 2, "0-0_1-1": 2, "1-4102444800000000-1": 1,
            "2-4102444800000000-1": 0}  # fmt: skip
NEXTS = [
    "//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\\evil.example",
    "\x00",
]


@pytest.fixture
def head(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.rt_head)


def reason_error(response: Answer, which: str) -> str:
    text = response.content.decode()
    assert f'aria-describedby="reason-{which}_error"' in text
    said = text.partition(f'id="reason-{which}_error"')[2]
    return said.partition("<span>")[2].partition("</span>")[0]


@pytest.mark.parametrize(("verb", "which"), [("minta-perbaikan", "changes"), ("tolak", "decline")])
@pytest.mark.parametrize("reason", ["", "  ", "ab", "panjang " * 60, NUL, "<script>alert(1)" * 40])
def test_a_bad_reason_is_said_and_kept(
    head: Client, cast: Cast, verb: str, which: str, reason: str
) -> None:
    need = pending_need(cast)
    response = head.post(f"/pengurus/{need.code}/{verb}/", {"reason": reason})
    assert response.status_code == 422
    assert reason_error(response, which)
    assert shows_no_markup(response)
    assert escape(reason.strip()) in response.content.decode()
    need.refresh_from_db()
    assert (need.status, need.reason) == (AidRequest.Status.PENDING, "")


@pytest.mark.parametrize("reason", MARKUP.values(), ids=MARKUP.keys())
def test_markup_in_a_reason_stays_words(
    head: Client, cast: Cast, client_of: ClientOf, reason: str
) -> None:
    need = pending_need(cast)
    assert (
        head.post(f"/pengurus/{need.code}/tolak/", {"reason": reason, "revision": "0"}).status_code
        == 302
    )
    page = client_of(cast.requester).get(f"/kebutuhan/{need.code}/")
    assert escape(reason) in page.content.decode()
    assert shows_no_markup(page)


@pytest.fixture
def two_cards(cast: Cast) -> list[str]:
    """On the board, the urgent one first, and in the head's inbox too."""
    needs = [open_need(cast, category=category) for category in ("water", "errand")]
    send_due()
    return [need.code for need in needs]


def cards(response: Answer) -> list[str]:
    return re.findall(r'<a href="/kebutuhan/(\w{6})/"', response.content.decode())


def notices(response: Answer) -> list[str]:
    return re.findall(r'action="/pemberitahuan/(\d+)/"', response.content.decode())


@pytest.mark.parametrize("key", BAD_KEYS, ids=range(len(BAD_KEYS)))
def test_a_bad_key_is_the_first_page(head: Client, two_cards: list[str], key: str) -> None:
    for path in ("/papan/?", "/papan/?rt=saya&"):
        response = head.get(f"{path}setelah={quote(key)}")
        assert (path, response.status_code, cards(response)) == (path, 200, two_cards)
        assert shows_no_markup(response)
    first = notices(head.get("/pemberitahuan/"))
    for key_there in (key, "0", "9" * 18):
        response = head.get(f"/pemberitahuan/?setelah={quote(key_there)}")
        assert (response.status_code, len(first), notices(response)) == (200, 2, first)
        assert shows_no_markup(response)


@pytest.mark.parametrize(("key", "behind"), ODD_KEYS.items())
def test_an_odd_key_shows_what_lies_behind_it(
    head: Client, two_cards: list[str], key: str, behind: int
) -> None:
    response = head.get(f"/papan/?setelah={quote(key)}")
    assert (response.status_code, cards(response)) == (200, two_cards[2 - behind :])


@pytest.mark.parametrize(
    "code", [*MARKUP.values(), "a" * 3000, "\x00", "AAAAA\x00", "..%2f", "%F0%28"]
)
def test_a_code_that_is_none_is_not_found(head: Client, code: str) -> None:
    for path in (f"/kebutuhan/{quote(code)}/", f"/pengurus/{quote(code)}/"):
        response = head.get(path)
        assert response.status_code == 404
        assert shows_no_markup(response)


@pytest.mark.parametrize("pk", ["0", "-1", "9" * 18, "9" * 30, "abc"])
def test_a_notice_that_is_none_is_not_found(head: Client, pk: str) -> None:
    assert head.post(f"/pemberitahuan/{pk}/").status_code == 404


@pytest.mark.parametrize("language", ["", "xx", "EN", "../id", "en\x00", *MARKUP.values()])
def test_an_unknown_language_changes_nothing(head: Client, cast: Cast, language: str) -> None:
    response = head.post("/bahasa/", {"language": language})
    cast.rt_head.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (cast.rt_head.language, "bahasa" in response.cookies) == ("", False)


@pytest.mark.parametrize("target", NEXTS)
def test_no_form_leads_off_the_site(client: Client, cast: Cast, target: str) -> None:
    chosen = client.post("/bahasa/", {"language": "en", "next": target})
    assert chosen["Location"] == "/"
    entry = {"login": "0812-0000-0003", "password": "gotong-royong", "next": target}
    assert client.post("/masuk/", entry)["Location"] == "/"


@pytest.mark.parametrize("phone", ["", "0812-9999-9999", "+6281200000004", "\x00", "<b>"])
def test_one_tap_sign_in_knows_the_cast_alone(client: Client, cast: Cast, phone: str) -> None:
    assert client.post("/demo/masuk/", {"phone": phone}).status_code == 404


def test_one_tap_sign_in_is_for_loopback_alone(client: Client, cast: Cast) -> None:
    entry = {"phone": "0812-0000-0003"}
    assert client.post("/demo/masuk/", entry, REMOTE_ADDR="192.0.2.7").status_code == 404
    proxied = client.post("/demo/masuk/", entry, headers={"X-Forwarded-For": "127.0.0.1"})
    assert proxied.status_code == 404


def test_a_code_typed_in_small_letters_is_found(head: Client, cast: Cast) -> None:
    need = pending_need(cast)
    assert head.get(f"/kebutuhan/{need.code.lower()}/").status_code == 200
