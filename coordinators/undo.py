"""Decisions at the desk can be taken back for ten seconds (`web.undo`).

After a decision the message carries a reference: a kind, the thing's id and the id of the
journal's entry. The domain says whether that can still be undone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from journal.models import Entry
from web.errors import DomainError

KINDS = ("need", "case", "event", "membership")
WRITTEN = re.compile(rf"({'|'.join(KINDS)})-(\d{{1,18}})-(\d{{1,18}})", re.ASCII)


@dataclass(frozen=True)
class Reference:
    kind: str
    pk: int
    entry_id: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}-{self.entry_id}"

    @classmethod
    def parse(cls, text: str) -> "Reference | None":
        found = WRITTEN.fullmatch(text)
        return cls(found[1], int(found[2]), int(found[3])) if found else None


def attempt_undoably(
    request: HttpRequest, do: Callable[[], object], thanks: str, *, kind: str, pk: int
) -> bool:
    """As `web.http.attempt`; the thanks carry what their 'Undo' needs."""
    try:
        do()
    except DomainError as error:
        messages.info(request, str(error))
        return False
    about = Entry.objects.filter(object_kind=kind, object_id=pk, action__startswith=f"{kind}.")
    entry_id = about.latest("id").pk
    messages.success(request, thanks, extra_tags=f"undo:{Reference(kind, pk, entry_id)}")
    return True
