"""Where this checkout keeps what it makes: database, mail, keys, built static files."""

import hashlib
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """`DATA_DIR`, else `.data` in the checkout, else (root, private home) a public folder.

    Postgres refuses to run as root, and the user it runs as instead can't enter a
    private home such as /root.
    """
    if given := os.environ.get("DATA_DIR"):
        return Path(given).resolve()
    if os.geteuid() == 0 and not reachable_by_others(BASE_DIR):
        digest = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"gotong-royong-{digest}"  # noqa: S108 - kept over restarts
    return BASE_DIR / ".data"


def reachable_by_others(path: Path) -> bool:
    """Whether every folder down to `path` may be entered by any user."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))
