"""A mail server that speaks real SMTP and remembers what it was given."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class MailServer(Message):
    """Keeps every accepted message; `answer` may delay or refuse one by its recipient."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.messages: list[Any] = []
        self.answer: Callable[[str], str] = lambda address: "250 OK"
        # How long the next recipients have to wait for their answer.
        self.delays: list[float] = []
        # How long everybody else has.
        self.pace = 0.0
        self.port = free_port()
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        with self._lock:
            return [message["Message-ID"] for message in self.messages]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.delays.pop(0) if self.delays else self.pace)
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    def handle_message(self, message: Any) -> None:
        with self._lock:
            self.messages.append(message)


def wait_until(condition: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return condition()
