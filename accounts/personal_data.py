"""What is kept about a person: the registry through which data is exported and erased.

Each app states its models in `<app>/personal.py` and registers them in `ready()`, since this
floor can't know them. A test by introspection (`gaps`) fails for a field that nobody named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from accounts.models import Resident

# How long words are kept after the end of what they were about, or after its answer.
WORDS_KEPT = timedelta(days=90)

Text = str | Promise
Rows = Callable[[Resident], QuerySet[Any]]
# A function, the values to write over the rows, or in words why nothing is erased.
Erase = Callable[[Resident], object] | Mapping[str, object] | str

# Why a field is not exported.
KEY = "a key within the database"
SECRET = "a secret: exported, it would open a door"  # noqa: S105 - the reason, no secret
PLACE = "says where in the neighbourhood; exported in words beside it"
THE_PERSON = "the person whose data this is"
ANOTHER = "another person, whose data this is not"
MACHINERY = "clockwork: counts, locks and orders, and says nothing of a person"


@dataclass(frozen=True)
class Holding:
    """One model as far as it is about a person; a model may have several."""

    model: type[Model]
    title: Text
    # Which rows are that person's.
    of: Rows
    # field → its label on the page.
    exported: Mapping[str, Text]
    # field → why it is not exported.
    left_out: Mapping[str, str]
    erase: Erase
    # How long it is kept, in words for the person.
    kept: Text
    # field → what to show instead of the stored value, given the row.
    shown: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    # What the rows of a page need before they are shown, in one go.
    prepare: Callable[[list[Any]], object] = len

    @property
    def is_impersonal(self) -> bool:
        return not self.exported


_holdings: list[Holding] = []


def register(*holdings: Holding) -> None:
    _holdings.extend(holding for holding in holdings if holding not in _holdings)


def impersonal(model: type[Model], fields: str, *, why: str) -> Holding:
    """A model about nobody; its fields are named all the same, so that a new one is noticed."""
    return Holding(
        model=model,
        title="",
        of=lambda resident: model._default_manager.none(),
        exported={},
        left_out=dict.fromkeys(fields.split(), why),
        erase=why,
        kept="",
    )


def holdings() -> list[Holding]:
    """Those about people, in the order of the floors."""
    return [holding for holding in _holdings if not holding.is_impersonal]


def delete_rows(of: Rows) -> Callable[[Resident], object]:
    return lambda resident: of(resident).delete()


def erase_all(resident: Resident) -> None:
    """From the top floor down, so that the person's own row goes last and can be followed."""
    for holding in reversed(holdings()):
        if callable(holding.erase):
            holding.erase(resident)
        elif isinstance(holding.erase, Mapping):
            holding.of(resident).update(**holding.erase)


def count_rows(resident: Resident) -> int:
    return sum(holding.of(resident).count() for holding in holdings())


def gaps() -> list[str]:
    """Fields of the database that no holding names, as `app.Model.field`."""
    named = {(h.model, name) for h in _holdings for name in (*h.exported, *h.left_out)}
    return sorted(
        f"{model._meta.label}.{each.name}"
        for model in apps.get_models(include_auto_created=True)
        for each in model._meta.concrete_fields
        if (model, each.name) not in named
    )


def strangers() -> list[str]:
    """Names that a holding states and its model doesn't have: a field that was renamed."""
    return sorted(
        f"{h.model._meta.label}.{name}"
        for h in _holdings
        for name in (*h.exported, *h.left_out, *h.shown)
        if name not in {each.name for each in h.model._meta.concrete_fields}
    )
