"""How the demo's events are written down; `rounds` and `occasions` hold them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Places of one kind, and how many of them are usually taken."""

    kind: str
    label: str
    capacity: int
    usual: int


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """People are drawn from its RT, or from the whole RW where it names none."""

    kind: str
    title: str
    details: str
    rows: tuple[Row, ...]
    # A public place by its name, or words of its own.
    place: str = ""
    place_text: str = ""
    rw: str = "005"
    rt: str = ""
    # The cast's key of its organizer; '' for the first in office.
    by: str = ""
    clock: str = "08:00"
    minutes: int = 120
    # Who of the cast comes, and to which row.
    cast: tuple[tuple[str, int], ...] = ()
    walk_ins: int = 0
    summaries: tuple[str, ...] = ()
    # From so many days ahead people sign up.
    lead: int = 9
    # So long after its end it is closed with its attendance.
    closed_after: int = 3


@dataclass(frozen=True, kw_only=True)
class Round(Gathering):
    """An event that repeats. Its past is counted backwards: 1 is the last one that is over."""

    key: str
    repeat: str
    # Which day: of the week (0 is Monday), the nth of them in a month, or a date.
    weekday: int = 0
    nth: int = 0
    date: int = 0
    # Held for so many days by now.
    since: int = 364
    rained: tuple[int, ...] = ()
    rain_moves: int = 1
    dropped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Occasion(Gathering):
    """Held once: so many days from today, or on the last such date (month, day)."""

    day: int = 0
    date: tuple[int, int] | None = None
    # Published so many days ahead.
    posted: int = 10
    cancelled: str = ""
    # Its first row is full and has a line. With a key somebody has just left, and the
    # freed place is offered to that person.
    waits: int = 0
    offered_to: str = ""
