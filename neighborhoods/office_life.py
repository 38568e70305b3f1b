"""What every change of an office is made of: the RW's lock, the row, the journal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Resident
from accounts.rows import locked
from journal.actions import record
from journal.models import Entry
from neighborhoods import office_rules as rules
from neighborhoods.models import (
    Membership,
    Office,
    OfficeQuerySet,
    RukunTetangga,
    RukunWarga,
)
from neighborhoods.office_errors import HoldsItAlready, LeavesSoon, NotAResident, OfficeElsewhere
from neighborhoods.standing import Standing, standing_of
from web.constraints import violated
from web.dates import local
from web.errors import DomainError

REFUSALS: dict[str, type[DomainError]] = {
    "offices_of_one_rw": OfficeElsewhere,
    "one_lasting_office_per_post": HoldsItAlready,
}


def today_in(rw: RukunWarga) -> date:
    return local(timezone.now(), rw.zone).date()


@contextmanager
def in_order(rw_id: int, by: Resident) -> Iterator[Standing]:
    """One change of an RW's offices after the other; and what the actor still is by then."""
    with transaction.atomic():
        RukunWarga.objects.select_for_update(no_key=True).get(pk=rw_id)
        yield standing_of(by)


def is_there(rt: RukunTetangga | None, rw: RukunWarga) -> bool:
    """Whether it is an RT of that RW and open still, by now and not when a page was read."""
    return rt is None or RukunTetangga.objects.open().filter(pk=rt.pk, rw=rw).exists()


def hold_home(resident_id: int) -> Membership | None:
    """Who is moving away at this moment comes first or waits, before anything else is locked."""
    homes = Membership.objects.in_force().filter(resident=resident_id)
    return homes.select_for_update(of=("self",), no_key=True).first()


def hold_homes(resident_ids: Iterable[int]) -> None:
    """Of several: in one order, so that no two who do that wait for each other."""
    homes = Membership.objects.in_force().filter(resident__in=resident_ids).order_by("pk")
    list(homes.select_for_update(of=("self",), no_key=True).values_list("pk"))


def check_resident(person: Resident, *, rw_id: int, rt_id: int | None = None) -> None:
    hold_home(person.pk)
    if not rules.residents_for(rw_id, rt_id).filter(pk=person.pk).exists():
        raise NotAResident


def begin(
    holder: Resident,
    *,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: str,
    starts_on: date,
    ends_on: date | None,
    is_deputy: bool = False,
) -> Office:
    """The row, or in a plain sentence what the database has against it.

    The holder is held first: two RW giving them an office at once would else wait for each
    other in the exclusion constraint, and one would die of a deadlock.
    """
    office = Office(
        holder=holder,
        rw=rw,
        rt=rt,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=is_deputy,
    )
    try:
        with transaction.atomic():
            if locked(holder).erase_after:
                raise LeavesSoon
            if held_meanwhile(office).exists():
                raise HoldsItAlready
            office.save(force_insert=True)
    except IntegrityError as error:
        refusal = REFUSALS.get(violated(error))
        if refusal is None:
            raise
        raise refusal from error
    return office


def held_meanwhile(office: Office) -> OfficeQuerySet:
    """The very same on one of its days: a form sent twice, or a term begun too early.

    Of two rows one would live on when the other is ended or handed over.
    """
    same = Office.objects.filter(
        holder=office.holder,
        rw=office.rw,
        rt=office.rt,
        post=office.post,
        is_deputy=office.is_deputy,
        ended_at=None,
    )
    if office.ends_on:
        same = same.filter(starts_on__lte=office.ends_on)
    return same.filter(Q(ends_on=None) | Q(ends_on__gte=office.starts_on))


def close(office: Office, *, reason: str = "") -> None:
    """Out of force at this very moment: the next request knows nothing of it."""
    office.ended_at, office.end_reason = timezone.now(), reason
    office.save(update_fields=["ended_at", "end_reason"])


def journal(action: str, office: Office, *, actor: Resident | None, subject: int) -> Entry:
    """Always about the office, so that whoever reads of the post reads all of it."""
    return record(
        action,
        object_kind="office",
        object_id=office.pk,
        rw_id=office.rw_id,
        actor_id=actor.pk if actor else None,
        subject_id=subject,
    )
