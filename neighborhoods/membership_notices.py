"""Whom joining tells what. Titles name no person."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.membership_kinds import FOR_DECIDERS, FOR_HOUSE
from neighborhoods.models import Membership
from neighborhoods.newcomers import deciders_of
from notifications.actions import mark_read_about, notify

# What undoing a decision takes back.
OF_DECISIONS = ("newcomer.recognised", "newcomer.declined")


def tell(
    recipients: Iterable[Resident],
    membership: Membership,
    kind: str,
    *,
    entry: Entry,
    due_at: datetime | None = None,
) -> None:
    notify(
        recipients,
        kind=kind,
        object_id=membership.pk,
        code="",
        rw_id=membership.rt.rw_id,
        zone=membership.rt.rw.zone,
        version=entry.pk,
        due_at=due_at,
    )


def ask_house(
    people: Iterable[Membership],
    membership: Membership,
    *,
    entry: Entry,
    due_at: datetime | None = None,
) -> None:
    recipients = [each.resident for each in people]
    tell(recipients, membership, "house.asked", entry=entry, due_at=due_at)


def tell_deciders(membership: Membership, *, entry: Entry) -> None:
    tell(deciders_of(membership), membership, "newcomer.waiting", entry=entry)


def tell_newcomer(
    membership: Membership, event: str, *, entry: Entry, due_at: datetime | None
) -> None:
    tell([membership.resident], membership, f"newcomer.{event}", entry=entry, due_at=due_at)


def settle_house(membership: Membership) -> None:
    """One of the house has answered for all."""
    mark_read_about(membership.pk, kinds=FOR_HOUSE)


def settle(membership: Membership) -> None:
    """Decided or taken back: nobody's bell needs to ring for it."""
    mark_read_about(membership.pk, kinds=(*FOR_DECIDERS, *FOR_HOUSE))
