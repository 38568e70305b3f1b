"""Whom a web process takes a client for, behind the proxy of deploy/Caddyfile."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256

import pytest

from gotongroyong import launch
from gotongroyong.datadir import BASE_DIR
from gotongroyong.services.ports import free_port
from tests.notifications.smtp import wait_until
from tests.production.proxy import Proxy

CLAIMED = {"X_Forwarded_For": "10.9.9.9", "x_forwarded-for": "10.9.9.8", "X_Forwarded_Proto": "ws"}


@pytest.fixture(scope="module")
def web() -> Iterator[int]:
    """granian, which writes both `X-Name` and `X_Name` as HTTP_X_NAME and keeps one of them."""
    port = free_port()
    words = ["--interface=wsgi", f"--port={port}", "--no-log", "tests.production.echo:application"]
    with ExitStack() as end:
        granian = end.enter_context(
            subprocess.Popen([sys.executable, "-m", "granian", *words], cwd=BASE_DIR)
        )
        end.callback(granian.terminate)
        assert wait_until(lambda: launch.answers(f"http://127.0.0.1:{port}/"), seconds=30)
        yield port


def told(port: int, headers: dict[str, str]) -> list[str]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("POST", "/", "a=b", headers)
    answer: list[str] = json.loads(client.getresponse().read())
    client.close()
    return answer


def beside(number: int) -> dict[str, str]:
    """Which of two wins depends on the other headers, so that a client tries some out."""
    words = sha256(str(number).encode()).hexdigest()
    return {f"x{words[at : at + 8]}": "1" for at in range(0, number % 6 * 8, 8)}


def test_what_a_client_says_of_itself_with_underscores_reaches_no_web_process(web: int) -> None:
    with Proxy([web]) as proxy:
        answers = {tuple(told(proxy.port, CLAIMED | beside(number))) for number in range(120)}
    assert answers == {("127.0.0.1", "https")}
