"""The neighbourhood as docker-compose.yml runs it, without containers."""

import subprocess
from functools import partial
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self

from honcho.printer import Printer

from gotongroyong import launch
from gotongroyong.processes import Supervisor
from gotongroyong.services.claim import Claim
from gotongroyong.services.ports import free_port
from tests.notifications.smtp import MailServer
from tests.production import compose
from tests.production.image import Image
from tests.production.proxy import Proxy

# What an operator puts into .env; `localhost` because there Chromium keeps Secure cookies.
DOTENV = {
    "SITE_DOMAIN": "localhost",
    "SECRET_KEY": "kunci-yang-cukup-panjang-untuk-latihan-ini-saja-0123456789",
    "POSTGRES_PASSWORD": "not-used-here",
    "DATABASE_PASSWORD": "not-used-here-either",
    # Each container has two of these on a host of its own; here are two containers on one.
    "WEB_WORKERS": "1",
    "WORKER_CONCURRENCY": "2",
}
TWICE = ("web", "worker", "beat")


class House:
    def __init__(self, home: Path, image: Image, database: str, broker: str) -> None:
        self.image = image
        self.mail = MailServer()
        self.ports = [free_port(), free_port()]
        self.proxy = Proxy(self.ports)
        self.url = f"http://localhost:{self.proxy.port}"
        self.claim = Claim(home)
        self.processes = Supervisor(self.claim, Printer(StringIO()))
        # Compose's own environment, but for what a container's network and TLS would be.
        self.env = {
            **image.env,
            **compose.environment("web", DOTENV),
            "DATABASE_URL": database,
            "REDIS_URL": broker,
            "CSRF_TRUSTED_ORIGINS": self.url,
            "EMAIL_URL": self.mail.url,
            # At any hour of the real clock a reminder of one's duty has to pass the night.
            "QUIET_HOURS": "00:00-23:59",
        }

    def __enter__(self) -> Self:
        self.claim.__enter__()
        self.proxy.__enter__()
        self.mail.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.proxy.__exit__(kind, error, trace)
        self.processes.stop_all()
        self.mail.stop()
        self.claim.__exit__(kind, error, trace)

    def migrate(self) -> str:
        return self.call(compose.command("migrate", DOTENV))

    def call(self, words: list[str], **more: str) -> str:
        done = subprocess.run(
            words,
            env=self.env | more,
            cwd=self.image.source,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def open(self) -> None:
        for name in TWICE:
            for number in (0, 1):
                self.start(name, number)
        for port in self.ports:
            address = f"http://127.0.0.1:{port}/healthz"
            answers = partial(launch.answers, address)
            self.processes.wait_for(answers, seconds=180, what=address)
        for number in (0, 1):
            self.processes.wait_to_say(f"worker{number}", " ready", seconds=180)

    def alive(self) -> list[str]:
        return [name for name, child in self.processes.children.items() if child.code is None]

    def start(self, name: str, number: int) -> None:
        env = self.env | {
            "GRANIAN_HOST": "127.0.0.1",
            "GRANIAN_PORT": str(self.ports[number]),
        }
        words = compose.command(name, DOTENV)
        where = {"cwd": self.image.source}
        self.processes.start(f"{name}{number}", words, env=env, options=where, quiet=True)
