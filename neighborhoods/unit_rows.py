"""What hangs on an RT, wherever it is kept: found by the foreign keys, so no floor is named.

A model above that belongs to a resident's home rather than to the RT as such says in
`rt_follows` by which path it finds that resident; it moves with them when an RT is split.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from neighborhoods.models import Invitation, Membership, Office, RukunTetangga

# What stays with a closed RT, as its history: who headed it, who was invited to it, what was
# merged into it before.
STAY: tuple[type[Model], ...] = (Invitation, Office, RukunTetangga)


def keys_to_rt() -> Iterator[tuple[type[Model], str]]:
    """(model, column), also those without a way back; in the order of the apps.

    So a series' row comes before its events' and a need's before its case's, as in every
    other change, and no two deadlock.
    """
    for relation in RukunTetangga._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model:
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]  # a reverse key


def rows_of(rt: RukunTetangga) -> Iterator[tuple[str, QuerySet[Any]]]:
    """All that lives on in the RT that this one is merged into."""
    for model, column in keys_to_rt():
        if model not in STAY:
            yield column, movable(model, {column: rt})


def rows_of_people(rt: RukunTetangga, residents: Iterable[int]) -> Iterator[tuple[str, Any]]:
    """What belongs to these residents as people of that RT, and goes where they go."""
    ids = list(residents)
    for model, column in keys_to_rt():
        if path := getattr(model, "rt_follows", ""):
            yield column, movable(model, {column: rt, f"{path}__in": ids})


def movable(model: type[Model], which: dict[str, Any]) -> QuerySet[Any]:
    """Memberships that ended say where somebody lived then, and keep saying it."""
    rows = model._base_manager.filter(**which)
    current = (Membership.Status.PENDING, Membership.Status.ACTIVE)
    return rows.filter(status__in=current) if model is Membership else rows


def move(rows: Iterable[tuple[str, QuerySet[Any]]], into: RukunTetangga) -> None:
    """Within one RW, so that keys of RT and RW side by side stay true."""
    for column, found in rows:
        found.order_by().update(**{column: into})
