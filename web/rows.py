"""A row locked for one change, with what the change reads beside it."""

from typing import Any

from django.db.models import QuerySet


def get_locked[Rows: QuerySet[Any]](rows: Rows, pk: int) -> Any:
    """Locks the row alone, and only then reads it with what `rows` joins.

    In one statement a row that waited for its RT to change (a merger) would fall out of the
    join: Postgres looks at it anew, but not at the RT that it belongs to by now.
    """
    alone = rows.model._base_manager.select_for_update(no_key=True).filter(pk=pk)
    list(alone.values_list("pk"))
    return rows.get(pk=pk)
