"""Stands in for Caddy: one door to all web processes, with the headers of a TLS proxy."""

import http.client
import re
import threading
from collections import Counter
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from types import TracebackType
from typing import Any, Self

from gotongroyong.datadir import BASE_DIR

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"}
# What a client says of itself in these is dropped, as Caddy does.
FORWARDED = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
CADDYFILE = BASE_DIR / "deploy" / "Caddyfile"
# And whatever that file tells it to drop.
DROPPED = re.findall(r"(?m)^\s*request_header -(\S+)$", CADDYFILE.read_text().lower())


class Proxy:
    def __init__(self, upstreams: list[int]) -> None:
        self.served: Counter[int] = Counter()
        self._turn = cycle(upstreams)
        self._lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                proxy.pass_on(self)

            do_HEAD = do_POST = do_GET  # noqa: N815 - names of the library's

            def log_message(self, format: str, *args: Any) -> None:
                """Not into the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next_upstream(self) -> int:
        with self._lock:
            port = next(self._turn)
            self.served[port] += 1
        return port

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        web = http.client.HTTPConnection("127.0.0.1", self.next_upstream(), timeout=30)
        try:
            web.request(asked.command, asked.path, body or None, forwarded(asked))
            self.answer(asked, web.getresponse())
        finally:
            web.close()

    def answer(self, asked: BaseHTTPRequestHandler, reply: http.client.HTTPResponse) -> None:
        body = reply.read()
        asked.send_response_only(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                asked.send_header(name, value)
        length = reply.getheader("Content-Length") if asked.command == "HEAD" else len(body)
        asked.send_header("Content-Length", str(length or 0))
        asked.end_headers()
        asked.wfile.write(body)


def forwarded(asked: BaseHTTPRequestHandler) -> dict[str, str]:
    """By name, as Caddy writes them: what a web process makes of two alike depends on it."""
    kept = {name: value for name, value in asked.headers.items() if is_passed_on(name.lower())}
    own = {
        "X-Forwarded-For": str(asked.client_address[0]),
        "X-Forwarded-Proto": "https",
        "Connection": "close",
    }
    return dict(sorted((kept | own).items()))


def is_passed_on(name: str) -> bool:
    if name in HOP_BY_HOP | FORWARDED:
        return False
    return not any(fnmatchcase(name, pattern) for pattern in DROPPED)
