"""A coordinator helps somebody back in: a forgotten password, a lost phone."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.errors import LinkNoLongerValid
from accounts.models import ResetLink, Resident
from journal.actions import record
from neighborhoods.account_notices import tell
from neighborhoods.membership_life import locked
from neighborhoods.models import Handover, Membership, Office
from neighborhoods.office_rules import may_end
from neighborhoods.standing import Standing, standing_of
from web.errors import DomainError


class MayNotRescue(DomainError):
    message = _("That is not for your office. Ask the RW.")


def can_rescue(coordinator: Standing, membership: Membership) -> bool:
    """Whom their office answers for: a verified resident who signs in, and not themselves.

    Never the platform's people, and nobody with an office that they could not end, or on the way
    to one: with the account they would take its powers too.
    """
    person = membership.resident
    return (
        membership.status == Membership.Status.ACTIVE
        and coordinator.covers(rt_id=membership.rt_id, rw_id=membership.rt.rw_id)
        and person.pk != coordinator.resident.pk
        and bool(person.phone and person.is_active)
        and not (person.is_staff or person.is_superuser)
        and all(may_end(coordinator, office) for office in offices_of(person))
    )


def offices_of(person: Resident) -> list[Office]:
    """Held, or on the way: with the account a handover is accepted, and the holder confirms it."""
    coming = Handover.objects.open().filter(successor=person).values("office")
    return list(Office.objects.unended().filter(Q(holder=person) | Q(pk__in=coming)))


def make_link(membership: Membership, *, coordinator: Standing) -> str:
    """The token, for showing once; the person is told, and again when it is used."""
    with transaction.atomic():
        resident = checked(coordinator, membership).resident
        token, entry = passwords.make_reset_link_noted(
            resident,
            made_by=coordinator.resident,
            membership_id=membership.pk,
            rw_id=membership.rt.rw_id,
        )
        tell(resident, "reset_made", entry=entry)
    return token


def link_of(token: str) -> ResetLink | None:
    """None too where its maker could make it no more: out of office, or the person has risen."""
    link = passwords.link_of(token)
    return link if link and is_still_theirs(link) else None


def is_still_theirs(link: ResetLink) -> bool:
    homes = Membership.objects.in_force().filter(resident=link.resident_id)
    home = homes.select_related("resident", "rt").first()
    return bool(link.made_by and home and can_rescue(standing_of(link.made_by), home))


def use_link(token: str, new_password: str) -> Resident:
    with transaction.atomic():
        if link_of(token) is None:
            raise LinkNoLongerValid
        resident, entry = passwords.use_reset_link_noted(token, new_password)
        tell(resident, "reset_used", entry=entry)
    return resident


def end_sessions(membership: Membership, *, coordinator: Standing) -> int:
    """Of a lost phone: every session ends and passkeys go. How many sessions."""
    with transaction.atomic():
        resident = checked(coordinator, membership).resident
        ended = passwords.close_everything(resident)
        entry = record(
            "sessions.ended",
            object_kind="membership",
            object_id=membership.pk,
            rw_id=membership.rt.rw_id,
            actor_id=coordinator.resident.pk,
            subject_id=resident.pk,
        )
        tell(resident, "sessions_ended", entry=entry)
    return ended


def checked(coordinator: Standing, membership: Membership) -> Membership:
    """Its row is locked as long as it is acted upon."""
    fresh = locked(membership.pk)
    if not can_rescue(coordinator, fresh):
        raise MayNotRescue
    return fresh
