"""What a case tells whom. Nobody learns who reported, and titles name no person."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Resident
from journal.models import Entry
from moderation import rules
from moderation.kinds import FOR_DECIDERS, WORDS
from moderation.models import Case, Report
from moderation.things import Thing, owner_of, people_in
from notifications.actions import mark_read_about, notify
from web.undo import told_at

# What `undo_decision` takes back.
OF_DECISIONS = ("case.kept", "case.hidden", "case.appeal_kept", "case.appeal_hidden")


def tell(
    recipients: Iterable[Resident],
    case: Case,
    event: str,
    *,
    entry: Entry,
    due_at: datetime | None = None,
) -> None:
    notify(
        recipients,
        kind=f"case.{event}",
        object_id=case.pk,
        code=rules.thing_of(case).code,
        rw_id=case.rw_id,
        zone=case.rw.zone,
        version=entry.pk,
        due_at=due_at,
    )


def tell_deciders(case: Case, *, entry: Entry) -> None:
    tell(rules.deciders_of(case), case, "opened", entry=entry)


def tell_hidden_by_reports(case: Case, thing: Thing, *, entry: Entry) -> None:
    """Its owner and those who promised to come; and once more whoever decides: it is urgent."""
    tell([owner_of(thing), *people_in(thing)], case, "hidden_by_reports", entry=entry)
    tell(rules.deciders_of(case), case, "hidden_waits", entry=entry)


def tell_appeal_deciders(case: Case, *, entry: Entry) -> None:
    tell(rules.appeal_deciders_of(case), case, "appealed", entry=entry)


def tell_decision(
    case: Case, thing: Thing, *, entry: Entry, settle_in: timedelta, to_helpers: bool
) -> None:
    """Both sides, each in its own words; and helpers, where it changes something for them."""
    mark_read_about(case.pk, kinds=FOR_DECIDERS)
    both = {owner_of(thing), *(report.reporter for report in reports_of(case))}
    people = both | {*people_in(thing)} if to_helpers else both
    # The kind is named as the journal's action is.
    event = entry.action.removeprefix("case.")
    tell(people, case, event, entry=entry, due_at=told_at(settle_in))


def reports_of(case: Case) -> Iterable[Report]:
    return case.reports.select_related("reporter")


def mark_seen(case: Case, resident: Resident) -> None:
    """Its page says all that its notices said."""
    mark_read_about(case.pk, kinds=WORDS, recipient=resident)
