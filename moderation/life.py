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


@contextmanager
def locked_case(case: Case) -> Iterator[tuple[Case, Thing]]:
    """One change of one case. The thing comes first, as in reports, so no two deadlock."""
    with transaction.atomic():
        thing = locked_thing(thing_of(case))
        fresh = (
            Case.objects.select_for_update(no_key=True, of=("self",))
            .select_related("rw", "rt", "need", "event", "decided_by")
            .get(pk=case.pk)
        )
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
