"""What a need tells whom. Titles name the category only: a preview may be read by anyone."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Resident
from journal.models import Entry
from notifications.actions import mark_read_about, notify, plan
from requests_app.concerned import deciders, helpers_of
from requests_app.kinds import EVENTS, FOR_DECIDERS
from requests_app.models import AidRequest
from requests_app.rules import speaks_for_requester
from requests_app.voices import voice_of
from volunteers.models import SignUp

REMINDERS = ("duty.evening", "duty.hour", "need.evening", "need.hour")


def tell(
    recipients: Iterable[Resident],
    need: AidRequest,
    event: str,
    *,
    entry: Entry,
    due_at: datetime | None = None,
) -> None:
    """Told once per journal entry, so that the same event may be told again another day.

    With `due_at` no sooner than then, so that a decision can be undone.
    """
    notify(
        recipients,
        kind=f"need.{event}",
        object_id=need.pk,
        code=need.code,
        rw_id=need.rw_id,
        zone=need.rw.zone,
        version=entry.pk,
        due_at=due_at,
    )


def tell_requester(
    need: AidRequest, event: str, *, entry: Entry, due_at: datetime | None = None
) -> None:
    tell([voice_of(need)], need, event, entry=entry, due_at=due_at)


def tell_deciders(need: AidRequest, event: str, *, entry: Entry) -> None:
    tell(deciders(need), need, event, entry=entry)


def tell_helpers(
    need: AidRequest, event: str, *, entry: Entry, due_at: datetime | None = None
) -> None:
    tell(helpers_of(need), need, event, entry=entry, due_at=due_at)


def tell_people(
    need: AidRequest,
    sign_ups: Iterable[SignUp],
    event: str,
    *,
    entry: Entry,
    due_at: datetime | None = None,
) -> None:
    tell([sign_up.volunteer for sign_up in sign_ups], need, event, entry=entry, due_at=due_at)


def ask_other_side(need: AidRequest, *, said_by: Resident, entry: Entry) -> None:
    """Marked as done: the other side confirms, and one's fellow helpers learn of it."""
    helpers = [helper for helper in helpers_of(need) if helper.pk != said_by.pk]
    if speaks_for_requester(said_by, need):
        tell(helpers, need, "done", entry=entry)
    else:
        tell_requester(need, "done", entry=entry)
        tell(helpers, need, "marked_done", entry=entry)


def tell_everyone(
    need: AidRequest, event: str, *, entry: Entry, besides: Resident | None = None
) -> None:
    people = [voice_of(need), *helpers_of(need)]
    tell([person for person in people if person != besides], need, event, entry=entry)


def mark_seen(need: AidRequest, resident: Resident) -> None:
    """Its page says all that its notices said."""
    mark_read_about(need.pk, kinds=EVENTS, recipient=resident)


def settle(need: AidRequest) -> None:
    """One coordinator has decided, so that nobody's bell needs to ring for it."""
    mark_read_about(need.pk, kinds=FOR_DECIDERS)


def plan_reminders(need: AidRequest) -> None:
    """At once, so that a reminder due in a minute needs no planner's tick."""
    for kind in REMINDERS:
        plan(kind, object_id=need.pk)
