"""What the graded reveal lets each role read of whom, by hand; and the crawl that compares."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from accounts.models import Resident
from tests.access.matrix import CORE, Cell, Matrix
from tests.access.trial import Trial
from tests.access.world import Secret, World

PHONE, HOUSE, LANDMARK = "phone", "house", "landmark"
# Whose (role), and what of it.
Found = set[tuple[str, str]]
ALL = (PHONE, HOUSE, LANDMARK)
# One's own number and house stand on one's own pages, and nothing of anybody else's.
OWN_PAGES = {
    "me": (PHONE,),
    "security": (PHONE,),
    "settings": (PHONE, HOUSE),
    "my_house": (HOUSE, LANDMARK),
    "house_change": (HOUSE, LANDMARK),
}
# By owner: the neighbours of their RT, who read the landmark of a live need with a name.
NEIGHBOURS = {
    "requester": {
        "requester",
        "volunteer",
        "neighbour",
        "ex_head",
        "ex_helper",
        "ex_deputy",
        "handed_over",
        "rt_head",
    },
    "outsider": {"outsider"},
}
WITH_LANDMARK = {"home", "board", "need"}
# By a journaled look, besides: whose, and what.
LOOKS = {"shown": ALL, "reached": (PHONE,)}
# Addresses of which every row is crawled, not the telling ones alone.
WHOLE = {"need", "desk_need", "need_link", "event", "case"}
# Drawn from a `Poster`, as are the words beside them; no text could be found in their bytes.
PICTURES = {"need_picture", "event_picture", "picture"}


@dataclass
class Crawl:
    """One role's walk over every address that answers GET, and every look it may ask for."""

    matrix: Matrix
    world: World
    role: str
    # One address alone.
    only: str = ""

    def run(self) -> tuple[list[str], Found]:
        """What was read where it should not be, in words; and all that was read."""
        trial = Trial(self.matrix, self.world, self.role)
        wrong, read = list[str](), Found()
        for cell in self.cells():
            found = self.read(trial, cell)
            allowed = self.allowed(cell)
            read |= found
            wrong += [f"{cell}: the {what} of {whose}" for whose, what in sorted(found - allowed)]
        return wrong, read

    def cells(self) -> list[Cell]:
        """The matrix' own, each address once an object; what a look shows, it says."""
        return [
            cell
            for cell in self.matrix.of(self.role)
            if cell.name not in PICTURES
            and (not self.only or cell.name == self.only)
            and (
                (cell.method == "GET" and (cell.object in CORE or cell.name in WHOLE))
                or cell.outcome in LOOKS
            )
        ]

    def read(self, trial: Trial, cell: Cell) -> Found:
        with transaction.atomic():
            _, response = trial.ask(cell.name, cell.method, cell.object, cell.body)
            transaction.set_rollback(True)
        return secrets_in(answer(response), self.world.secrets)

    def allowed(self, cell: Cell) -> Found:
        own = {(self.role, what) for what in OWN_PAGES.get(cell.name, ())}
        if cell.outcome in LOOKS:
            whose = self.world.owner(cell.object) if cell.outcome == "shown" else "volunteer"
            own |= {(whose, what) for what in LOOKS[cell.outcome]}
        if cell.name in WITH_LANDMARK or cell.outcome in LOOKS:
            own |= {(owner, LANDMARK) for owner in NEIGHBOURS if self.role in NEIGHBOURS[owner]}
        return own


def answer(response: HttpResponse) -> str:
    content: Any = response.content
    return content.decode(errors="replace") + str(response.headers)


def secrets_in(text: str, secrets: dict[str, Secret]) -> Found:
    """However a number is written; a house and a landmark are words that nothing else has."""
    digits = text.replace("-", "").replace(" ", "").replace("+", "")
    found = Found()
    for role, secret in secrets.items():
        marks = {
            PHONE: secret.digits in digits,
            HOUSE: secret.house in text,
            LANDMARK: secret.landmark in text,
        }
        found |= {(role, what) for what, is_there in marks.items() if is_there}
    return found


def ring_for_all(world: World) -> None:
    """The volunteer too gets a number that nothing else has: nobody signs in by it here."""
    volunteer = world.cast.volunteer
    secret = world.secrets["volunteer"]
    Resident.objects.filter(pk=volunteer.pk).update(phone=f"+62{secret.digits}")
