"""A coordinator's decision taken back, before anybody was told of it (`web.undo`).

Nothing is stored for it: the journal says what was decided, by whom and when, and what the
need was before.
"""

from collections.abc import Callable
from datetime import datetime

from journal.models import Entry
from neighborhoods.standing import Standing
from notifications.actions import mark_unread_about, take_back
from requests_app.errors import TooLateToUndo
from requests_app.helping import note_leavers
from requests_app.holding import hold_again
from requests_app.kinds import FOR_DECIDERS
from requests_app.life import LET_THROUGH, expiry, journal, locked_with_homes
from requests_app.models import AidRequest
from requests_app.offers import offer_on
from requests_app.rules import requester_stayed
from volunteers.actions import restore_released
from volunteers.models import SignUp
from web.undo import is_undoable

Status = AidRequest.Status
DECIDED = ("need.approved", "need.reviewed", "need.needs_changes", "need.declined", "need.called")
TOLD = ("need.approved", "need.needs_changes", "need.declined", "need.taken_down")
CALLED = ("need.still_open",)
# What its requester did that its end is counted from.
REQUESTED = ("need.posted", "need.changed", "need.moved")
OPENING, CLOSING = ("need.opened", "need.approved"), ("need.needs_changes", "need.declined")


def undo_decision(need: AidRequest, *, coordinator: Standing, entry_id: int) -> AidRequest:
    """As it was before that coordinator's decision, the entry `entry_id` of the journal.

    Raises TooLateToUndo after the window, when somebody has been told, and when anything
    has happened to the need since.
    """
    with locked_with_homes(need, states=tuple(Status.values)) as fresh:
        entries = list(entries_of(fresh))
        decision = last_decision(entries, coordinator, entry_id)
        if not take_back((*TOLD, *CALLED), object_id=fresh.pk, version=decision.pk):
            raise TooLateToUndo
        UNDO[decision.action](fresh, still_valid(entries))
        if decision.action != "need.called":
            mark_unread_about(fresh.pk, kinds=FOR_DECIDERS, since=decision.at)
        journal("undone", fresh, actor=coordinator.resident)
    return fresh


def entries_of(need: AidRequest) -> list[Entry]:
    """What happened to it. Who looked at a phone number changes nothing."""
    about = Entry.objects.filter(object_kind="need", object_id=need.pk)
    return list(about.filter(action__startswith="need.").order_by("id"))


def last_decision(entries: list[Entry], coordinator: Standing, entry_id: int) -> Entry:
    last = entries[-1] if entries else None
    if (
        last is None
        or last.pk != entry_id
        or last.actor_id != coordinator.resident.pk
        or last.action not in DECIDED
        or not is_undoable(last.at)
    ):
        raise TooLateToUndo
    return last


def still_valid(entries: list[Entry]) -> list[Entry]:
    """The history before the last decision, without decisions that were taken back."""
    kept: list[Entry] = []
    for entry in entries[:-1]:
        if entry.action == "need.undone":
            # Undoing may have offered places before it wrote down that it undid.
            while kept and kept.pop().action not in DECIDED:
                pass
        else:
            kept.append(entry)
    return kept


def undo_approval(need: AidRequest, history: list[Entry]) -> None:
    need.status = Status.PENDING
    need.opened_at = need.reviewed_at = None
    need.expires_at = expiry_before(need, history)
    columns = ("status", "opened_at", "reviewed_at", "expires_at")
    need.save(update_fields=[*columns, *held_before(need, history)])


def undo_look(need: AidRequest, history: list[Entry]) -> None:
    need.reviewed_at = None
    need.save(update_fields=["reviewed_at", *held_before(need, history)])


def held_before(need: AidRequest, history: list[Entry]) -> tuple[str, ...]:
    """Words that somebody had looked at before are not hidden by undoing something else."""
    was_held = bool(history) and history[-1].action == LET_THROUGH
    return hold_again(need) if was_held else ()


def expiry_before(need: AidRequest, history: list[Entry]) -> datetime:
    """Of one that was waiting: counted from what its requester did last (`life.expiry`)."""
    done = [entry.at for entry in history if entry.action in REQUESTED]
    return expiry(need.starts_at, now=done[-1] if done else need.created_at)


def undo_sending_back(need: AidRequest, history: list[Entry]) -> None:
    """Where it came from: the queue before the board, or the board with its helpers.

    Without those of them who have left since. What its requester asked who has left stays ended.
    """
    if not requester_stayed(need):
        raise TooLateToUndo
    opened = opening_of(history)
    sent_back_at = need.reviewed_at
    need.reviewed_at, need.reason = None, ""
    need.status = Status.PENDING
    if not opened:
        need.expires_at = expiry_before(need, history)
    else:
        offered, gone = brought_back(need, sent_back_at)
        helped = need.people.sign_ups.holding_a_place().exists()
        need.status = Status.IN_PROGRESS if helped else Status.OPEN
        need.opened_at = opened.at
    columns = ("status", "reason", "reviewed_at", "opened_at", "expires_at")
    need.save(update_fields=[*columns, *held_before(need, history)])
    if opened:
        note_leavers(need, gone)
        offer_on(need, offered)


def brought_back(need: AidRequest, at: datetime | None) -> tuple[list[SignUp], list[SignUp]]:
    return restore_released(need.people, at=at) if at else ([], [])


def opening_of(history: list[Entry]) -> Entry | None:
    """By which it was on the board; None where it had left it, or never been there."""
    turns = [entry for entry in history if entry.action in (*OPENING, *CLOSING)]
    return turns[-1] if turns and turns[-1].action in OPENING else None


def undo_call(need: AidRequest, history: list[Entry]) -> None:
    calls = [entry.at for entry in history if entry.action == "need.called"]
    need.called_at = calls[-1] if calls else None
    need.save(update_fields=["called_at"])


UNDO: dict[str, Callable[[AidRequest, list[Entry]], None]] = {
    "need.approved": undo_approval,
    "need.reviewed": undo_look,
    "need.needs_changes": undo_sending_back,
    "need.declined": undo_sending_back,
    "need.called": undo_call,
}
