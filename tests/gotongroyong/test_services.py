"""The embedded services and their parent, on real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
import redis
from honcho.printer import Printer

from gotongroyong import launch
from gotongroyong.processes import ChildDied, StopAsked, Supervisor
from gotongroyong.services import claim as claim_module
from gotongroyong.services import pids
from gotongroyong.services.claim import RECORDS, Claim
from gotongroyong.services.keys import key
from gotongroyong.services.ports import free_port, require_free
from gotongroyong.services.run import KINDS, kept_addresses, start_services
from gotongroyong.services.trouble import DiskFull, Trouble

PYTHON = [sys.executable, "-c"]
SLEEPER = [*PYTHON, "import time; time.sleep(60)"]
DEAF = [*PYTHON, "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"]  # fmt: skip  # noqa: E501


@pytest.fixture
def home() -> Iterator[Path]:
    """Where `nobody` can come too: every start of pytest closes pytest's own folders again."""
    with tempfile.TemporaryDirectory(prefix="gotong-royong-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"


@contextmanager
def supervised(home: Path) -> Iterator[tuple[Supervisor, StringIO]]:
    written = StringIO()
    with Claim(home) as claim:
        processes = Supervisor(claim, Printer(written, width=8))
        try:
            yield processes, written
        finally:
            processes.stop_all(last=launch.SERVICES)
            claim.clear()


@contextmanager
def started(words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """As a supervisor starts it: the leader of a group of its own."""
    with subprocess.Popen(words, start_new_session=True, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_services_keep_their_data_over_a_stop_and_leave_no_process(home: Path) -> None:
    with supervised(home) as (processes, _):
        found = start_services(home, processes, wanted=set(KINDS), durable=True)
        assert kept_addresses(home) == found
        with psycopg.connect(found["DATABASE_URL"]) as db:
            db.execute("CREATE TABLE kept AS SELECT 7 AS number")
        with redis.Redis.from_url(found["REDIS_URL"]) as client:
            client.set("kept", 8)
        ids = [child.pid for child in processes.children.values()]
    assert [pids.look_up(pid) for pid in ids] == [None, None]
    with supervised(home) as (processes, _):
        found = start_services(home, processes, wanted=set(KINDS), durable=True)
        with psycopg.connect(found["DATABASE_URL"]) as db:
            assert db.execute("SELECT number FROM kept").fetchall() == [(7,)]
            assert db.execute("SHOW max_connections").fetchall() == [("300",)]
            assert db.execute("SHOW fsync").fetchall() == [("on",)]
        with redis.Redis.from_url(found["REDIS_URL"]) as client:
            assert client.get("kept") == b"8"


def test_services_are_closed_without_their_password(home: Path) -> None:
    with supervised(home) as (processes, _):
        found = start_services(home, processes, wanted=set(KINDS), durable=False)
        for name, error in (("DATABASE_URL", psycopg.Error), ("REDIS_URL", redis.RedisError)):
            url = found[name].replace(
                key(home / f"{launch.SERVICES[name == 'REDIS_URL']}_password"), "no"
            )
            with pytest.raises(error):
                psycopg.connect(url) if name == "DATABASE_URL" else redis.Redis.from_url(url).ping()
        shown = subprocess.run(["ps", "-Ao", "args"], capture_output=True, text=True, check=False)
        assert key(home / "valkey_password") not in shown.stdout
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in home.glob("*_password")} == {
        "postgres_password": "0o600",
        "valkey_password": "0o600",
    }


def test_a_second_parent_on_the_same_data_is_refused_with_the_first_ones_id(home: Path) -> None:
    with Claim(home), pytest.raises(Trouble) as trouble, Claim(home):
        pass
    assert f"(process {os.getpid()})" in str(trouble.value)


def test_data_of_another_version_is_named_before_postgres_fails_on_it(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "PG_VERSION").write_text("9\n")
    with supervised(home) as (processes, _), pytest.raises(Trouble, match="made by PostgreSQL 9 "):
        start_services(home, processes, wanted={"DATABASE_URL"}, durable=False)


def test_orphans_of_a_killed_parent_are_swept_also_those_that_do_not_listen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_module, "PATIENCE", 0.5)
    with started(SLEEPER) as sleeper, started(DEAF) as deaf:
        assert deaf.stdout
        assert deaf.stdout.readline() == b"deaf\n"
        with Claim(home) as claim:
            for process in (sleeper, deaf):
                claim.record("left", process.pid)
        with Claim(home):
            assert [sleeper.wait(1), deaf.wait(1)] == [-signal.SIGTERM, -signal.SIGKILL]
    assert not (home / RECORDS).exists()


def test_what_a_killed_leader_left_of_its_group_is_swept(home: Path) -> None:
    program = (
        f"import subprocess; p = subprocess.Popen({SLEEPER!r}); print(p.pid, flush=True); p.wait()"
    )
    with started([*PYTHON, program]) as leader:
        assert leader.stdout
        left = int(leader.stdout.readline())
        with Claim(home) as claim:
            claim.record("worker", leader.pid)
        leader.kill()
        leader.wait()
        assert pids.look_up(left)
        with Claim(home):
            assert pids.look_up(left) is None


def test_a_stranger_under_a_recorded_id_is_left_alone(home: Path) -> None:
    home.mkdir()
    with started(SLEEPER) as stranger:
        row = {"name": "web", "pid": stranger.pid, "started": "then", "program": sys.executable}
        (home / RECORDS).write_text(json.dumps([row]))
        with Claim(home):
            assert stranger.poll() is None


def test_wiping_takes_what_the_demo_made_and_nothing_else(home: Path) -> None:
    with Claim(home) as claim:
        key(home / "secret_key")
        (home / "mail").mkdir()
        (home / "my-letter.txt").write_text("mine")
        claim.wipe()
        assert sorted(path.name for path in home.iterdir()) == ["lock", "my-letter.txt"]


def test_a_taken_port_is_told_in_one_sentence() -> None:
    told = pytest.raises(Trouble, match=r"^Port \d+ on 127.0.0.1 can't be used")
    with socket.create_server(("127.0.0.1", 0)) as taken, told:
        require_free("127.0.0.1", taken.getsockname()[1])
    require_free("127.0.0.1", free_port())


def test_a_child_that_dies_ends_the_whole_with_its_last_words(home: Path) -> None:
    with pytest.raises(ChildDied) as death, supervised(home) as (processes, written):
        processes.start("beat", SLEEPER)
        processes.start("worker", [*PYTHON, "print('Kaget!'); raise SystemExit(3)"])
        processes.watch()
    assert str(death.value) == "worker ended with code 3. Its last lines:\n  Kaget!"
    assert written.getvalue().splitlines()[0].endswith("worker   | Kaget!")
    assert processes.children == {}


def test_a_full_disk_is_named_and_not_the_child_that_met_it(home: Path) -> None:
    words = [
        *PYTHON,
        "print('could not extend file: No space left on device'); raise SystemExit(1)",
    ]
    with pytest.raises(DiskFull, match=r"^The disk is full"), supervised(home) as (processes, _):
        processes.run("prepare", words)


def test_a_stop_leaves_not_even_the_children_of_a_deaf_child(home: Path) -> None:
    program = (
        f"import subprocess; p = subprocess.Popen({DEAF!r}); print(p.pid, flush=True); p.wait()"
    )
    with supervised(home) as (processes, _):
        child = processes.start("worker", [*PYTHON, program])
        processes.wait_to_say("worker", "deaf", seconds=10)
        grandchild = int(next(line for line in child.last_lines if line.isdigit()))
        processes.stop("worker", patience=0.2)
        assert pids.gone_within(2, lambda: pids.look_up(grandchild))


def test_a_signal_ends_the_watch_and_never_breaks_a_step_halfway(home: Path) -> None:
    before = {signum: signal.getsignal(signum) for signum in (2, 15, 1)}
    try:
        with pytest.raises(StopAsked), supervised(home) as (processes, _):
            processes.heed_signals()
            processes.start("web", SLEEPER)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.05)
            assert processes.children["web"].code is None
            processes.watch()
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def test_an_address_left_by_a_killed_parent_is_nobodys_wish(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "embedded.env").write_text("DATABASE_URL=postgres://old\nREDIS_URL=redis://old\n")
    monkeypatch.setenv("DATABASE_URL", "postgres://old")
    monkeypatch.setenv("REDIS_URL", "redis://chosen")
    assert launch.given_addresses(home) == {"REDIS_URL": "redis://chosen"}


def test_sources_that_change_are_noticed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "BASE_DIR", tmp_path)
    (tmp_path / "web").mkdir()
    changes: list[int] = []
    turn = launch.watch_sources(lambda: changes.append(1))
    turn()
    (tmp_path / "web" / "views.py").write_text("new")
    turn()
    turn()
    assert changes == [1]


def test_what_a_child_said_first_is_heard_under_a_flood(home: Path) -> None:
    flood = "print('all ready'); [print(n) for n in range(1000)]; import time; time.sleep(60)"
    with supervised(home) as (processes, _):
        processes.start("worker", [sys.executable, "-uc", flood])
        processes.wait_for(
            lambda: list(processes.children["worker"].last_lines)[-1:] == ["999"],
            seconds=30,
            what="worker",
        )
        processes.wait_to_say("worker", " ready", seconds=1)
