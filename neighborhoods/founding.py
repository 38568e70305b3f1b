"""A neighbourhood comes to be: asked for by anybody, decided by the platform's operator."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from neighborhoods.founding_errors import AlreadyHere, AskedAlready, DecidedAlready, OperatorOnly
from neighborhoods.invitations import invite_to_office
from neighborhoods.models import Founding, Invitation, Office, RukunTetangga, RukunWarga
from web.constraints import violated

# A contact that nobody decided on by then is forgotten; the request itself stays.
CONTACTS_KEPT = timedelta(days=60)
WHERE = ("number", "village", "district", "city")


@dataclass(frozen=True)
class Plan:
    """An RW as it is to be. Numbers in three digits."""

    number: str
    village: str
    district: str
    city: str
    province: str
    zone: str
    village_code: str = ""

    def as_columns(self) -> dict[str, str]:
        return asdict(self)


def existing_rw(plan: Plan) -> RukunWarga | None:
    """The same number in the same village, whatever the capitals."""
    names = {name: Lower(name) for name in ("village", "district", "city")}
    same = RukunWarga.objects.alias(**{f"{name}_low": low for name, low in names.items()})
    return same.filter(
        number=plan.number, **{f"{name}_low": getattr(plan, name).lower() for name in names}
    ).first()


def ask_founding(
    plan: Plan, *, rt_numbers: list[str], contact_name: str, contact_phone: str, draft: uuid.UUID
) -> Founding:
    """Sent twice it asks once. Raises AlreadyHere, AskedAlready."""
    if existing_rw(plan):
        raise AlreadyHere
    values = plan.as_columns() | {
        "rt_numbers": rt_numbers,
        "contact_name": contact_name,
        "contact_phone": contact_phone,
    }
    founding, is_new = Founding.objects.get_or_create(draft=draft, defaults=values)
    if not is_new and any(getattr(founding, name) != values[name] for name in WHERE):
        raise AskedAlready
    return founding


def was_sent(draft: uuid.UUID) -> bool:
    return Founding.objects.filter(draft=draft).exists()


@transaction.atomic
def found_rw(plan: Plan, *, rt_numbers: list[str], operator: Resident | None) -> Invitation:
    """The RW, its RT and the invitation for its head; None stands for the command line.

    Raises AlreadyHere.
    """
    rw = new_rw(plan)
    RukunTetangga.objects.bulk_create(RukunTetangga(rw=rw, number=each) for each in rt_numbers)
    record(
        "rw.founded",
        object_kind="rw",
        object_id=rw.pk,
        rw_id=rw.pk,
        actor_id=operator.pk if operator else None,
    )
    return invite_to_office(rw, rt=None, post=Office.Post.HEAD, made_by=operator)


def new_rw(plan: Plan) -> RukunWarga:
    """The unique key has the last word: of two at once one is made."""
    if existing_rw(plan):
        raise AlreadyHere
    try:
        with transaction.atomic():
            return RukunWarga.objects.create(**plan.as_columns())
    except IntegrityError as error:
        if violated(error) != "one_rw_per_village_and_number":
            raise
        raise AlreadyHere from None


@contextmanager
def undecided(founding: Founding, operator: Resident) -> Iterator[Founding]:
    """Locked and read anew: two operators at once decide once."""
    if not operator.has_perm("neighborhoods.change_founding"):
        raise OperatorOnly
    with transaction.atomic():
        fresh = Founding.objects.select_for_update().get(pk=founding.pk)
        if fresh.status != Founding.Status.PENDING:
            raise DecidedAlready
        yield fresh


def approve(founding: Founding, *, operator: Resident) -> Invitation:
    """What its head comes in with. Raises OperatorOnly, DecidedAlready, AlreadyHere.

    The contact is gone with it: whoever has to reach them keeps it from before.
    """
    with undecided(founding, operator) as fresh:
        invitation = found_rw(plan_of(fresh), rt_numbers=fresh.rt_numbers, operator=operator)
        fresh.rw = invitation.rw
        decide(fresh, Founding.Status.APPROVED)
        record("founding.approved", **about(fresh, operator))
    return invitation


def decline(founding: Founding, *, operator: Resident) -> Founding:
    """Raises OperatorOnly, DecidedAlready."""
    with undecided(founding, operator) as fresh:
        decide(fresh, Founding.Status.DECLINED)
        record("founding.declined", **about(fresh, operator))
    return fresh


def decide(founding: Founding, status: Founding.Status) -> None:
    founding.status, founding.decided_at = status, timezone.now()
    founding.contact_name = founding.contact_phone = ""
    founding.save(update_fields=["status", "decided_at", "rw", "contact_name", "contact_phone"])


def about(founding: Founding, operator: Resident) -> dict[str, Any]:
    return {
        "object_kind": "founding",
        "object_id": founding.pk,
        "rw_id": founding.rw_id,
        "actor_id": operator.pk,
    }


def plan_of(founding: Founding) -> Plan:
    return Plan(
        number=founding.number,
        village=founding.village,
        district=founding.district,
        city=founding.city,
        province=founding.province,
        zone=founding.zone,
        village_code=founding.village_code,
    )


def follow_number(before: str, now: str) -> int:
    """A number was changed: whoever decides reaches them under the new one, and under it their
    request is found when they read or delete what is kept (`personal.foundings_of`).

    Without a new one nobody can be reached, and the name goes as well.
    """
    values = {"contact_phone": now} if now else {"contact_name": "", "contact_phone": ""}
    return Founding.objects.filter(contact_phone=before).update(**values)


def forget_old_contacts(now: datetime) -> int:
    """Of requests that nobody decided on within 60 days."""
    old = Founding.objects.filter(status="pending", asked_at__lte=now - CONTACTS_KEPT)
    return old.exclude(contact_name="", contact_phone="").update(contact_name="", contact_phone="")
