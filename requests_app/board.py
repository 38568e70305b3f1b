"""The board: pages of cards by key, so that page 1 and page 500 cost the same."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from neighborhoods.first_steps import beginning
from neighborhoods.standing import Standing
from requests_app.cards import Card, cards_for
from requests_app.models import AidRequest, AidRequestQuerySet

PAGE = 20


@dataclass(frozen=True)
class Key:
    """Where a page begins: just after this place in the board's order."""

    urgency_rank: int
    needed_at: datetime
    id: int

    def __str__(self) -> str:
        micros = round(self.needed_at.timestamp() * 1_000_000)
        return f"{self.urgency_rank}-{micros}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """A key from an address; None (the first page) for anything that isn't one."""
        try:
            rank, micros, pk = (int(part) for part in text.split("-"))
            if pk.bit_length() > 62 or not 0 <= rank <= 2:
                return None
            return cls(rank, datetime.fromtimestamp(micros / 1_000_000, UTC), pk)
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Page:
    cards: list[Card]
    next_key: Key | None
    # Where nothing is to be seen since life has just begun: 'rw' or 'rt', else ''.
    beginning: str = ""


def board_page(viewer: Standing, *, after: Key | None = None, mine_only: bool = False) -> Page:
    """Twenty cards and the key of the next page; `mine_only` keeps to the viewer's RT."""
    needs = AidRequest.objects.on_board_of(viewer)
    if mine_only:
        needs = needs.filter(rt=viewer.rt)
    found = list(behind(needs, after).in_board_order().for_cards()[: PAGE + 1])
    shown = found[:PAGE]
    next_key = key_of(shown[-1]) if len(found) > PAGE else None
    is_empty = not shown and after is None
    return Page(cards_for(shown, viewer), next_key, beginning(viewer) if is_empty else "")


def behind(needs: AidRequestQuerySet, after: Key | None) -> AidRequestQuerySet:
    if after is None:
        return needs
    # A row comparison, which Postgres walks along the index; the same in ORs it can't.
    place = Tuple(F("urgency_rank"), F("needed_at"), F("id"))
    return needs.filter(TupleGreaterThan(place, (after.urgency_rank, after.needed_at, after.id)))


def key_of(need: AidRequest) -> Key:
    return Key(need.urgency_rank, need.needed_at, need.pk)
