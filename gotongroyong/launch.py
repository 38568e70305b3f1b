"""The demo as processes: what each is called with, and when the whole can be used."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import environ

from gotongroyong.datadir import BASE_DIR
from gotongroyong.services.keys import key
from gotongroyong.services.run import KINDS, kept_addresses

# Written by the child that knows the cast, and told by the parent when all answers.
CAST = "cast.txt"
SERVICES = ("postgres", "valkey")
PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "-q", "-A", "gotongroyong.celery:app"]
WORKER = ["--pool=prefork", "-c2", "--without-gossip", "--without-mingle", "--without-heartbeat"]
BEAT = ["--pidfile="]
# What the demo chooses itself, unless the caller's environment does.
OF_THE_DEMO = (
    *KINDS,
    "SECRET_KEY",
    "EMAIL_URL",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXY_COUNT",
    "STATIC_ROOT",
    "MEDIA_ROOT",
    "SENTRY_DSN",
)
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound


def manage(*words: str) -> list[str]:
    return [sys.executable, str(BASE_DIR / "manage.py"), *words]


def commands(host: str, port: int) -> dict[str, list[str]]:
    web = [
        *PYTHON,
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        "--workers=1",
        "--blocking-threads=16",
        "--no-ws",
        "--workers-kill-timeout=3",
        "gotongroyong.wsgi:application",
    ]
    return {
        "web": web,
        "worker": [*CELERY, "worker", "--loglevel=INFO", *WORKER],
        "beat": [*CELERY, "beat", "--loglevel=INFO", *BEAT],
    }


def given_addresses(home: Path) -> dict[str, str]:
    """The servers that the environment names.

    Settings have put those of `embedded.env` into the environment too, perhaps of a
    parent that was killed: such an address is nobody's wish.
    """
    kept = kept_addresses(home)
    return {
        name: url for name in KINDS if (url := os.environ.get(name, "")) and url != kept.get(name)
    }


def read_dotenv(path: Path) -> None:
    """All of it but the database, mail server and key, which are a real neighbourhood's.

    Settings loaded on the way here (`manage.py demo`) may have put those into the
    environment already, so one that is there as the file has it goes.
    """
    for name, value in written_in(path).items():
        if name not in OF_THE_DEMO:
            os.environ.setdefault(name, value)
        elif os.environ.get(name) == value:
            del os.environ[name]


def written_in(path: Path) -> dict[str, str]:
    class Written(environ.Env):
        ENVIRON: ClassVar[dict[str, str]] = {}

    Written.read_env(path)
    return Written.ENVIRON


def demo_env(home: Path, host: str, port: int) -> dict[str, str]:
    wishes = {
        "SECRET_KEY": key(home / "secret_key"),
        "EMAIL_URL": f"filemail://{quote(str(home / 'mail'))}",
        "SITE_URL": site_url(host, port),
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", bare(host)])),
        "TRUSTED_PROXY_COUNT": "0",
        "MEDIA_ROOT": str(home / "media"),
        "SENTRY_DSN": "",
    }
    chosen = {name: os.environ.get(name) or value for name, value in wishes.items()}
    fixed = {
        "DEMO": "1",
        "SECURE": "0",
        "DATA_DIR": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **chosen, **fixed}


def bare(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def site_url(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    return f"http://{bare(EVERY_ADDRESS.get(host, host))}:{port}"


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as reply:  # noqa: S310 - our own http
            return bool(reply.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def watch_sources(on_change: Callable[[], None]) -> Callable[[], None]:
    """A turn that calls `on_change` whenever a source file has changed since the last."""
    last = newest_sources()

    def turn() -> None:
        nonlocal last
        now = newest_sources()
        if now != last:
            last = now
            on_change()

    return turn


def newest_sources() -> Mapping[Path, int]:
    """Static files are read afresh under DEBUG; code, templates and words are not."""
    folders = [path for path in BASE_DIR.iterdir() if path.is_dir() and path.name[0] != "."]
    return {
        path: path.stat().st_mtime_ns
        for folder in folders
        for kind in ("*.py", "*.html", "*.txt", "*.mo")
        for path in folder.rglob(kind)
        if path.exists()
    }
