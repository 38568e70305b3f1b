"""Errors reported to a Sentry-compatible server, for whoever sets `SENTRY_DSN`.

A report is built anew from a short list of what cannot be personal: where in the code,
which kind of error, which view or task. The words of an error stay behind, because they
quote what people typed (`Key (phone)=(+62…) already exists`); the server's own log has
them under the same request id.
"""

import re
from typing import Any

import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.integrations import Integration
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration
from sentry_sdk.utils import BadDsn, Dsn
from structlog.contextvars import get_contextvars

from gotongroyong.version import version

Report = dict[str, Any]

TOP = ("event_id", "timestamp", "level", "platform", "logger", "release", "environment", "sdk")
FRAME = ("filename", "module", "function", "lineno", "in_app")
# Lines of our own source, never values.
SOURCE = ("pre_context", "context_line", "post_context")
HEADERS = ("Content-Type", "Hx-Request")
# A dotted name of Python's or of a task; a path with what somebody typed has slashes.
NAME = re.compile(r"[\w.<>-]{1,200}")


def start(dsn: str) -> None:
    """Raises ImproperlyConfigured for what is no DSN."""
    try:
        Dsn(dsn)
    except BadDsn as error:
        raise ImproperlyConfigured(f"SENTRY_DSN can't be used: {error}.") from None
    sentry_sdk.init(
        dsn=dsn,
        release=f"gotong-royong@{version()}",
        before_send=pared,  # type: ignore[arg-type]  # its event is a dict as well
        integrations=integrations(),
        default_integrations=False,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_breadcrumb=lambda crumb, hint: None,
        auto_session_tracking=False,
        send_client_reports=False,
        propagate_traces=False,
        enable_metrics=False,
        shutdown_timeout=2,
    )


def integrations() -> list[Integration]:
    return [
        DjangoIntegration(transaction_style="function_name", middleware_spans=False),
        CeleryIntegration(propagate_traces=False),
        LoggingIntegration(level=None, sentry_logs_level=None),
        ExcepthookIntegration(),
        ThreadingIntegration(propagate_scope=False),
        DedupeIntegration(),
        AtexitIntegration(callback=lambda pending, timeout: None),
    ]


def pared(event: Report, hint: Report) -> Report:
    """What may leave; everything that is not named here stays."""
    kept = {key: event[key] for key in TOP if key in event}
    kept["tags"] = tags(event.get("tags") or {})
    if NAME.fullmatch(event.get("transaction") or ""):
        kept["transaction"] = event["transaction"]
    if request := pared_request(event.get("request") or {}):
        kept["request"] = request
    if errors := event.get("exception", {}).get("values"):
        kept["exception"] = {"values": [pared_error(error) for error in errors if error]}
    if words := log_words(hint.get("log_record")):
        kept["logentry"] = {"message": words}
    return kept


def tags(given: Report) -> dict[str, str]:
    """What leads to the log: our request id, Celery's task id."""
    found = {
        "request_id": get_contextvars().get("request_id"),
        "task_id": given.get("celery_task_id"),
    }
    return {name: value for name, value in found.items() if value}


def pared_request(request: Report) -> Report:
    """No address: it holds codes, and whatever a stranger typed behind them."""
    headers = {name.title(): value for name, value in (request.get("headers") or {}).items()}
    kept = {name: plain(headers[name]) for name in HEADERS if name in headers}
    if method := request.get("method"):
        return {"method": method, "headers": kept}
    return {}


def plain(value: str) -> str:
    """`multipart/form-data` without its boundary, and nothing that a client makes up."""
    word = value.partition(";")[0].strip()
    return word if re.fullmatch(r"[a-z/+.-]{1,60}", word) else "?"


def pared_error(error: Report) -> Report:
    kept: Report = {key: error[key] for key in ("type", "module", "mechanism") if key in error}
    # A mechanism's `data` may quote; which one it was does not.
    kept["mechanism"] = {
        key: value
        for key, value in (kept.get("mechanism") or {}).items()
        if key in ("type", "handled", "exception_id", "parent_id", "is_exception_group")
    }
    frames = (error.get("stacktrace") or {}).get("frames") or []
    kept["stacktrace"] = {"frames": [pared_frame(frame) for frame in frames]}
    return kept


def pared_frame(frame: Report) -> Report:
    return {key: frame[key] for key in (*FRAME, *SOURCE) if key in frame}


def log_words(record: Any) -> str:
    """The name of one of our log events; other libraries put anything into theirs."""
    message = getattr(record, "msg", None)
    event = message.get("event") if isinstance(message, dict) else None
    return event if isinstance(event, str) and re.fullmatch(r"[a-z_]{1,60}", event) else ""
