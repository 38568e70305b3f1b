"""`manage.py demo`: the whole neighbourhood on one machine, ended as one."""

import os
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gotongroyong import launch
from gotongroyong.processes import StopAsked, Supervisor
from gotongroyong.services.claim import Claim
from gotongroyong.services.ports import require_free
from gotongroyong.services.run import ADDRESSES, KINDS, start_services
from gotongroyong.services.trouble import DiskFull, Trouble

PASSWORD = "gotong-royong"  # noqa: S105 - the demo's cast shares it, and it is printed


class Command(BaseCommand):
    help = "Run the demo: database, broker, web, worker and beat under one parent."
    # The database isn't there yet, and the child that migrates checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--reset", action="store_true", help="Start with an empty database.")
        parser.add_argument("--dev", action="store_true", help="Restart when a file changes.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options["host"], options["port"], options["reset"], options["dev"])
        except StopAsked:
            return
        except Trouble as trouble:
            sys.exit(str(trouble))
        except OSError as error:
            if error.errno != 28:
                raise
            sys.exit(str(DiskFull(settings.DATA_DIR)))

    def run(self, host: str, port: str, reset: bool, dev: bool) -> None:
        home = settings.DATA_DIR
        number = port_number(port)
        given = launch.given_addresses(home)
        if reset and given:
            raise Trouble(f"--reset wipes only embedded data, and {' and '.join(given)} is set.")
        with Claim(home) as claim:
            processes = Supervisor(claim)
            processes.heed_signals()
            require_free(host, number)
            if reset:
                self.say(f"Emptying {home} ...")
                claim.wipe()
            try:
                self.serve(processes, home, given, host, number, dev)
            finally:
                self.say("Stopping ...")
                processes.stop_all(last=launch.SERVICES)
                (home / ADDRESSES).unlink(missing_ok=True)
                claim.clear()

    def serve(
        self,
        processes: Supervisor,
        home: Path,
        given: dict[str, str],
        host: str,
        port: int,
        dev: bool,
    ) -> None:
        if wanted := KINDS.keys() - given:
            self.say("Starting the database and the broker ...")
        found = start_services(home, processes, wanted=set(wanted), durable=True)
        env = launch.demo_env(home, host, port, dev=dev) | given | found
        how = {"env": env, "options": {"cwd": launch.BASE_DIR}}
        processes.run("prepare", launch.manage("prepare_demo"), **how)
        neighbours = launch.commands(host, port)
        url = launch.site_url(host, port)

        def open_doors() -> None:
            # The web first and alone: on two cores the others would double its start.
            processes.start("web", neighbours["web"], **how)
            for address in (f"{url}/healthz", f"{url}/"):
                processes.wait_for(partial(launch.answers, address), seconds=60, what=address)
            for name in ("worker", "beat"):
                processes.start(name, neighbours[name], **how)

        def restart() -> None:
            self.say("A file changed: starting web, worker and beat again ...")
            processes.stop(*neighbours)
            open_doors()

        open_doors()
        processes.wait_to_say("worker", " ready", seconds=60)
        self.announce(url, home)
        processes.watch(launch.watch_sources(restart) if dev else lambda: None)

    def announce(self, url: str, home: Path) -> None:
        self.say(f"\nGotong Royong is open: {url}/\n")
        self.say(f"Sign in with a phone number and the password {PASSWORD}:")
        for phone, role in cast():
            self.say(f"  {phone}  {role}")
        self.say(f"\nMail is written to {home / 'mail'}. Ctrl-C ends everything.\n")

    def say(self, words: str) -> None:
        try:
            self.stdout.write(words)
            self.stdout.flush()
        except OSError:
            # Our reader went away; the children must still be ended in order.
            pass


def port_number(words: str) -> int:
    if words.isdecimal() and 0 < int(words) < 65536:
        return int(words)
    raise Trouble(f"PORT must be a number from 1 to 65535, and it is {words!r}.")


def cast() -> list[tuple[str, str]]:
    from gotongroyong.demo.cast import CAST

    return [(member.phone, f"{member.name}, {member.role}") for member in CAST]
