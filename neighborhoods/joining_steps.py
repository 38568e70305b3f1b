"""What comes after the invitation's page, by who is looking at it."""

from dataclasses import dataclass

from django.urls import reverse

from neighborhoods.models import Invitation, Membership
from neighborhoods.standing import Standing

MOVE = "/saya/pindah/"
# Somewhere else has to be left before, so the invitation is kept until then.
LEAVES_FIRST = ("move", "asked")


@dataclass(frozen=True)
class Step:
    # account: no account yet; house: join; office: take up the post; move: leave an RT first;
    # asked: take back the request to another RT first; here, waiting: nothing left to do.
    kind: str
    # Where its button leads; '' for none.
    url: str = ""


def next_step(invitation: Invitation, code: str, standing: Standing | None) -> Step:
    page = reverse("join", args=[code])
    if standing is None:
        return Step("account", f"{page}akun/")
    membership = standing.membership
    if membership and not is_there(membership, invitation):
        return Step("move", MOVE) if standing.is_verified else Step("asked", reverse("home"))
    if invitation.post:
        return Step("office", f"{page}rumah/")
    if membership is None:
        return Step("house", f"{page}rumah/")
    return Step("here" if standing.is_verified else "waiting", reverse("home"))


def is_there(membership: Membership, invitation: Invitation) -> bool:
    """An office is open to whoever lives in its RW; else it is the RT that counts."""
    if invitation.post:
        return membership.rt.rw_id == invitation.rw_id
    return membership.rt_id == invitation.rt_id
