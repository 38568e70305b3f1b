"""What coordinators decide about a need. Who may, `rules.can_decide` says.

Each takes the `revision` that the coordinator read, if the page said it, and raises
ChangedMeanwhile when the requester has changed the need since, NotPossibleNow when
somebody decided first. With `settle_in` people are told that much later, and until then
`undoing` can take it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from neighborhoods.standing import Standing
from requests_app import notices
from requests_app.errors import ChangedMeanwhile, NotPossibleNow
from requests_app.holding import let_through
from requests_app.life import check_not_ended, expiry, journal, locked
from requests_app.models import AidRequest
from requests_app.offers import resume_line
from volunteers.actions import release_all
from volunteers.models import SignUp
from web.undo import told_at

Status = AidRequest.Status
AT_ONCE = timedelta()


@contextmanager
def as_read(
    need: AidRequest, *, states: tuple[str, ...], revision: int | None
) -> Iterator[AidRequest]:
    with locked(need, states=states) as fresh:
        if revision not in (None, fresh.revision):
            raise ChangedMeanwhile
        yield fresh


def approve_need(
    need: AidRequest,
    *,
    coordinator: Standing,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> AidRequest:
    """Onto the board."""
    with as_read(need, states=(Status.PENDING,), revision=revision) as fresh:
        now = timezone.now()
        check_not_ended(fresh)
        fresh.status = Status.OPEN
        fresh.opened_at = fresh.reviewed_at = now
        fresh.expires_at = expiry(fresh.starts_at, now=now)
        fresh.reason = ""
        columns = ("status", "opened_at", "reviewed_at", "expires_at", "reason")
        fresh.save(update_fields=[*columns, *pass_words(fresh, coordinator)])
        entry = journal("approved", fresh, actor=coordinator.resident)
        notices.settle(fresh)
        notices.tell_requester(fresh, "approved", entry=entry, due_at=told_at(settle_in))
    return fresh


def mark_reviewed(
    need: AidRequest,
    *,
    coordinator: Standing,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> AidRequest:
    """A need that opened at once, or was edited on the board, has been looked at.

    Where its words were held it comes back into sight, and its requester is told.
    """
    with as_read(need, states=AidRequest.LIVE, revision=revision) as fresh:
        if fresh.reviewed_at is None:
            fresh.reviewed_at = timezone.now()
            was_held = pass_words(fresh, coordinator)
            fresh.save(update_fields=["reviewed_at", *was_held])
            entry = journal("reviewed", fresh, actor=coordinator.resident)
            notices.settle(fresh)
            if was_held:
                due_at = told_at(settle_in)
                notices.tell_requester(fresh, "approved", entry=entry, due_at=due_at)
                notices.plan_reminders(fresh)
                resume_line(fresh, entry=entry, settle_in=settle_in)
    return fresh


def pass_words(need: AidRequest, coordinator: Standing) -> tuple[str, ...]:
    """No longer held, if they were; the journal tells undoing so."""
    columns = let_through(need)
    if columns:
        journal("let_through", need, actor=coordinator.resident)
    return columns


def ask_changes(
    need: AidRequest,
    *,
    coordinator: Standing,
    reason: str,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> AidRequest:
    return send_back(
        need,
        Status.NEEDS_CHANGES,
        coordinator=coordinator,
        reason=reason,
        revision=revision,
        settle_in=settle_in,
    )


def decline_need(
    need: AidRequest,
    *,
    coordinator: Standing,
    reason: str,
    revision: int | None = None,
    settle_in: timedelta = AT_ONCE,
) -> AidRequest:
    return send_back(
        need,
        Status.DECLINED,
        coordinator=coordinator,
        reason=reason,
        revision=revision,
        settle_in=settle_in,
    )


def send_back(
    need: AidRequest,
    status: AidRequest.Status,
    *,
    coordinator: Standing,
    reason: str,
    revision: int | None,
    settle_in: timedelta,
) -> AidRequest:
    """Off the board too, where it went up unread; its helpers are told and freed."""
    states = (Status.PENDING, *AidRequest.LIVE)
    with as_read(need, states=states, revision=revision) as fresh:
        if fresh.is_live and fresh.reviewed_at:
            raise NotPossibleNow
        was_live = fresh.is_live
        fresh.status = status
        fresh.reason = reason
        fresh.reviewed_at = timezone.now()
        fresh.opened_at = None
        if not was_live:
            fresh.expires_at = expiry(fresh.starts_at, now=timezone.now())
        columns = ("status", "reason", "reviewed_at", "opened_at", "expires_at")
        fresh.save(update_fields=[*columns, *pass_words(fresh, coordinator)])
        entry = journal(status.value, fresh, actor=coordinator.resident)
        notices.settle(fresh)
        due_at = told_at(settle_in)
        notices.tell_requester(fresh, status.value, entry=entry, due_at=due_at)
        notices.tell_helpers(fresh, "taken_down", entry=entry, due_at=due_at)
        # By this time undoing finds them again.
        release_all(fresh.people, line_reason=SignUp.Reason.NO_PLACE, at=fresh.reviewed_at)
    return fresh
