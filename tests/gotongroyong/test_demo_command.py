"""`manage.py demo` as people run it: real processes, started, refused, ended and killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest

from gotongroyong.datadir import BASE_DIR
from gotongroyong.services import pids
from gotongroyong.services.ports import free_port
from gotongroyong.services.run import kept_addresses
from tests.gotongroyong.test_services import home

__all__ = ["home"]  # a fixture

pytestmark = pytest.mark.slow
# Wide, for other tests share the cores; the start is timed elsewhere.
ANSWERS_WITHIN = 240
ENDS_WITHIN = 10
NAMES = ["postgres", "valkey", "web", "worker", "beat"]


class Demo:
    def __init__(self, home: Path, static: Path) -> None:
        self.home = home
        self.static = static
        self.port = free_port()
        self.runs: list[subprocess.Popen[str]] = []

    def start(self, *words: str, port: int | None = None) -> "subprocess.Popen[str]":
        own = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL", "SITE_URL"}
        env = {name: value for name, value in os.environ.items() if name not in own}
        env |= {
            "DATA_DIR": str(self.home),
            "PORT": str(port or self.port),
            # Compressed once for all of these tests.
            "STATIC_ROOT": str(self.static),
        }
        # A file, for a pipe that nobody reads fills up and stops its writers.
        with (self.home.parent / f"out{len(self.runs)}.log").open("w") as output:
            run = subprocess.Popen(
                [sys.executable, "manage.py", "demo", *words],
                cwd=BASE_DIR,
                env=env,
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
            )
        self.runs.append(run)
        return run

    def output(self) -> str:
        return (self.home.parent / f"out{len(self.runs) - 1}.log").read_text(errors="replace")

    def is_open(self) -> bool:
        if self.runs[-1].poll() is not None:
            assert self.runs[-1].stderr
            pytest.fail(self.runs[-1].stderr.read() + self.output()[-3000:])
        return "Gotong Royong is open" in self.output()

    def wait_until_open(self) -> None:
        assert pids.gone_within(ANSWERS_WITHIN, lambda: not self.is_open()), self.output()

    def children(self) -> dict[str, int]:
        rows = json.loads((self.home / "processes.json").read_text())
        return {row["name"]: row["pid"] for row in rows if row["name"] in NAMES}

    def database(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(kept_addresses(self.home)["DATABASE_URL"], autocommit=True)


@pytest.fixture
def demo(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(home, tmp_path_factory.getbasetemp() / "demo-static")
    yield demo
    for run in demo.runs:
        with run:
            run.terminate()


def status(url: str) -> int:
    with urlopen(url) as reply:
        return int(reply.status)


def test_it_opens_refuses_a_second_start_and_ends_leaving_nothing(demo: Demo) -> None:
    run = demo.start()
    demo.wait_until_open()
    for path in ("/", "/healthz"):
        assert status(f"http://127.0.0.1:{demo.port}{path}") == 200
    assert sorted(demo.children()) == sorted(NAMES)
    assert "0812-0000-0001" in demo.output()

    second = demo.start()
    assert second.wait(30) == 1
    assert second.stderr
    assert f"It already runs on {demo.home} (process {run.pid})" in second.stderr.read()

    groups = set(demo.children().values())
    family = [seen.pid for seen in pids.all_processes() if seen.group in groups]
    assert len(family) > len(NAMES)
    asked = time.monotonic()
    run.terminate()
    assert run.wait(ENDS_WITHIN) == 0
    assert time.monotonic() - asked < ENDS_WITHIN
    assert [pid for pid in family if pids.look_up(pid)] == []
    assert kept_addresses(demo.home) == {}


def test_after_a_killed_parent_the_next_start_cleans_up_and_nothing_is_lost(demo: Demo) -> None:
    run = demo.start()
    demo.wait_until_open()
    with demo.database() as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS number")
    orphans = demo.children()
    run.kill()
    run.wait()
    demo.start()
    demo.wait_until_open()
    assert [name for name, pid in orphans.items() if pids.look_up(pid)] == []
    with demo.database() as db:
        assert db.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_a_child_that_dies_ends_the_whole_with_its_last_lines(demo: Demo) -> None:
    run = demo.start()
    demo.wait_until_open()
    children = demo.children()
    os.kill(children["worker"], signal.SIGKILL)
    assert run.wait(ENDS_WITHIN) == 1
    assert run.stderr
    words = run.stderr.read()
    assert "worker ended with code -9. Its last lines:\n" in words
    assert " ready." in words
    assert [name for name, pid in children.items() if pids.look_up(pid)] == []


def test_a_taken_port_is_told_before_anything_is_made(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = demo.start(port=port)
        assert run.wait(30) == 1
    assert run.stderr
    assert f"Port {port} on 127.0.0.1 can't be used" in run.stderr.read()
    assert not (demo.home / "postgres").exists()


def test_reset_starts_with_an_empty_database(demo: Demo) -> None:
    run = demo.start()
    demo.wait_until_open()
    with demo.database() as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS number")
    run.terminate()
    run.wait(ENDS_WITHIN)
    demo.start("--reset")
    demo.wait_until_open()
    with demo.database() as db:
        assert db.execute("SELECT to_regclass('kept')").fetchall() == [(None,)]


def test_dev_serves_a_changed_source_again(demo: Demo) -> None:
    demo.start("--dev")
    demo.wait_until_open()
    before = demo.children()
    (BASE_DIR / "gotongroyong" / "wsgi.py").touch()
    assert pids.gone_within(
        # Stopping and starting all three again, on two busy cores.
        120,
        lambda: "A file changed" not in demo.output() or demo.children()["beat"] == before["beat"],
    )
    assert status(f"http://127.0.0.1:{demo.port}/") == 200
    assert {name for name, pid in demo.children().items() if pid == before[name]} == {
        "postgres",
        "valkey",
    }
