"""Races need real connections, as the engine's own do."""

from tests.volunteers.conftest import without_pool

__all__ = ["without_pool"]
