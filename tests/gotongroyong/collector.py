"""A server that takes error reports as Sentry does, and keeps every byte of them."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import brotli  # type: ignore[import-untyped]  # it ships no types


class Collector:
    def __init__(self) -> None:
        self.bodies: list[str] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = [f"{name}: {value}" for name, value in self.headers.items()]
                collector.bodies.append("\n".join([*told, "", self.unpacked(body)]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def unpacked(self, body: bytes) -> str:
                ways = {"gzip": gzip.decompress, "br": brotli.decompress}
                way = ways.get(self.headers.get("Content-Encoding", ""), bytes)
                return way(body).decode()

            def log_message(self, format: str, *args: Any) -> None:
                """Not into the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

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

    @property
    def dsn(self) -> str:
        return f"http://somekey@127.0.0.1:{self._server.server_port}/1"

    @property
    def reports(self) -> list[dict[str, Any]]:
        """An envelope is lines of JSON: its header, then header and payload of each item."""
        found = []
        for body in self.bodies:
            lines = body.partition("\n\n")[2].splitlines()
            for header, payload in zip(lines[1::2], lines[2::2], strict=False):
                if json.loads(header)["type"] == "event":
                    found.append(json.loads(payload))
        return found
