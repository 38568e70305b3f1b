from collections.abc import Iterator

import pytest
from django.db import connection, connections


@pytest.fixture
def without_pool() -> Iterator[None]:
    """One real connection a thread: a pool would queue them and hide the race."""
    options = connections.settings["default"]["OPTIONS"]
    pool, options["pool"] = options["pool"], False
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL backend's own
    yield
    connection.close()
    options["pool"] = pool
