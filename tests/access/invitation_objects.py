"""Invitations for the matrix: one in each state that a coordinator or a stranger may meet."""

from datetime import timedelta

from django.utils import timezone

from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, RukunTetangga, RukunWarga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


def invitations_of(cast: Cast) -> dict[str, Invitation]:
    rt_003, rt_001, rt_of_rw6 = (
        rt_of(who) for who in (cast.requester, cast.other_rt, cast.outsider)
    )
    office = invitations.invite_to_office(rt_003.rw, rt=rt_003, post="kader", made_by=cast.rw_head)
    return {
        "to_rt3": to(rt_003, cast),
        "to_rt1": to(rt_001, cast),
        "to_rw6": of_operator(rt_of_rw6),
        "into_office": office,
        "revoked": invitations.revoke(to(rt_003, cast), by=standing_of(cast.rt_head)),
        "over": over(to(rt_003, cast)),
    }


def to(rt: RukunTetangga, cast: Cast) -> Invitation:
    return invitations.invite_residents(rt, by=standing_of(cast.rw_head))


def of_operator(rt: RukunTetangga) -> Invitation:
    """As the first of a new RW, which nobody there could make."""
    rw: RukunWarga = rt.rw
    until = timezone.now() + timedelta(days=7)
    return invitations.make(rw, rt=rt, made_by=None, max_uses=5, expires_at=until)


def over(invitation: Invitation) -> Invitation:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    return invitation


def invitation_objects(cast: Cast) -> dict[str, dict[str, object]]:
    made = invitations_of(cast)
    return {
        "pengurus/undangan/": {name: each.pk for name, each in made.items()},
        "gabung/": {name: code_of(each) for name, each in made.items()},
    }
