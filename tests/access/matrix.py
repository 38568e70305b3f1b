"""Reads matrix.toml: tables for people's eyes, made into cells for the test."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("matrix.toml")
METHODS = ("GET", "POST")
# What tells most about a door. Who stands where another stands is tried on these alone.
NEEDS = {"errand", "pending", "open", "rt_only", "helped", "hidden"}
EVENTS = {"kerja_bakti", "planned", "of_rt3", "joined", "concealed"}
OFFICES = {"office_rt3", "asked"}
ASSISTED = {"assisted", "of_house", "leaving"}
CORE = {"-", "to_requester", "of_rw6", *NEEDS, *EVENTS, *OFFICES, *ASSISTED}


@dataclass(frozen=True)
class Cell:
    name: str
    method: str
    object: str
    role: str
    outcome: str
    to: str
    body: dict[str, str]

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.name} ({self.object})"


@dataclass(frozen=True)
class Matrix:
    paths: dict[str, str]
    prefixes: dict[str, str]
    aliases: dict[str, str]
    cells: tuple[Cell, ...]

    @property
    def roles(self) -> list[str]:
        """Every column, and everybody who stands where a column stands."""
        return sorted({cell.role for cell in self.cells} | set(self.aliases))

    def of(self, role: str) -> list[Cell]:
        """The cells of a role's column; of one `same_as` another, the core."""
        column = self.aliases.get(role, role)
        return [
            cell
            for cell in self.cells
            if cell.role == column and (role == column or cell.object in CORE)
        ]

    def methods(self, name: str) -> set[str]:
        return {cell.method for cell in self.cells if cell.name == name}


def read_matrix() -> Matrix:
    tables = tomllib.loads(FILE.read_text())
    aliases, prefixes = tables.pop("same_as"), tables.pop("prefix")
    cells = tuple(cell for name in tables for cell in cells_of(name, tables))
    paths = {name: table["path"] for name, table in tables.items()}
    return Matrix(paths, prefixes, aliases, cells)


def cells_of(name: str, tables: dict[str, Any]) -> Iterator[Cell]:
    unknown = set(tables[name]) - {"path", *METHODS}
    if unknown:
        raise ValueError(f"{name}: what is {unknown}?")
    for method in METHODS:
        if rule := tables[name].get(method):
            yield from cells_of_method(name, method, rule, tables)


def cells_of_method(
    name: str, method: str, rule: dict[str, Any], tables: dict[str, Any]
) -> Iterator[Cell]:
    if other := rule.get("like"):
        rule = tables[other][method] | rule
    for row, role, outcome in grid_of(rule["grid"], where=f"{name}.{method}"):
        yield Cell(name, method, row, role, outcome, rule.get("to", ""), rule.get("body", {}))


def grid_of(text: str, *, where: str) -> Iterator[tuple[str, str, str]]:
    """(row, column, word); the bars are for the eye only."""
    lines = [line.replace("|", " ").split() for line in text.splitlines() if line.strip()]
    roles, rows = lines[0], lines[1:]
    for row in rows:
        for role, outcome in zip(roles, row[1:], strict=True):
            yield row[0], role, outcome
    if len({row[0] for row in rows}) != len(rows):
        raise ValueError(f"{where}: an object has two rows")
