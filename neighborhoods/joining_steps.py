"""What comes after the invitation's page, by who is looking at it."""

from dataclasses import dataclass

from django.urls import reverse

from neighborhoods.models import Invitation
from neighborhoods.standing import Standing

MOVE = "/saya/pindah/"


@dataclass(frozen=True)
class Step:
    # account: no account yet; house: join; office: take up the post; move: leave an RT first;
    # here, waiting: nothing left to do.
    kind: str
    # Where its button leads; '' for none.
    url: str = ""


def next_step(invitation: Invitation, code: str, standing: Standing | None) -> Step:
    page = reverse("join", args=[code])
    if standing is None:
        return Step("account", f"{page}akun/")
    if invitation.post:
        return Step("office", f"{page}rumah/")
    membership = standing.membership
    if membership is None:
        return Step("house", f"{page}rumah/")
    if membership.rt_id != invitation.rt_id:
        return Step("move", MOVE)
    return Step("here" if standing.is_verified else "waiting", reverse("home"))
