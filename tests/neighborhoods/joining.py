"""Somebody new with an invitation in hand."""

from accounts.models import Resident
from neighborhoods.invitations import invite_residents, invite_to_office
from neighborhoods.memberships import move_in
from neighborhoods.models import Invitation, Membership, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of

ADDRESS = "Blok Q9 No. 3"


def stranger(number: int = 1) -> Resident:
    """An account that belongs nowhere."""
    return Resident.objects.create(phone=f"+6281377000{number:03}", name=f"Pendatang {number}")


def invitation_to(cast: Cast, *, max_uses: int = 50) -> Invitation:
    """To RT 003, by its head."""
    rt = rt_of(cast.rt_head)
    return invite_residents(rt, by=standing_of(cast.rt_head), max_uses=max_uses)


def office_invitation(
    cast: Cast, *, rt: RukunTetangga | None = None, post: str = "sekretaris"
) -> Invitation:
    return invite_to_office(rt_of(cast.rt_head).rw, rt=rt, post=post, made_by=cast.rw_head)


def join(
    resident: Resident,
    invitation: Invitation,
    *,
    rt: RukunTetangga | None = None,
    address: str = ADDRESS,
    landmark: str = "pagar biru",
    kind: str = "kontrak",
) -> Membership:
    place = rt or invitation.rt
    assert place
    return move_in(resident, invitation, rt=place, address=address, landmark=landmark, kind=kind)


def newcomer(cast: Cast, number: int = 1, *, address: str = ADDRESS) -> Membership:
    """Waits in RT 003."""
    return join(stranger(number), invitation_to(cast), address=address)
