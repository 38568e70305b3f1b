"""Six digits by a gateway that speaks HTTP: in time, once, and five wrong tries at the most."""

import json
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, Queue
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts import gateway
from accounts.models import Resident, SignInCode
from accounts.sign_in_codes import BY_ADDRESS, PER
from tests.cast import Cast

PHONE, UNKNOWN = "0812-0000-0004", "0812-0000-8888"
Sent = Queue[dict[str, str]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings: Settings) -> Iterator[Sent]:
    """What the gateway was told to send."""
    messages: Sent = Queue()

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            messages.put(json.loads(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    yield messages
    server.shutdown()
    server.server_close()


def ask(client: Client, phone: str = PHONE):  # type: ignore[no-untyped-def]  # Django's test response
    return client.post("/masuk/kode/", {"phone": phone})


def enter(client: Client, code: str):  # type: ignore[no-untyped-def]  # Django's test response
    return client.post("/masuk/kode/isi/", {"code": code})


def code_in(sent: Sent) -> str:
    found = re.search(r"\b\d{6}\b", sent.get(timeout=5)["text"])
    assert found
    return found[0]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_without_a_gateway_there_is_no_such_page(client: Client) -> None:
    assert client.get("/masuk/kode/").status_code == 404
    assert b"/masuk/kode/" not in client.get("/masuk/").content


def test_the_code_signs_in_once_and_says_only_itself(
    cast: Cast, client: Client, sent: Sent
) -> None:
    assert b"/masuk/kode/" in client.get("/masuk/").content
    assert ask(client).headers["Location"] == "/masuk/kode/isi/"
    message = sent.get(timeout=5)
    assert message["to"] == "+6281200000004"
    assert re.fullmatch(
        r"Gotong Royong: kode Anda \d{6}\. Berlaku 10 menit\. Jangan berikan kepada siapa pun,"
        r" termasuk pengurus\.",
        message["text"],
    )
    code = message["text"][25:31]
    browser = client.session["sign_in_code"]
    assert enter(client, code).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.requester.pk)
    again = Client()
    session = again.session
    session["sign_in_code"] = browser
    session.save()
    again.cookies["sessionid"] = str(session.session_key)
    assert enter(again, code).status_code == 422
    stored = str(list(SignInCode.objects.values()))
    assert (code in stored, browser in stored) == (False, False)


def test_the_code_works_in_the_browser_that_asked_only(cast: Cast, sent: Sent) -> None:
    here, elsewhere = Client(), Client()
    ask(here)
    ask(elsewhere, UNKNOWN)
    code = code_in(sent)
    assert enter(elsewhere, code).status_code == 422
    assert enter(Client(), code).status_code == 422
    assert enter(here, f"{code[:3]} {code[3:]}").status_code == 302


def test_five_wrong_tries_void_it(cast: Cast, client: Client, sent: Sent) -> None:
    ask(client)
    code = code_in(sent)
    statuses = [enter(client, other_than(code)).status_code for _ in range(5)]
    assert (statuses, enter(client, code).status_code) == ([422] * 5, 422)
    assert not is_in(client)


def test_it_ends_after_ten_minutes(cast: Cast, client: Client, sent: Sent) -> None:
    ask(client)
    code = code_in(sent)
    made = SignInCode.objects.get()
    assert made.expires_at - made.made_at > timedelta(minutes=9, seconds=59)
    made.expires_at = made.made_at
    made.save(update_fields=["expires_at"])
    assert enter(client, code).status_code == 422


def test_three_are_sent_in_a_quarter_of_an_hour(cast: Cast, client: Client, sent: Sent) -> None:
    written = ["081200000004", "+62 812 0000 0004", PHONE, PHONE, "62812-0000-0004"]
    assert [ask(client, phone).status_code for phone in written] == [302] * 3 + [422] * 2
    assert [len(code_in(sent)) for _ in range(3)] == [6] * 3
    with pytest.raises(Empty):
        sent.get(timeout=0.3)


def test_ten_are_sent_a_day_so_that_fifty_guesses_are_all(cast: Cast, sent: Sent) -> None:
    start, asked = timezone.now(), []
    for quarter in range(5):
        with time_machine.travel(start + quarter * PER, tick=False):
            answers = [ask(Client()) for _ in range(3)]
            asked += [answer.status_code for answer in answers]
    assert asked == [302] * 10 + [422] * 5
    assert "Silakan coba lagi nanti" in answers[-1].content.decode()
    assert [len(code_in(sent)) for _ in range(10)] == [6] * 10
    with pytest.raises(Empty):
        sent.get(timeout=0.3)
    with time_machine.travel(start + timedelta(days=1, minutes=1), tick=False):
        assert ask(Client()).status_code == 302


def test_an_operator_gets_no_code(cast: Cast, client: Client, sent: Sent) -> None:
    """What they may do is worth more than a message that others may read."""
    assert ask(client, str(cast.operator.phone)).status_code == 302
    with pytest.raises(Empty):
        sent.get(timeout=0.3)
    ask(client)
    code = code_in(sent)
    Resident.objects.filter(pk=cast.requester.pk).update(is_staff=True)
    assert (enter(client, code).status_code, is_in(client)) == (422, False)


def test_an_unknown_number_gets_the_same_answers_at_the_same_cost(cast: Cast, sent: Sent) -> None:
    cast.volunteer.is_active = False
    cast.volunteer.save(update_fields=["is_active"])
    answers, costs = [], []
    for phone in (PHONE, UNKNOWN, cast.volunteer.phone, cast.operator.phone):
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answers.append((ask(client, str(phone)).status_code, enter(client, "12345x").content))
        costs.append(len(asked))
    bodies = {re.sub(rb'value="[^"]{64}"', b"", body) for _, body in answers}
    assert ({status for status, _ in answers}, len(bodies)) == ({302}, 1)
    assert len(set(costs)) == 1
    assert sent.get(timeout=5)["to"] == "+6281200000004"
    with pytest.raises(Empty):
        sent.get(timeout=0.3)


@pytest.mark.parametrize("code", ["", "12", "1234567", "abcdef", "１２３４５６", "\x00" * 6, "<b>"])
def test_what_is_no_code_is_said(client: Client, sent: Sent, code: str) -> None:
    answer = enter(client, code)
    assert (answer.status_code, "code" in answer.context["form"].errors) == (422, True)


def test_a_gateway_that_is_gone_is_no_fault_of_the_page(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/send"
    assert ask(client).status_code == 302


def test_one_address_asks_for_sixty_and_takes_none_from_the_next(
    cast: Cast, client: Client, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BY_ADDRESS == 60
    monkeypatch.setattr("accounts.sign_in_codes.BY_ADDRESS", 4)
    phones = [f"0812-7777-{number:04}" for number in range(6)]
    assert [ask(client, phone).status_code for phone in phones] == [302] * 4 + [422] * 2
    # Refused by address it costs the number nothing.
    elsewhere = [
        client.post("/masuk/kode/", {"phone": phones[5]}, REMOTE_ADDR="198.51.100.9").status_code
        for _ in range(4)
    ]
    assert elsewhere == [302] * 3 + [422]


def test_a_code_is_any_of_a_million(
    cast: Cast, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def below(count: int) -> int:
        asked.append(count)
        return 42

    monkeypatch.setattr("accounts.sign_in_codes.secrets.randbelow", below)
    ask(Client())
    assert (code_in(sent), asked) == ("000042", [10**6])


def test_a_gateway_that_speaks_no_http_is_no_fault_of_the_page(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(1000)
                peer.sendall(b"halo +6281200000004\r\n\r\n")

        Thread(target=babble, daemon=True).start()
        gateway.post(f"http://127.0.0.1:{server.getsockname()[1]}/", "+6281200000004", "kode")
    assert "gateway_failed" in caplog.text
    assert "81200000004" not in caplog.text
