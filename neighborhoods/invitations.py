"""Ways in: made by a coordinator, found by their code, counted with each use, revoked."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from journal.actions import record
from neighborhoods import invitation_codes as codes
from neighborhoods import invitation_rules as rules
from neighborhoods.models import Invitation, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from web.constraints import with_free_codes
from web.dates import local, zone_info
from web.errors import DomainError


class NoLongerValid(DomainError):
    message = _("This invitation is no longer valid. Ask for a new one.")


class AlreadyRevoked(DomainError):
    message = _("This invitation has been revoked already.")


class NotYours(DomainError):
    message = _("You can invite only to an RT that your office covers.")


class OutOfBounds(DomainError):
    message = _("An invitation is for at most 500 people and lasts at most 180 days.")


def invite_residents(
    rt: RukunTetangga,
    *,
    by: Standing,
    max_uses: int = rules.USES,
    expires_at: datetime | None = None,
) -> Invitation:
    if not rules.may_invite(by, rt):
        raise NotYours
    until = expires_at or end_of_day(rt.rw, in_days=rules.DAYS)
    if not rules.is_within_bounds(max_uses, until):
        raise OutOfBounds
    return make(rt.rw, rt=rt, made_by=by.resident, max_uses=max_uses, expires_at=until)


def invite_to_office(
    rw: RukunWarga, *, rt: RukunTetangga | None, post: str, made_by: Resident | None
) -> Invitation:
    """For one person. Who may ask for it is the caller's rule; the operator has no standing."""
    until = end_of_day(rw, in_days=rules.OFFICE_DAYS)
    return make(rw, rt=rt, post=post, made_by=made_by, max_uses=1, expires_at=until)


def make(
    rw: RukunWarga,
    *,
    rt: RukunTetangga | None,
    made_by: Resident | None,
    max_uses: int,
    expires_at: datetime,
    post: str = "",
) -> Invitation:
    def create() -> Invitation:
        nonce = codes.new_nonce()
        return Invitation.objects.create(
            rw=rw,
            rt=rt,
            post=post,
            nonce=nonce,
            code_hash=codes.hashed(codes.code_from(nonce)),
            made_by=made_by,
            max_uses=max_uses,
            expires_at=expires_at,
        )

    with transaction.atomic():
        invitation = with_free_codes(create)
        record("invitation.made", **about(invitation, made_by))
    return invitation


def code_of(invitation: Invitation) -> str | None:
    """As it is printed; None once the server's key is another than when it was made."""
    code = codes.code_from(invitation.nonce)
    return codes.shown(code) if codes.hashed(code) == invitation.code_hash else None


def usable(code: str) -> Invitation | None:
    """In any way of writing; None for unknown, revoked, used up, expired and closed alike."""
    bare = codes.parse(code)
    if not bare:
        return None
    found = Invitation.objects.open().filter(code_hash=codes.hashed(bare))
    return found.select_related("rw", "rt__rw").first()


@transaction.atomic
def use(invitation: Invitation, *, by: Resident) -> Invitation:
    """Counts one. Two at the last place: the second waits for the first, and finds it closed."""
    found = Invitation.objects.open().filter(pk=invitation.pk)
    locked = found.select_for_update(of=("self",)).first()
    if locked is None:
        raise NoLongerValid
    locked.uses += 1
    locked.save(update_fields=["uses"])
    record("invitation.used", **about(locked, by))
    return locked


@transaction.atomic
def revoke(invitation: Invitation, *, by: Standing) -> Invitation:
    if not rules.may_revoke(by, invitation):
        raise NotYours
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.revoked_at:
        raise AlreadyRevoked
    close(locked, by=by.resident)
    return locked


def close(locked: Invitation, *, by: Resident | None) -> None:
    """Who may is the caller's rule, and so is the lock."""
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record("invitation.revoked", **about(locked, by))


def about(invitation: Invitation, actor: Resident | None) -> dict[str, Any]:
    return {
        "object_kind": "invitation",
        "object_id": invitation.pk,
        "rw_id": invitation.rw_id,
        "actor_id": actor.pk if actor else None,
    }


def end_of_day(rw: RukunWarga, *, in_days: int) -> datetime:
    today = local(timezone.now(), rw.zone).date()
    return end_of(today + timedelta(days=in_days), rw.zone)


def end_of(day: date, zone: str) -> datetime:
    """The midnight after it, on that zone's clocks."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone_info(zone))
