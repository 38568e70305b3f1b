"""What coordinators decide about a case, and taking it back before anybody was told."""

from datetime import timedelta

from django.utils import timezone

from journal.models import Entry
from moderation import notices, rules
from moderation.errors import ChangedMeanwhile, DecidedAlready, NotYours, TooLateToUndo
from moderation.kinds import FOR_DECIDERS
from moderation.life import journal, locked_case
from moderation.models import Case
from moderation.things import Thing, hide, hold, show
from neighborhoods.standing import Standing
from notifications.actions import mark_unread_about, take_back
from web.undo import is_undoable

KEPT, HIDDEN = Case.Decision.KEPT, Case.Decision.HIDDEN
AT_ONCE = timedelta(0)


def decide_case(
    case: Case,
    *,
    coordinator: Standing,
    decision: str,
    reason: str,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> Case:
    """Kept or hidden, with a reason that both sides read.

    On the words that were read, if the page said which. With `settle_in` people are told
    that much later, and `undo_decision` may take it back until then. Raises
    ChangedMeanwhile, DecidedAlready, NotYours.
    """
    with locked_case(case) as (fresh, thing):
        if fresh.decided_at:
            raise DecidedAlready
        if not rules.may_decide(coordinator, fresh):
            raise NotYours
        check_as_read(thing, revision)
        fresh.decision, fresh.reason = decision, reason
        fresh.decided_by, fresh.decided_at = coordinator.resident, timezone.now()
        fresh.revision = thing.revision
        fresh.save(update_fields=["decision", "reason", "decided_by", "decided_at", "revision"])
        changes = carry_out(fresh, thing)
        entry = journal(decision, fresh, actor=coordinator.resident)
        notices.tell_decision(fresh, thing, entry=entry, settle_in=settle_in, to_helpers=changes)
    return fresh


def decide_appeal(
    case: Case,
    *,
    coordinator: Standing,
    decision: str,
    reason: str,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> Case:
    """The last word. Raises ChangedMeanwhile, DecidedAlready, NotYours."""
    with locked_case(case) as (fresh, thing):
        if not fresh.is_appealed:
            raise DecidedAlready
        if not rules.may_decide_appeal(coordinator, fresh):
            raise NotYours
        check_as_read(thing, revision)
        fresh.appeal_decision, fresh.appeal_reason = decision, reason
        fresh.appeal_decided_by, fresh.appeal_decided_at = coordinator.resident, timezone.now()
        fresh.revision = thing.revision
        columns = ("decision", "reason", "decided_by", "decided_at")
        fresh.save(update_fields=["revision", *(f"appeal_{column}" for column in columns)])
        changes = carry_out(fresh, thing)
        entry = journal(f"appeal_{decision}", fresh, actor=coordinator.resident)
        notices.tell_decision(fresh, thing, entry=entry, settle_in=settle_in, to_helpers=changes)
    return fresh


def check_as_read(thing: Thing, revision: int | None) -> None:
    if revision not in (None, thing.revision):
        raise ChangedMeanwhile


def carry_out(case: Case, thing: Thing) -> bool:
    """Hide it or show it again; whether those who promised to come have news in that."""
    at = case.appeal_decided_at or case.decided_at
    assert at is not None, "decided"  # noqa: S101 - for the type checker
    if case.outcome == HIDDEN:
        was_seen = hide(thing, at=at)
        return was_seen or not case.appeal_decision
    if not is_hidden_by(case) or rules.is_hidden_by_another(case, thing):
        return False
    show(thing)
    return True


def is_hidden_by(case: Case) -> bool:
    """Whether it was this case that hid it, before the decision that is being carried out."""
    if case.appeal_decision:
        return case.decision == HIDDEN
    return case.hidden_by_reports_at is not None


def undo_decision(case: Case, *, coordinator: Standing, entry_id: int | None = None) -> Case:
    """Take back one's own last decision on it while nobody has heard of it.

    Nothing is stored for that: the journal says what was decided last, by whom and when.
    With `entry_id` no other decision than that entry's: an old page means an older one.
    Raises TooLateToUndo.
    """
    with locked_case(case) as (fresh, thing):
        last = Entry.objects.filter(object_kind="case", object_id=fresh.pk).order_by("id").last()
        action = f"case.appeal_{fresh.appeal_decision}" if fresh.appeal_decision else ""
        action = action or f"case.{fresh.decision}"
        decided_at = fresh.appeal_decided_at or fresh.decided_at
        mine = last and last.actor_id == coordinator.resident.pk and last.action == action
        if not last or not mine or not decided_at or not is_undoable(decided_at):
            raise TooLateToUndo
        if entry_id not in (None, last.pk):
            raise TooLateToUndo
        if not take_back(notices.OF_DECISIONS, object_id=fresh.pk, version=last.pk):
            raise TooLateToUndo
        put_back(fresh, thing)
        forget_decision(fresh)
        mark_unread_about(fresh.pk, kinds=FOR_DECIDERS, since=last.at)
        journal("undone", fresh, actor=coordinator.resident)
    return fresh


def put_back(case: Case, thing: Thing) -> None:
    """The thing as it was before the decision."""
    decided_at = case.appeal_decided_at or case.decided_at
    before = case.decided_at if case.appeal_decision else case.hidden_by_reports_at
    assert decided_at is not None, "decided"  # noqa: S101 - for the type checker
    if case.outcome == KEPT:
        if is_hidden_by(case):
            hide(thing, at=before or decided_at)
    elif thing.hidden_at == decided_at:
        show(thing)
    elif not is_hidden_by(case) and not rules.is_hidden_by_another(case, thing):
        hold(thing)


def forget_decision(case: Case) -> None:
    prefix = "appeal_" if case.appeal_decision else ""
    empty = {"decision": "", "reason": "", "decided_by": None, "decided_at": None}
    for column, value in empty.items():
        setattr(case, f"{prefix}{column}", value)
    case.save(update_fields=[f"{prefix}{column}" for column in empty])
