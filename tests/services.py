"""Real PostgreSQL and Valkey for the tests, unless the environment names others.

Loaded by `-p tests.services`, because pytest-django reads the settings before any
conftest is. They run in the controller; xdist's workers inherit the addresses.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest

from gotongroyong.datadir import data_dir

if TYPE_CHECKING:
    from gotongroyong.processes import Supervisor
    from gotongroyong.services.claim import Claim

ADDRESSES = {"DATABASE_URL", "REDIS_URL"}
# What the suite means, whatever the caller's environment or .env says.
FIXED = {"SECRET_KEY": "only-for-tests-" + "x" * 40, "DEBUG": "0", "DEMO": "1", "SECURE": "0"}
ONLY_ASKING = {"-h", "--help", "-V", "--version", "--markers", "--fixtures"}

running: "tuple[Claim, Supervisor] | None" = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Iterator[None]:
    os.environ.update(FIXED)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker and not ONLY_ASKING & set(args):
        start()
    if worker.startswith("gw"):
        os.environ["REDIS_URL"] = own_database(os.environ["REDIS_URL"], int(worker[2:]) + 1)
    return (yield)


def pytest_unconfigure() -> None:
    stop()


def start() -> None:
    global running
    # A folder of its own, so that nothing of a running demo is read or touched.
    tests = data_dir() / "tests"
    own = tests / str(os.getpid())
    os.environ["DATA_DIR"] = str(own)
    wanted = ADDRESSES - {name for name in ADDRESSES if os.environ.get(name)}
    if not wanted:
        own.mkdir(parents=True, exist_ok=True)
        return
    from honcho.printer import Printer

    from gotongroyong.processes import Supervisor
    from gotongroyong.services.claim import Claim, own_folder
    from gotongroyong.services.run import start_services
    from gotongroyong.services.trouble import Trouble

    try:
        own_folder(tests.parent)
        own_folder(tests)
        clear_leftovers(tests)
        claim = Claim(own).__enter__()
        processes = Supervisor(claim, Printer(StringIO()))
        running = (claim, processes)
        signal.signal(signal.SIGTERM, end_in_order)
        os.environ |= start_services(own, processes, wanted=wanted, durable=False)
    except Trouble as trouble:
        stop()
        sys.exit(str(trouble))
    except BaseException:
        stop()
        raise


def stop() -> None:
    global running
    if running:
        (claim, processes), running = running, None
        processes.stop_all()
        claim.clear()
        claim.__exit__(None, None, None)
        shutil.rmtree(claim.home, ignore_errors=True)


def clear_leftovers(tests: Path) -> None:
    """A killed run leaves its servers; the next one ends them and takes their folder away."""
    from gotongroyong.services.claim import Claim
    from gotongroyong.services.trouble import Trouble

    for folder in tests.iterdir():
        try:
            with Claim(folder):
                pass
        except Trouble:
            continue
        shutil.rmtree(folder, ignore_errors=True)


def own_database(url: str, number: int) -> str:
    """Each worker its own numbered database, as each has its own in PostgreSQL."""
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{first + number}"))


def end_in_order(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)
