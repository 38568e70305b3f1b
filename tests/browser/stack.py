"""The product as it is served: granian with the real settings, on the test database."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

from django.db import connection
from honcho.printer import Printer

from gotongroyong import launch
from gotongroyong.datadir import BASE_DIR
from gotongroyong.processes import Supervisor
from gotongroyong.services.claim import Claim, own_folder
from gotongroyong.services.ports import free_port

HOST = "127.0.0.1"
DAY, NIGHT = "00:00-00:00", "00:00-23:59"


class Stack:
    """Started and ended as the demo does it, with files of its own."""

    def __init__(self, home: Path, *, broker: str, static: Path) -> None:
        own_folder(home)
        port = free_port()
        self.url = launch.site_url(HOST, port)
        self.mail = home / "mail"
        self.commands = launch.commands(HOST, port)
        self.env = launch.demo_env(home, HOST, port) | {
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": broker,
            "EMAIL_URL": f"filemail://{quote(str(self.mail))}",
            "SITE_URL": self.url,
            # Nobody listens there; the pages of the code exist, and no message goes out.
            "SMS_GATEWAY_URL": "http://127.0.0.1:9/",
            "STATIC_ROOT": str(static),
            # At any hour of the real clock a reminder of one's duty has to pass the night.
            "QUIET_HOURS": NIGHT,
        }
        self.claim = Claim(home)
        self.processes = Supervisor(self.claim, Printer(StringIO()))

    def __enter__(self) -> Self:
        self.claim.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.processes.stop_all()
        self.claim.__exit__(kind, error, trace)

    def open(self) -> None:
        self._start("web")
        for address in (f"{self.url}/healthz", f"{self.url}/"):
            answers = partial(launch.answers, address)
            self.processes.wait_for(answers, seconds=60, what=address)

    @contextmanager
    def celery(self) -> Iterator[None]:
        """A real worker and a real beat, ticking as in production."""
        self._start("worker")
        self._start("beat")
        try:
            self.processes.wait_to_say("worker", " ready", seconds=60)
            yield
        finally:
            self.processes.stop("worker", "beat")

    def manage(self, *words: str, **settings: str) -> str:
        env = {**self.env, **settings}
        return subprocess.run(
            launch.manage(*words), env=env, check=True, capture_output=True, text=True
        ).stdout

    def _start(self, name: str) -> None:
        how = {"env": self.env, "options": {"cwd": BASE_DIR}}
        self.processes.start(name, self.commands[name], quiet=True, **how)  # type: ignore[arg-type]


def own_database_url() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
