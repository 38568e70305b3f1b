"""Needs that nobody has come forward for, and asking the neighbours once more."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Membership
from neighborhoods.standing import Standing
from requests_app import notices
from requests_app.errors import AlreadyCalled, NotPossibleNow
from requests_app.life import check_not_ended, journal, locked
from requests_app.models import AidRequest, AidRequestQuerySet
from volunteers.models import Shift, SignUp
from web.undo import told_at

SOON = timedelta(hours=24)
# What has just gone up gives the neighbours a moment first, however soon it begins.
JUST_OPENED = timedelta(minutes=15)
# For how long nobody has come, before somebody has to do something about it.
URGENT_WAITS, NORMAL_WAITS = timedelta(hours=1), timedelta(hours=24)
# Asking more often makes neighbours deaf.
CALLED_FOR = timedelta(hours=24)


def unfilled(coordinator: Standing, now: datetime) -> AidRequestQuerySet:
    """Live, looked at, and nobody helps: it begins soon, or has waited for long enough.

    The longest open first. What coordinators alone see they assign themselves.
    """
    nobody = Shift.objects.filter(need=OuterRef("pk"), taken=0)
    urgent = Q(urgency_rank__lt=AidRequest.URGENCY_RANK["biasa"], opened_at__lte=now - URGENT_WAITS)
    waited = urgent | Q(opened_at__lte=now - NORMAL_WAITS)
    not_called = Q(called_at=None) | Q(called_at__lte=now - CALLED_FOR)
    return (
        AidRequest.objects.decided_by(coordinator)
        .live()
        .filter(not_called, Exists(nobody), reviewed_at__isnull=False)
        .filter(waited | Q(starts_at__lte=now + SOON), opened_at__lte=now - JUST_OPENED)
        .exclude(audience=AidRequest.Audience.COORDINATORS)
        .order_by("opened_at", "id")
    )


def is_unfilled(need: AidRequest, coordinator: Standing) -> bool:
    return unfilled(coordinator, timezone.now()).filter(pk=need.pk).exists()


def call_neighbours(
    need: AidRequest, *, coordinator: Standing, settle_in: timedelta = timedelta()
) -> AidRequest:
    """Tell those who may see it and neither asked nor help that it is still open, in-app only.

    Raises AlreadyCalled, NotPossibleNow.
    """
    with locked(need, states=AidRequest.LIVE) as fresh:
        now = timezone.now()
        check_not_ended(fresh)
        for_coordinators = fresh.audience == AidRequest.Audience.COORDINATORS
        if fresh.hidden_at or fresh.people.taken or for_coordinators:
            raise NotPossibleNow
        if fresh.called_at and fresh.called_at > now - CALLED_FOR:
            raise AlreadyCalled
        fresh.called_at = now
        fresh.save(update_fields=["called_at"])
        entry = journal("called", fresh, actor=coordinator.resident)
        due_at = told_at(settle_in)
        notices.tell(neighbours(fresh), fresh, "still_open", entry=entry, due_at=due_at)
    return fresh


def neighbours(need: AidRequest) -> QuerySet[Resident]:
    """Verified residents of its audience, but for those who have to do with it already."""
    homes = Membership.objects.in_force()
    if need.audience == AidRequest.Audience.RT:
        homes = homes.filter(rt=need.rt)
    else:
        homes = homes.filter(rt__rw=need.rw_id)
    involved = SignUp.objects.current().filter(shift__need=need)
    people = Resident.objects.filter(pk__in=homes.values("resident"))
    return people.exclude(pk__in=involved.values("volunteer")).exclude(
        pk__in=[pk for pk in (need.requester_id, need.posted_by_id) if pk]
    )
