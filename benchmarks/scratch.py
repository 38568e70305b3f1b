"""A database of the benchmark's own, on the given servers or on throw-away ones."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Sets Django up, so import models inside it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gotongroyong.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")
    wanted = {name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)}
    services = None
    if wanted:
        from gotongroyong.services.throwaway import Throwaway

        services = Throwaway()
        os.environ |= services.start(wanted)
    try:
        with _test_database():
            yield
    finally:
        if services:
            services.stop()


@contextmanager
def _test_database() -> Iterator[None]:
    import django

    django.setup()
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def save(name: str, result: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
