"""Rings Celery once a transaction has committed. The tick would find the rows anyway.

So a broker that is dead or frozen may cost a request one second at most, and after that
nothing for half a minute. With the usual settings a dead one cost 6 to 7 seconds.
"""

import threading
from time import monotonic

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.connection import Connection

TASK = "notifications.send_due"
QUIET_SECONDS = 30
# A refusal within this time is a stale socket rather than a dead broker: try a fresh one.
STALE_SECONDS = 0.2

log = structlog.get_logger(__name__)
_local = threading.local()
_quiet_until = 0.0


def nudge() -> None:
    """Ring after the current transaction, once however often it is asked."""
    waiting = transaction.get_connection().run_on_commit
    if not any(function is ring for _sids, function, _robust in waiting):
        transaction.on_commit(ring)


def ring() -> bool:
    """Send the task; whether that worked. Never raises: it runs after the commit."""
    global _quiet_until
    if monotonic() < _quiet_until:
        return False
    try:
        _publish()
    except Exception as error:
        _quiet_until = monotonic() + QUIET_SECONDS
        log.warning("nudge_failed", error=type(error).__name__, quiet_seconds=QUIET_SECONDS)
        return False
    return True


def warm_up() -> None:
    """Import what the first ring needs, about a second's worth, before any request pays it."""
    current_app.loader.import_default_modules()
    current_app.finalize(auto=True)
    # Each of these is put together at its first look.
    _ = current_app.amqp.router, current_app.amqp.send_task_message, current_app.backend


def forget_failures() -> None:
    """Ring again at once, and through a fresh connection; for tests."""
    global _quiet_until
    _quiet_until = 0.0
    _drop_connection()


def _publish() -> None:
    started, reused = monotonic(), hasattr(_local, "connection")
    try:
        _send()
    except Exception:
        _drop_connection()
        if not reused or monotonic() - started > STALE_SECONDS:
            raise
        _send()


def _send() -> None:
    # One that nobody took for so long is worth nothing: the ticks have been there since.
    current_app.send_task(TASK, connection=_connection(), retry=False, expires=120)


def _connection() -> Connection:
    """One a thread, apart from Celery's own pool, whose patience is the worker's."""
    if not hasattr(_local, "connection"):
        _local.connection = Connection(
            settings.CELERY_BROKER_URL,
            connect_timeout=1,
            transport_options=settings.CELERY_NUDGE_TRANSPORT_OPTIONS,
        )
    connection: Connection = _local.connection
    return connection


def _drop_connection() -> None:
    connection = _local.__dict__.pop("connection", None)
    if connection is not None:
        # Not close(): it would say goodbye to a broker that may not answer.
        connection.collect(socket_timeout=0.1)
