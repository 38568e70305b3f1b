"""One parent at a time runs on a data folder, and it sweeps what a killed one left."""

import fcntl
import json
import os
import shutil
import signal
from pathlib import Path
from types import TracebackType
from typing import Self

from gotongroyong.services import pids
from gotongroyong.services.trouble import DiskFull, Trouble

RECORDS = "processes.json"
PATIENCE = 5.0
# All that a demo makes in its folder, so that --reset touches nothing else.
MADE = (
    "postgres",
    "postgres.new",
    "valkey",
    "mail",
    "media",
    "static",
    "static.stamp",
    "cast.txt",
    "celerybeat-schedule*",
    "embedded.env",
    "secret_key",
    "*_password",
    RECORDS,
)


class Claim:
    """A lock that the kernel lets go by itself, however its holder ends."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.records: list[dict[str, object]] = []

    def __enter__(self) -> Self:
        own_folder(self.home)
        self._lock = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._lock, 20, 0).decode().strip() or "unknown"
            os.close(self._lock)
            raise Trouble(
                f"It already runs on {self.home} (process {holder}): stop that one first, "
                "or give this one a DATA_DIR and a PORT of its own."
            ) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)
        sweep(self.home / RECORDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.ftruncate(self._lock, 0)
        os.close(self._lock)

    def record(self, name: str, pid: int) -> None:
        """Note a child, so that the next start can find it should this parent be killed."""
        if seen := pids.look_up(pid):
            self.records.append({"name": name, **seen._asdict()})
            write(self.home / RECORDS, json.dumps(self.records))

    def clear(self) -> None:
        (self.home / RECORDS).unlink(missing_ok=True)

    def wipe(self) -> None:
        for pattern in MADE:
            for path in self.home.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def own_folder(home: Path) -> None:
    """Make `home`, and refuse one that somebody else laid out for us in a public place."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        facts = home.lstat()
        if facts.st_uid != os.geteuid():
            raise Trouble(f"{home} belongs to another user: give a DATA_DIR of your own.")
        # As root, Postgres runs as `nobody` and must pass through to its own folder.
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise Trouble(f"The data folder {home} can't be used: {error.strerror}.") from error


def write(path: Path, text: str, mode: int = 0o600) -> None:
    """Whole or not at all, and readable by its owner alone from the first byte."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
            file.write(text)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise DiskFull(path.parent) if error.errno == 28 else error from None


def sweep(records: Path) -> None:
    """End what a killed parent left running: gently first, then by force."""
    try:
        known = json.loads(records.read_text())
    except (OSError, ValueError):
        return
    left = [orphan for row in known for orphan in orphans(row)]
    # Postgres calls this its fast stop; to the others it is the usual request to end.
    for orphan in left:
        is_postgres = orphan.program.endswith("/postgres")
        pids.send(signal.SIGINT if is_postgres else signal.SIGTERM, orphan.pid)
    pids.gone_within(PATIENCE, lambda: any(orphans(row) for row in known))
    for group in {orphan.group for row in known for orphan in orphans(row)}:
        pids.kill_group(group)
    pids.gone_within(PATIENCE, lambda: any(orphans(row) for row in known))
    records.unlink(missing_ok=True)


def orphans(row: dict[str, object]) -> list[pids.Seen]:
    """The recorded process, or what is left of its group when it is gone itself.

    No id is given out anew while a group still bears it, so a group whose members run
    the recorded program is ours.
    """
    leader = pids.look_up(int(str(row["pid"])))
    if leader:
        return [leader] if leader.started == row["started"] else []
    return [
        seen
        for seen in pids.all_processes()
        if seen.group == row["pid"] and seen.program == row["program"]
    ]
