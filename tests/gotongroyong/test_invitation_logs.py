"""An invitation's code reaches neither a log nor a report of an error."""

import logging

import pytest
from django.test import Client

from gotongroyong.logs import hide_tokens
from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(cast: Cast) -> str:
    head = standing_of(cast.rt_head)
    return code_of(invitations.invite_residents(rt_of(cast.requester), by=head)) or ""


def lines_of(caplog: pytest.LogCaptureFixture) -> str:
    """As our formatter would write them."""
    return str(
        [
            hide_tokens(None, "", {"event": each.getMessage(), "exception": each.exc_text or ""})
            for each in caplog.records
        ]
    )


def test_neither_a_page_that_failed_nor_a_wrong_code_is_logged_by_its_code(
    code: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*args: object) -> str:
        raise ValueError(f"Reverse for 'join' with arguments ('{code}',) not found")

    monkeypatch.setattr("neighborhoods.join_views.place_of", breaks)
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    bare = code.replace("-", "").lower()
    with caplog.at_level(logging.DEBUG):
        for written in (code, bare, f"{code[:5]} {code[6:]}"):
            assert client.get(f"/gabung/{written}/").status_code == 500
        client.post(f"/gabung/{code}/")
        client.post("/gabung/", {"code": code})
        client.get(f"/gabung/{code}x/")
        client.get(f"/masuk/?next=/gabung/{code}/")
    said = lines_of(caplog)
    assert "/gabung/***" in said
    assert [part for part in (code, bare, code[:5], code[6:]) if part in said] == []


@pytest.mark.parametrize(
    "line",
    [
        "GET /gabung/{0}/ failed",
        "/masuk/?next=%2Fgabung%2F{0}%2F",
        "/masuk/?next=/gabung/{0}/akun/",
        "no row for {0} here",
        "at /gabung/ {0}/",
    ],
)
def test_a_code_is_hidden_wherever_it_stands(code: str, line: str) -> None:
    hidden = hide_tokens(None, "", {"event": line.format(code)})["event"]
    assert (code in hidden, "***" in hidden) == (False, True)


def test_what_follows_the_bare_address_stays_readable() -> None:
    line = "Forbidden (CSRF token missing.): /gabung/ and /pengurus/rt/3/gabung/ by POST"
    assert hide_tokens(None, "", {"event": line})["event"] == line


def test_a_number_that_the_database_quotes_is_hidden() -> None:
    """`Key (phone)=(+62…) already exists`, in the words of an error that nobody foresaw."""
    hidden = hide_tokens(None, "", {"exception": "Key (phone)=(+6281200000003) already exists."})
    assert hidden["exception"] == "Key (phone)=(***) already exists."
    line = {"event": "at 2026-11-25T01:00:00+00:00, +7 days"}
    assert hide_tokens(None, "", dict(line)) == line
