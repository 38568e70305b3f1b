"""Several processes under one parent: started in turn, watched together, ended together.

honcho's own manager starts all at once and signals whole groups, which would kill
Celery's children in the middle of a send; its process, message and printer are used here.
"""

import collections
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import FrameType
from typing import Any, Protocol

from honcho.colour import get_colours
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from gotongroyong.services import pids
from gotongroyong.services.trouble import NO_SPACE, DiskFull, Trouble

FIRST_LINES, LAST_LINES = 200, 20
# Together below the ten seconds within which a stop must be over.
PATIENCE = 6.0
SERVICE_PATIENCE = 2.5


class Recorder(Protocol):
    def record(self, name: str, pid: int) -> None: ...


class StopAsked(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


class ChildDied(Trouble):
    pass


class Child(Process):
    """honcho's process, followed by a thread instead of one more process.

    So the parent sees an end even while a grandchild still holds the output open, and
    a killed parent leaves no followers behind.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None,
        options: Mapping[str, Any],
        stop_signal: int,
        colour: str | None,
        quiet: bool,
    ) -> None:
        super().__init__(
            command, name=name, env=env, cwd=options.get("cwd"), colour=colour, quiet=quiet
        )
        self.stop_signal = stop_signal
        # The first too: a worker that finds a hundred stale rings says 'ready' before them.
        self.first_lines: list[str] = []
        self.last_lines: collections.deque[str] = collections.deque(maxlen=LAST_LINES)
        user = {key: value for key, value in options.items() if key != "cwd"}
        self._child_ctor = partial(Popen, shell=False, stdin=subprocess.DEVNULL, **user)

    def start(self, lines: "Lines") -> int:
        self._events = lines
        self._child = self._child_ctor(self.cmd, env=self.env, cwd=self.cwd)
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()
        return int(self._child.pid)

    @property
    def pid(self) -> int:
        return int(self._child.pid)

    @property
    def code(self) -> int | None:
        code: int | None = self._child.poll()
        return code

    def end(self, signum: int | None = None) -> None:
        """Its own id only: Celery's children finish what they send."""
        if self.code is None:
            pids.send(signum or self.stop_signal, self.pid)

    def hear_out(self) -> None:
        """Give its last words a moment to arrive."""
        self._follower.join(timeout=0.5)

    def _follow(self) -> None:
        with self._child.stdout as output:
            for line in output:
                words = line.decode(errors="replace").rstrip("\n")
                self.last_lines.append(words)
                if len(self.first_lines) < FIRST_LINES:
                    self.first_lines.append(words)
                if not self.quiet:
                    self._send_message(line)


class Lines:
    """Takes the children's messages and prints them, one at a time."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self._lock = threading.Lock()

    def put(self, message: Message) -> None:
        with self._lock:
            try:
                self.printer.write(message)
            except (OSError, ValueError):
                # The reader of our output went away; the work goes on without it.
                self.printer.output = open(os.devnull, "w")  # noqa: SIM115 - lives as long as we


class Supervisor:
    def __init__(self, recorder: Recorder, printer: Printer | None = None) -> None:
        self.children: dict[str, Child] = {}
        self.stop_asked = False
        self._recorder = recorder
        self._lines = Lines(printer or Printer(sys.stdout, width=len("postgres")))
        self._colours = get_colours()

    def heed_signals(self) -> None:
        """A signal only sets a flag, so that it never breaks a step half-way."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._ask_stop)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
        stop_signal: int = signal.SIGTERM,
        quiet: bool = False,
    ) -> Child:
        self._heed_stop()
        child = Child(
            name,
            command,
            env=env,
            options=options or {},
            stop_signal=stop_signal,
            colour=next(self._colours),
            quiet=quiet,
        )
        pid = child.start(self._lines)
        self.children[name] = child
        self._recorder.record(name, pid)
        return child

    def run(self, name: str, command: Sequence[str], **how: Any) -> None:
        """Run one that ends by itself, while the others are watched."""
        child = self.start(name, command, **how)
        while child.code is None:
            self._look(except_for=name)
            time.sleep(0.02)
        del self.children[name]
        if child.code:
            raise self._death(child)

    def wait_for(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            self._look()
            if time.monotonic() > deadline:
                raise Trouble(f"{what} didn't answer within {seconds:.0f} seconds.")
            time.sleep(0.05)

    def wait_to_say(self, name: str, words: str, *, seconds: float) -> None:
        """Until these words stand in one of its first lines."""
        child = self.children[name]
        self.wait_for(
            lambda: any(words in line for line in tuple(child.first_lines)),
            seconds=seconds,
            what=name,
        )

    def watch(self, each_turn: Callable[[], None] = lambda: None) -> None:
        """Until a stop is asked for or a child ends."""
        while True:
            self._look()
            each_turn()
            time.sleep(0.2)

    def stop(self, *names: str, patience: float = PATIENCE) -> None:
        """End these children: by request, then by force and with all they started."""
        ending = [self.children[name] for name in names if name in self.children]
        for child in ending:
            child.end()
        pids.gone_within(patience, lambda: any(child.code is None for child in ending))
        for child in ending:
            # Also when it went by itself, for it may have left children of its own.
            pids.kill_group(child.pid)
            child.hear_out()
            self.children.pop(child.name, None)

    def stop_all(self, *, last: Sequence[str] = ()) -> None:
        """The services come last, so that the others can still finish their work on them."""
        self.stop(*(name for name in self.children if name not in last))
        self.stop(*last, patience=SERVICE_PATIENCE)

    def _look(self, except_for: str = "") -> None:
        self._heed_stop()
        for child in self.children.values():
            if child.name != except_for and child.code is not None:
                raise self._death(child)

    def _heed_stop(self) -> None:
        if self.stop_asked:
            raise StopAsked

    def _ask_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stop_asked = True

    def _death(self, child: Child) -> Trouble:
        child.hear_out()
        words = "\n".join(f"  {line}" for line in child.last_lines)
        if NO_SPACE.lower() in words.lower():
            return DiskFull((child.env or {}).get("DATA_DIR") or child.cwd or os.getcwd())
        return ChildDied(f"{child.name} ended with code {child.code}. Its last lines:\n{words}")
