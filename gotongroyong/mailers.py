"""Turns EMAIL_URL into Django's MAILERS."""

from typing import Any
from urllib.parse import unquote, urlsplit

BACKENDS = {
    "smtp": "smtp",
    "smtp+tls": "smtp",
    "smtps": "smtp",
    "smtp+ssl": "smtp",
    "filemail": "filebased",
    "consolemail": "console",
    "memorymail": "locmem",
    "dummymail": "dummy",
}
# No send may outlast its lease, so the server has this many seconds for each answer.
TIMEOUT = 10


def mailers_of(url: str) -> dict[str, dict[str, Any]]:
    """smtp://user:password@host:25, smtp+tls://…:587, smtps://…:465, filemail:///folder."""
    scheme = urlsplit(url).scheme
    backend = BACKENDS[scheme]
    options: dict[str, Any] = {}
    if backend == "smtp":
        options = _smtp_options(url)
    elif backend == "filebased":
        # The path whole: django-environ drops its leading slash.
        options = {"file_path": unquote(urlsplit(url).path)}
    name = f"django.core.mail.backends.{backend}.EmailBackend"
    return {"default": {"BACKEND": name, "OPTIONS": options}}


def _smtp_options(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    # Encrypted from the first byte, as https is; smtp+tls begins in the clear (STARTTLS).
    ssl = parts.scheme in ("smtps", "smtp+ssl")
    tls = parts.scheme == "smtp+tls"
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if ssl else 587 if tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": tls,
        "use_ssl": ssl,
        "timeout": TIMEOUT,
    }
