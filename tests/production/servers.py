"""The system's own PostgreSQL and Redis or Valkey where there are, else the embedded ones.

Started on free ports with folders of their own; what the system itself runs is not touched.
`python -m tests.production.servers` says which it would be.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from gotongroyong.services.keys import key
from gotongroyong.services.ports import free_port
from gotongroyong.services.postgres import NAME, Postgres, unprivileged
from gotongroyong.services.run import KINDS, Kinds
from gotongroyong.services.valkey import Valkey

DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15


class SystemPostgres(Postgres):
    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.folder = home / "postgres"
        self.durable = durable
        self.port = free_port()
        self.password = key(home / "postgres_password")
        self.options = unprivileged()
        found = postgres_programs()
        assert found
        self.programs = found

    def _initdb(self, folder: Path, password: Path) -> list[str]:
        """Without the builtin locale provider, which came with 17."""
        access = [f"--username={NAME}", f"--pwfile={password}", "--auth=scram-sha-256"]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        return [str(self.programs / "initdb"), "-D", str(folder), "--no-sync", *locale, *access]


class SystemRedis(Valkey):
    def command(self) -> list[str]:
        return [str(redis_program()), *super().command()[1:]]


def postgres_programs() -> Path | None:
    """The newest that starts, with its initdb beside it."""
    folders = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    folders += [Path(found).parent for found in (shutil.which("initdb"),) if found]
    return next((path for path in folders if version(path / "postgres") >= OLDEST), None)


def redis_program() -> Path | None:
    names = filter(None, map(shutil.which, ("valkey-server", "redis-server")))
    return next((Path(name) for name in names if version(Path(name))), None)


def version(program: Path) -> int:
    """0 for what isn't there or doesn't start."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"[ =](\d+)\.", said.stdout)
    return int(found[1]) if found else 0


def kinds() -> Kinds:
    found = dict(KINDS)
    if postgres_programs():
        found["DATABASE_URL"] = SystemPostgres
    if redis_program():
        found["REDIS_URL"] = SystemRedis
    return found


def in_words() -> str:
    postgres, redis = postgres_programs(), redis_program()
    return ", ".join(
        [
            f"the system's PostgreSQL {version(postgres / 'postgres')} ({postgres})"
            if postgres
            else "the embedded PostgreSQL",
            f"the system's {redis.name} {version(redis)}" if redis else "the embedded Valkey",
        ]
    )


if __name__ == "__main__":
    print(f"Production-like run on {in_words()}.", flush=True)
    # For scripts: whether both are the system's.
    raise SystemExit(os.EX_OK if postgres_programs() and redis_program() else os.EX_UNAVAILABLE)
