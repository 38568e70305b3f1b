"""What coordinators decide about a need. Who may, `rules.can_decide` says."""

from django.utils import timezone

from neighborhoods.standing import Standing
from requests_app import notices
from requests_app.life import journal, locked
from requests_app.models import AidRequest

PENDING = (AidRequest.Status.PENDING,)


def approve_need(need: AidRequest, *, coordinator: Standing) -> AidRequest:
    """Onto the board. Raises NotPossibleNow when somebody decided first."""
    with locked(need, states=PENDING) as fresh:
        fresh.status = AidRequest.Status.OPEN
        fresh.opened_at = fresh.reviewed_at = timezone.now()
        fresh.reason = ""
        fresh.save(update_fields=["status", "opened_at", "reviewed_at", "reason"])
        entry = journal("approved", fresh, actor=coordinator.resident)
        notices.tell_requester(fresh, "approved", entry=entry)
    return fresh


def mark_reviewed(need: AidRequest, *, coordinator: Standing) -> AidRequest:
    """A need that opened at once, or was edited on the board, has been looked at."""
    with locked(need, states=AidRequest.LIVE) as fresh:
        fresh.reviewed_at = timezone.now()
        fresh.save(update_fields=["reviewed_at"])
        journal("reviewed", fresh, actor=coordinator.resident)
    return fresh


def ask_changes(need: AidRequest, *, coordinator: Standing, reason: str) -> AidRequest:
    return send_back(need, AidRequest.Status.NEEDS_CHANGES, coordinator, reason)


def decline_need(need: AidRequest, *, coordinator: Standing, reason: str) -> AidRequest:
    return send_back(need, AidRequest.Status.DECLINED, coordinator, reason)


def send_back(
    need: AidRequest, status: AidRequest.Status, coordinator: Standing, reason: str
) -> AidRequest:
    with locked(need, states=PENDING) as fresh:
        fresh.status = status
        fresh.reason = reason
        fresh.reviewed_at = timezone.now()
        fresh.save(update_fields=["status", "reason", "reviewed_at"])
        entry = journal(status.value, fresh, actor=coordinator.resident)
        notices.tell_requester(fresh, status.value, entry=entry)
    return fresh
