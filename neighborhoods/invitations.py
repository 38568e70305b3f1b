"""A stand-in with the agreed signatures, until INVITE's own file of this name is merged."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Resident
from neighborhoods import invitation_codes as codes
from neighborhoods.models import Invitation, RukunTetangga, RukunWarga


def invite_to_office(
    rw: RukunWarga, *, rt: RukunTetangga | None, post: str, made_by: Resident | None
) -> Invitation:
    nonce = codes.new_nonce()
    return Invitation.objects.create(
        rw=rw,
        rt=rt,
        post=post,
        nonce=nonce,
        code_hash=codes.hashed(codes.code_from(nonce)),
        made_by=made_by,
        max_uses=1,
        expires_at=timezone.now() + timedelta(days=14),
    )


def code_of(invitation: Invitation) -> str | None:
    code = codes.code_from(invitation.nonce)
    return codes.shown(code) if codes.hashed(code) == invitation.code_hash else None
