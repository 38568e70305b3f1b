"""The demo's parent: `python -m gotongroyong.serve`, which `manage.py demo` turns into.

It leaves Django to its children: loading it here would cost a start seconds for nothing.
"""

import errno
import os
import sys
from argparse import ArgumentParser
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from gotongroyong import launch
from gotongroyong.datadir import BASE_DIR, data_dir
from gotongroyong.processes import StopAsked, Supervisor
from gotongroyong.services.claim import Claim
from gotongroyong.services.ports import require_free
from gotongroyong.services.run import ADDRESSES, KINDS, start_services
from gotongroyong.services.trouble import DiskFull, Trouble


class Demo:
    def __init__(self, processes: Supervisor, home: Path, host: str, port: int) -> None:
        self.processes = processes
        self.home = home
        self.url = launch.site_url(host, port)
        self.commands = launch.commands(host, port)
        self.env = launch.demo_env(home, host, port)

    def serve(self, given: dict[str, str], *, dev: bool) -> None:
        if wanted := KINDS.keys() - given:
            say("Starting the database and the broker ...")
        found = start_services(self.home, self.processes, wanted=set(wanted), durable=True)
        self.env |= {"DEBUG": str(int(dev)), **given, **found}
        self.processes.run("prepare", launch.manage("prepare_demo"), **self.how)
        # Looked at before the start, so that what is saved during it counts as changed.
        each_turn = launch.watch_sources(self.reopen) if dev else lambda: None
        self.open()
        self.announce()
        self.processes.watch(each_turn)

    @property
    def how(self) -> dict[str, Any]:
        return {"env": dict(self.env), "options": {"cwd": BASE_DIR}}

    def open(self) -> None:
        # The web first and alone: on two cores the others would double its start.
        self.processes.start("web", self.commands["web"], **self.how)
        for address in (f"{self.url}/healthz", f"{self.url}/"):
            answers = partial(launch.answers, address)
            self.processes.wait_for(answers, seconds=60, what=address)
        for name in ("worker", "beat"):
            self.processes.start(name, self.commands[name], **self.how)
        self.processes.wait_to_say("worker", " ready", seconds=60)

    def reopen(self) -> None:
        say("A file changed: starting web, worker and beat again ...")
        self.processes.stop(*self.commands)
        self.open()

    def announce(self) -> None:
        say(f"\nGotong Royong is open: {self.url}/\n")
        say((self.home / launch.CAST).read_text())
        say(f"Mail is written to {self.home / 'mail'}. Ctrl-C ends everything.\n")


def run(host: str, port: int, *, reset: bool, dev: bool) -> None:
    home = data_dir()
    given = launch.given_addresses(home)
    if reset and given:
        raise Trouble(f"--reset wipes only embedded data, and {' and '.join(given)} is set.")
    with Claim(home) as claim:
        processes = Supervisor(claim)
        processes.heed_signals()
        require_free(host, port)
        if reset:
            say(f"Emptying {home} ...")
            claim.wipe()
        try:
            Demo(processes, home, host, port).serve(given, dev=dev)
        finally:
            say("Stopping ...")
            processes.stop_all(last=launch.SERVICES)
            (home / ADDRESSES).unlink(missing_ok=True)
            claim.clear()


def parse(words: list[str]) -> dict[str, Any]:
    parser = ArgumentParser(prog="demo", description="The whole neighbourhood on one machine.")
    # Not HOST: some shells export that as the machine's name, which opens it to the network.
    parser.add_argument("--host", default=os.environ.get("DEMO_HOST") or "127.0.0.1")
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
    parser.add_argument("--reset", action="store_true", help="start with an empty database")
    parser.add_argument("--dev", action="store_true", help="start again when a file changes")
    return vars(parser.parse_args(words))


def port_number(words: str) -> int:
    if words.isdecimal() and 0 < int(words) < 65536:
        return int(words)
    raise Trouble(f"PORT must be a number from 1 to 65535, and it is {words!r}.")


def say(words: str) -> None:
    # Our reader may go away; the children must still be ended in order.
    with suppress(OSError):
        print(words, flush=True)  # noqa: T201 - it talks to who started it


def main() -> None:
    launch.read_dotenv(BASE_DIR / ".env")
    wishes = parse(sys.argv[1:])
    try:
        run(**wishes | {"port": port_number(str(wishes["port"]))})
    except StopAsked:
        pass
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit(str(DiskFull(data_dir())))


if __name__ == "__main__":
    main()
