"""How the demo's needs are written down; `live` and `past` hold them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sketch:
    """One need in words. People are drawn from its RT, unless one of the cast is named."""

    category: str
    rt: str
    title: str
    details: str
    # Helpers asked for, and how many have come.
    places: int = 1
    hands: int = 0
    # Where its story stands: `open` with hands is in progress; `unconfirmed` is done but
    # for the other side's word.
    end: str = "open"
    # Starts so many days after today (or, in the past, after posting); None: soon.
    day: int | None = None
    hour: int = 9
    # The cast's keys of the requester and the first helper.
    by: str = ""
    helper: str = ""
    # The side that said it is done.
    done_by_helper: bool = False
    reason: str = ""
    # How many stand in line for a full one; the last may be one of the cast.
    waits: int = 0
    waiter: str = ""
    is_reviewed: bool = True
    rt_only: bool = False
