"""The clockwork of a case: the thing's lock, then its own, and the journal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from moderation.models import Case
from moderation.rules import thing_of
from moderation.things import Thing, locked_thing
from web.rows import get_locked


@contextmanager
def locked_case(case: Case) -> Iterator[tuple[Case, Thing]]:
    """One change of one case. The thing comes first, as in reports, so no two deadlock."""
    with transaction.atomic():
        thing = locked_thing(thing_of(case))
        beside = ("rw", "rt", "need", "event", "decided_by")
        fresh: Case = get_locked(Case.objects.select_related(*beside), case.pk)
        yield fresh, thing


def journal(action: str, case: Case, *, actor: Resident | None) -> Entry:
    """The entry's id also tells repeats of one notice apart."""
    return record(
        f"case.{action}",
        object_kind="case",
        object_id=case.pk,
        rw_id=case.rw_id,
        actor_id=actor.pk if actor else None,
    )
