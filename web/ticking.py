"""What the clock does to each row that is due, such that none keeps the others waiting."""

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import structlog
from django.db.models import Model, Q, QuerySet

from web.errors import DomainError

log = structlog.get_logger(__name__)
# How many rows one query reads.
CHUNK = 500


def each_due[Row: Model](
    rows: QuerySet[Row], step: Callable[[Row], int], *, by: str = "pk", most: float = inf
) -> int:
    """`step` for each row, the first by `by` first, until `most` came to something; the sum.

    A row whose step raises is logged and counts for nothing, so however many of them there
    are, whoever stands behind them has their turn in the same run.
    """
    done = total = 0
    for row in walk(rows, by):
        outcome = safely(step, row)
        total += outcome
        done += bool(outcome)
        if done >= most:
            break
    return total


def walk[Row: Model](rows: QuerySet[Row], by: str) -> Iterator[Row]:
    """Each once, from key to key: what became of a row doesn't move those after it."""
    ordered = rows.order_by(by, "pk")
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(ordered.filter(after(chunk[-1], by))[:CHUNK])


def after(row: Model, by: str) -> Q:
    if by == "pk":
        return Q(pk__gt=row.pk)
    value: Any = getattr(row, by)
    # The first half alone would do for an index to begin there.
    return Q(**{f"{by}__gte": value}) & (Q(**{f"{by}__gt": value}) | Q(pk__gt=row.pk))


def safely[Row: Model](step: Callable[[Row], int], row: Row) -> int:
    try:
        return step(row)
    except DomainError:
        # It changed meanwhile, and is no longer to be done.
        return 0
    except Exception:
        log.exception("tick_step_failed", step=step.__name__, table=row._meta.label, row=row.pk)
        return 0
