"""What no page does by itself (UU PDP 27/2022): asked here, answered within 3x24 hours."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import DataRequest, Resident
from accounts.personal_data import WORDS_KEPT
from accounts.rows import lock_live
from coordinators.data_handlers import anybody_for, handlers_of, operators
from coordinators.data_kinds import FOR_HANDLERS, tell_answered, tell_asked, tell_overdue
from journal.actions import record
from neighborhoods.models import Membership, Office, RukunWarga
from neighborhoods.standing import Standing
from notifications.actions import mark_read_about
from notifications.models import Notification
from web.errors import DomainError
from web.ticking import each_due

# The law's 3x24 hours.
WITHIN = timedelta(hours=72)
MOST_OPEN = 3
# How many a run warns of at the most; the next one goes on.
BATCH = 100


class NoNeighbourhood(DomainError):
    message = _("You belong to no RW yet, so nobody could answer. Please write to the operator.")


class TooManyOpen(DomainError):
    message = _("Three of your requests wait for an answer already.")


class AnsweredAlready(DomainError):
    message = _("Somebody has answered this already.")


def waiting_for(coordinator: Standing, now: datetime) -> QuerySet[DataRequest]:
    """The RW's own office, and any office there once it is overdue or the RW has no other.

    Never one's own.
    """
    rw_ids = {office.rw_id for office in coordinator.offices}
    of_rw = Office.objects.in_force().filter(rt=None, rw=OuterRef("rw"))
    others = of_rw.exclude(holder=OuterRef("resident"))
    anybody = Q(due_at__lte=now) | Q(~Exists(others))
    reach = Q(rw__in=coordinator.covered_rw_ids) | (Q(rw__in=rw_ids) & anybody)
    waiting = DataRequest.objects.filter(reach, handled_at=None)
    return waiting.exclude(resident=coordinator.resident).order_by("asked_at", "id")


def answered_in(coordinator: Standing) -> QuerySet[DataRequest]:
    """Of the RW whose office they hold, to be read again; never one's own."""
    own_rw = DataRequest.objects.filter(rw__in=coordinator.covered_rw_ids)
    return own_rw.exclude(handled_at=None).exclude(resident=coordinator.resident)


@transaction.atomic
def ask_request(person: Standing, *, kind: str, words: str) -> DataRequest:
    """Raises AccountClosed, NoNeighbourhood, TooManyOpen."""
    rw = rw_of(person)
    lock_live(person.resident)
    open_ones = DataRequest.objects.filter(resident=person.resident, handled_at=None)
    if open_ones.count() >= MOST_OPEN:
        raise TooManyOpen
    now = timezone.now()
    asked = DataRequest.objects.create(
        resident=person.resident, rw=rw, kind=kind, words=words, asked_at=now, due_at=now + WITHIN
    )
    journal("data_request.asked", asked, actor=person.resident)
    tell_asked(asked, handlers_of(asked))
    return asked


def rw_of(person: Standing) -> RukunWarga:
    """Where they live, wait or hold office; else where they lived last."""
    if person.rw:
        return person.rw
    last = Membership.objects.filter(resident=person.resident).order_by("-id").first()
    if last is None:
        raise NoNeighbourhood
    return last.rt.rw


@transaction.atomic
def answer_request(asked: DataRequest, *, coordinator: Standing, answer: str) -> DataRequest:
    """Raises AnsweredAlready. Who may, `waiting_for` says."""
    fresh = DataRequest.objects.select_for_update(no_key=True).get(pk=asked.pk)
    if fresh.handled_at:
        raise AnsweredAlready
    fresh.handled_at = timezone.now()
    fresh.handled_by = coordinator.resident
    fresh.answer = answer
    fresh.save(update_fields=["handled_at", "handled_by", "answer"])
    journal("data_request.answered", fresh, actor=coordinator.resident)
    tell_answered(fresh)
    return fresh


def close_requests_of(resident: Resident) -> None:
    """They erase their account: what they asked has lost its words, so nobody owes an answer."""
    waiting = DataRequest.objects.filter(resident=resident, handled_at=None)
    for pk in waiting.values_list("pk", flat=True):
        mark_read_about(pk, kinds=FOR_HANDLERS)
    waiting.update(handled_at=timezone.now())


def warn_of_overdue(now: datetime) -> int:
    """Once each: everybody in office in the RW, and the operator."""
    warned = Notification.objects.filter(kind="data.overdue", object_id=OuterRef("pk"))
    overdue = DataRequest.objects.filter(~Exists(warned), handled_at=None, due_at__lte=now)
    return each_due(overdue.select_related("rw"), warn, by="due_at", most=BATCH)


@transaction.atomic
def warn(asked: DataRequest) -> bool:
    tell_overdue(asked, anybody_for(asked), operators())
    return True


def forget_old_answers(now: datetime) -> int:
    """Question and answer, 90 days after it was given; that there was one stays, with its dates."""
    old = DataRequest.objects.filter(handled_at__lte=now - WORDS_KEPT)
    return old.exclude(words="", answer="").update(words="", answer="")


def journal(action: str, asked: DataRequest, *, actor: Resident) -> None:
    record(
        action,
        object_kind="data_request",
        object_id=asked.pk,
        rw_id=asked.rw_id,
        actor_id=actor.pk,
        subject_id=asked.resident_id,
    )
