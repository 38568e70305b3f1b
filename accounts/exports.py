"""'Unduh data saya': all that the registry holds, as rows for a page and as JSON."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Resident
from accounts.personal_data import Holding, holdings
from web.dates import moment
from web.phones import display_phone

# Of each table; the rest is in the file.
ON_THE_PAGE = 100


@dataclass(frozen=True)
class Section:
    title: str
    kept: str
    # Each row as label and words; what is empty is left out.
    rows: list[list[tuple[str, str]]]
    # How many older ones the file holds besides.
    more: int


def sections_of(resident: Resident, zone: str) -> list[Section]:
    """The readable page, in the active language and on the neighbourhood's clocks."""
    found = (section_of(holding, resident, zone) for holding in holdings())
    return [section for section in found if section.rows]


def section_of(holding: Holding, resident: Resident, zone: str) -> Section:
    newest = holding.of(resident).order_by("-pk")
    found = list(newest[:ON_THE_PAGE])
    holding.prepare(found)
    rows = [row_of(holding, row, zone) for row in found]
    more = newest.count() - ON_THE_PAGE if len(rows) == ON_THE_PAGE else 0
    return Section(str(holding.title), str(holding.kept), rows, more)


def row_of(holding: Holding, row: Model, zone: str) -> list[tuple[str, str]]:
    cells = (
        (str(label), in_words(value_of(holding, row, name), zone))
        for name, label in holding.exported.items()
    )
    return [(label, words) for label, words in cells if words]


def value_of(holding: Holding, row: Any, name: str) -> Any:
    if name in holding.shown:
        return holding.shown[name](row)
    if named := getattr(row, f"get_{name}_display", None):
        return named()
    return getattr(row, name)


def in_words(value: Any, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value, zone)
    written = str(value)
    return display_phone(written) if written.startswith("+62") else written


def content_of(resident: Resident) -> dict[str, Any]:
    """For machines: every exported field of every row, by the names of the database."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for holding in holdings():
        rows = [raw_row(holding, row) for row in holding.of(resident)]
        tables.setdefault(holding.model._meta.label_lower, []).extend(rows)
    return {"made_at": timezone.now().isoformat(), "data": tables}


def raw_row(holding: Holding, row: Any) -> dict[str, Any]:
    return {name: raw(row, name) for name in holding.exported}


def raw(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, Model):
        return str(value)
    return value.isoformat() if isinstance(value, date | time) else value
