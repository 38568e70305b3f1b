"""Who waits to be recognised, and by whom.

The coordinators of the RT at once; those of the whole RW once somebody has waited for three
days, or where the RT has nobody in office. Nobody decides about themselves.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import DateTimeField, DurationField
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from neighborhoods.models import (
    Membership,
    MembershipQuerySet,
    Office,
    OfficeQuerySet,
    RukunTetangga,
)
from neighborhoods.reveal import Contact, Relation, grade
from neighborhoods.standing import Standing

PATIENCE = timedelta(days=3)
# The planner looks two days ahead.
HORIZON = timedelta(days=2)
# Who was not recognised for so long is no longer news.
NEWS_FOR = timedelta(days=30)


def newcomers_for(coordinator: Standing, now: datetime | None = None) -> MembershipQuerySet:
    """Whom this coordinator may recognise, the longest waiting first."""
    of_rt = Q(rt__in=coordinator.covered_rt_ids)
    of_rw = Q(rt__rw__in=coordinator.covered_rw_ids) & reaches_rw(now or timezone.now())
    waiting = Membership.objects.filter(of_rt | of_rw, status=Membership.Status.PENDING)
    return waiting.exclude(resident=coordinator.resident).order_by("joined_at", "id")


def newcomers_seen_by(coordinator: Standing) -> MembershipQuerySet:
    """Decided ones of one's RT too, so that a late tap finds what became of them."""
    covered = Q(rt__in=coordinator.covered_rt_ids) | Q(rt__rw__in=coordinator.covered_rw_ids)
    mine = Membership.objects.filter(covered, decided_at__isnull=False)
    decided = mine.exclude(resident=coordinator.resident)
    return newcomers_for(coordinator).order_by() | decided


def reaches_rw(now: datetime) -> Q:
    others = (
        Office.objects.in_force().filter(rt=OuterRef("rt")).exclude(holder=OuterRef("resident"))
    )
    return Q(joined_at__lte=now - PATIENCE) | Q(~Exists(others))


def deciders_of(membership: Membership, now: datetime | None = None) -> QuerySet[Resident]:
    """The same rule from the other side: whom to tell."""
    offices = Office.objects.in_force().exclude(holder=membership.resident_id)
    of_rt = offices.filter(rt=membership.rt_id)
    overdue = membership.joined_at <= (now or timezone.now()) - PATIENCE
    asked = offices_of_rw(offices, membership) | of_rt if overdue else of_rt
    if not of_rt.exists():
        asked = offices_of_rw(offices, membership)
    return asked.holders()


def offices_of_rw(offices: OfficeQuerySet, membership: Membership) -> OfficeQuerySet:
    return offices.filter(rt=None, rw=membership.rt.rw_id)


def overdue_rows(now: datetime) -> QuerySet[Any, Any]:
    """The planner's columns: the RW's own officers, for each who will have waited three days.

    Asked of the RTs, since the columns may not share names of an office or a membership.
    """
    patience = Value(PATIENCE, DurationField())
    officers = Office.objects.in_force().filter(rt=None)
    return (
        RukunTetangga.objects.filter(
            memberships__status=Membership.Status.PENDING,
            memberships__joined_at__gt=now - NEWS_FOR,
            memberships__joined_at__lte=now + HORIZON - PATIENCE,
        )
        .filter(rw__offices__in=officers)
        .annotate(officer=F("rw__offices__holder_id"), newcomer=F("memberships__resident_id"))
        .exclude(officer=F("newcomer"))
        .values(
            recipient_id=F("rw__offices__holder_id"),
            object_id=F("memberships__id"),
            code=Value(""),
            zone=F("rw__zone"),
            version=Value(0),
            due_at=F("memberships__joined_at") + patience,
            expires_at=Value(None, DateTimeField()),
        )
    )


def look_at(membership: Membership, *, coordinator: Standing) -> Contact:
    """Phone and house, for who may recognise them; the look is journaled."""
    record(
        "contact.seen",
        object_kind="membership",
        object_id=membership.pk,
        rw_id=membership.rt.rw_id,
        actor_id=coordinator.resident.pk,
        subject_id=membership.resident_id,
    )
    return grade(membership, Relation.COORDINATOR)
