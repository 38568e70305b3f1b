"""Real PostgreSQL and Valkey for the tests, unless the environment names others.

Loaded by `-p tests.services`, because pytest-django reads the settings before any
conftest is. They run in the controller; xdist's workers inherit the addresses.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest

if TYPE_CHECKING:
    from gotongroyong.services.throwaway import Throwaway

ADDRESSES = {"DATABASE_URL", "REDIS_URL"}
# What the suite means, whatever the caller's environment or .env says.
FIXED = {
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "DEBUG": "0",
    "DEMO": "1",
    "SECURE": "0",
    "QUIET_HOURS": "21:00-05:00",
    # A busy machine is no fault of a query.
    "STATEMENT_TIMEOUT_MS": "60000",
    "SENTRY_DSN": "",
}
ONLY_ASKING = {"-h", "--help", "-V", "--version", "--markers", "--fixtures"}

running: "Throwaway | None" = None


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
    global running
    if running:
        services, running = running, None
        services.stop()


def start() -> None:
    global running
    wanted = ADDRESSES - {name for name in ADDRESSES if os.environ.get(name)}
    if not wanted:
        # Only so that nothing of a running demo is read or touched.
        settle_in(tempfile.mkdtemp(prefix="gotong-royong-tests-"))
        return
    from gotongroyong.services.throwaway import Throwaway
    from gotongroyong.services.trouble import Trouble

    signal.signal(signal.SIGTERM, end_in_order)
    try:
        running = Throwaway()
        os.environ |= running.start(wanted)
    except Trouble as trouble:
        sys.exit(str(trouble))
    settle_in(str(running.home))


def settle_in(home: str) -> None:
    os.environ |= {"DATA_DIR": home, "MEDIA_ROOT": f"{home}/media"}


def own_database(url: str, number: int) -> str:
    """Each worker its own numbered database, as each has its own in PostgreSQL."""
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{first + number}"))


def end_in_order(signum: int, frame: FrameType | None) -> None:
    # pytest takes a SystemExit for one failed test and goes on.
    pytest.exit(f"ended by signal {signum}", returncode=128 + signum)
