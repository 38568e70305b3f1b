"""Who a process id belongs to, told without psutil on Linux (no `ps` needed) and macOS."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
HAS_PROC = sys.platform.startswith("linux")


class Seen(NamedTuple):
    pid: int
    group: int
    # Ids are used again, also after a reboot: only together with its start is a process known.
    started: str
    program: str


def all_processes() -> list[Seen]:
    """Every living process; a zombie is dead and only waits to be counted."""
    return list(filter(None, map(_from_proc, _proc_ids()))) if HAS_PROC else _from_ps()


def look_up(pid: int) -> Seen | None:
    if HAS_PROC:
        return _from_proc(pid)
    return next((seen for seen in _from_ps("-p", str(pid)) if seen.pid == pid), None)


def send(signum: int, pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signum)


def gone_within(seconds: float, still: Callable[[], object]) -> bool:
    deadline = time.monotonic() + seconds
    while still():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def kill_group(group: int) -> None:
    """The last resort only: a group's children die in the middle of what they do."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _proc_ids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _from_proc(pid: int) -> Seen | None:
    try:
        stat = (PROC / str(pid) / "stat").read_text()
        program = (
            (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
        )
    except OSError:
        return None
    # The name before the last parenthesis may itself hold spaces and parentheses.
    state, _parent, group, *rest = stat.rpartition(")")[2].split()
    if state in "ZX":
        return None
    return Seen(pid, int(group), f"{_boot()}:{rest[16]}", program)


def _boot() -> str:
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def _from_ps(*which: str) -> list[Seen]:
    columns = ["-o", "pid=,pgid=,stat=,lstart=,command="]
    found = subprocess.run(
        ["ps", *(which or ("-A",)), *columns],  # noqa: S607 - macOS keeps it in /bin
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/bin:/usr/bin", "LC_ALL": "C", "TZ": "UTC"},
    )
    rows = (line.split(maxsplit=8) for line in found.stdout.splitlines())
    return [
        Seen(int(row[0]), int(row[1]), " ".join(row[3:8]), row[8].split()[0])
        for row in rows
        if len(row) == 9 and not row[2].startswith("Z")
    ]
