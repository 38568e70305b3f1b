"""Secrets made once for a data folder."""

import secrets
from pathlib import Path

from gotongroyong.services.claim import write


def key(path: Path) -> str:
    """The secret kept in `path`, made on first use and readable by its owner alone."""
    if not path.exists():
        write(path, secrets.token_urlsafe(48))
    return path.read_text()
