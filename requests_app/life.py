"""The clockwork that each change of a need shares: the lock, the state it needs, the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from neighborhoods.at_home import homes_held
from requests_app.errors import NotPossibleNow
from requests_app.models import AidRequest
from requests_app.rules import speaks_for_requester
from volunteers.models import SignUp
from web.rows import get_locked

WITHOUT_A_TIME = timedelta(days=7)
AFTER_ITS_START = timedelta(hours=6)
UNANSWERED = timedelta(days=3)
# Journaled right before the decision that ended a hold, for undoing it.
LET_THROUGH = "need.let_through"
# What a requester does.
REQUESTERS = ("changed", "moved", "cancelled", "done", "confirmed", "reopened")


@contextmanager
def locked(need: AidRequest, *, states: tuple[str, ...]) -> Iterator[AidRequest]:
    """One change of one need: the row locked and read anew, and in one of `states`.

    Every change takes the need's row first and its shift after, so no two deadlock.
    Raises NotPossibleNow.
    """
    with transaction.atomic():
        beside = ("rt__rw", "rw", "requester", "posted_by")
        fresh: AidRequest = get_locked(AidRequest.objects.select_related(*beside), need.pk)
        if fresh.status not in states:
            raise NotPossibleNow
        yield fresh


@contextmanager
def locked_with_homes(need: AidRequest, *, states: tuple[str, ...]) -> Iterator[AidRequest]:
    """The same where a need comes back to life: the homes of all its people come before it."""
    places = SignUp.objects.filter(shift__need=need)
    people = [*places.values_list("volunteer", flat=True), need.requester_id]
    with homes_held(people), locked(need, states=states) as fresh:
        yield fresh


def check_not_ended(need: AidRequest) -> None:
    """Past its end it is over, whether or not the clockwork has come by already."""
    if need.expires_at <= timezone.now():
        raise NotPossibleNow


def expiry(starts_at: datetime | None, *, now: datetime) -> datetime:
    """Start + 6 hours, else 7 days from its posting, last change or approval.

    DESIGN.md, 'The life of a need'; counted anew, so that nothing expires right after
    somebody took care of it.
    """
    return starts_at + AFTER_ITS_START if starts_at else now + WITHOUT_A_TIME


def journal(action: str, need: AidRequest, *, actor: Resident | None) -> Entry:
    """The entry's id also tells repeats of one notice apart.

    What was done in the requester's name names both.
    """
    in_their_name = actor is not None and is_in_their_name(action, need, actor)
    return record(
        f"need.{action}",
        object_kind="need",
        object_id=need.pk,
        rw_id=need.rw_id,
        actor_id=actor.pk if actor else None,
        subject_id=need.requester_id if in_their_name else None,
    )


def is_in_their_name(action: str, need: AidRequest, actor: Resident) -> bool:
    """By who wrote it, or by who took over from them; a decision is the coordinator's own."""
    if need.posted_by_id is None or actor.pk == need.requester_id:
        return False
    wrote_it = actor.pk == need.posted_by_id
    return wrote_it or (action in REQUESTERS and speaks_for_requester(actor, need))
