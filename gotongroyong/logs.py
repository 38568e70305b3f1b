"""Structured logs with a request id and without personal data."""

import re
from typing import Any

import structlog

from web.codes import ALPHABET


def shared_processors() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


# Django names a request's path where it failed; the codes of feeds, invitations and new
# passwords are secrets, also within another address (`?next=%2Fgabung%2F…`), and a code
# wherever an error quotes it. Postgres quotes phone numbers: `Key (phone)=(+62…) already exists`.
BEHIND = r"((?:/|%2F)(?:kalender|gabung|sandi-baru)(?:/|%2F))[^\s/?&\"'][^/?&\"'\r\n]*"
TOKENS = re.compile(BEHIND, re.IGNORECASE)
CODES = re.compile(rf"\b[{ALPHABET}]{{5}}[-\s]?[{ALPHABET}]{{5}}\b")

PHONES = re.compile(r"\+62\d{7,13}\b")

# What Postgres adds to its sentence quotes the row: `DETAIL:  Failing row contains (7, Ani, …)`.
# Values have line breaks, too, so that all goes up to the next error of a traceback; an error's
# repr writes its line breaks as two characters.
REST = r"((?:\n|\\n)[ |]*(?:DETAIL|CONTEXT|QUERY|LINE \d+):)"
NEXT_ERROR = r"\n[ |]*\n[ |]*(?:The above exception was|During handling of the above)"
ROWS = re.compile(rf"{REST}.*?(?={NEXT_ERROR}|\Z)", re.DOTALL)
HIDDEN = ((ROWS, r"\1 ***"), (TOKENS, r"\1***"), (CODES, "***"), (PHONES, "***"))


def hide_tokens(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = hidden(value)
    return event


def hidden(text: str) -> str:
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def logging_config(*, json: bool) -> dict[str, Any]:
    """A `dictConfig` that sends every logger through structlog to standard error."""
    structlog.configure(
        processors=[*shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structlog": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared_processors(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    hide_tokens,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structlog"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.server": {"level": "WARNING"},
            # Its messages hold whole paths with query strings.
            "django.request": {"level": "ERROR"},
            # It names each passkey that is made or used.
            "fido2": {"level": "WARNING"},
            # Three lines a tick, every 15 seconds, would bury what matters.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            # One line for each ring that went stale while no worker was there.
            "celery.worker.request": {"level": "WARNING"},
        },
    }
