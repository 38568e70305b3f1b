"""Every address of the product, as its URL resolver knows them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.matrix import Matrix

UNNAMED = "(unnamed)"


def addresses(resolver: URLResolver | None = None, start: str = "") -> Iterator[tuple[str, str]]:
    """(name, path) of each pattern, those within included modules too."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = f"{start}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield name_of(entry), path


def name_of(entry: URLPattern | Any) -> str:
    return entry.name or UNNAMED


def disagreements(matrix: Matrix) -> dict[str, set[tuple[str, str]]]:
    """What is served but not declared, and what is declared but not served.

    By name and path both, so that a second path under a known name is seen as well.
    """
    served = {
        (name, path) for name, path in addresses() if not path.startswith(tuple(matrix.prefixes))
    }
    declared = set(matrix.paths.items())
    return {"undeclared": served - declared, "gone": declared - served}
