"""For whoever runs this: is the process alive, and can it do its work?"""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from notifications.health import last_tick

# Beat ticks every 15 seconds; two minutes without one means that no reminder leaves.
STALE = timedelta(minutes=2)


class HealthMiddleware:
    """Answers the probes before any host name is looked at: they come by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and the last tick are well, else 503; with each by name."""
    try:
        checks = {"database": True, "migrations": migrated(), "tick": ticking()}
    except DatabaseError:
        checks = {"database": False, "migrations": False, "tick": False}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def ticking() -> bool:
    tick = last_tick()
    return tick is not None and timezone.now() - tick < STALE


PROBES = {"/healthz": healthz, "/readyz": readyz}
