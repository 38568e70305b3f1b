"""What the head of a new RW comes in with: found again, and made anew while nobody is there."""

from django.db import transaction
from django.db.models import Q

from accounts.models import Resident
from neighborhoods.founding_errors import BegunAlready, OperatorOnly
from neighborhoods.invitations import close, invite_to_office
from neighborhoods.models import (
    Founding,
    Invitation,
    InvitationQuerySet,
    Office,
    RukunWarga,
)


def first_invitation(founding: Founding) -> Invitation | None:
    """The platform's own, for its head, as long as it is open; what the RW makes is the RW's."""
    if founding.rw_id is None:
        return None
    by_platform = Q(made_by=None) | Q(made_by__is_staff=True)
    open_ones = of_the_head(founding.rw_id).filter(by_platform)
    return open_ones.select_related("rw").order_by("-pk").first()


def of_the_head(rw_id: int) -> InvitationQuerySet:
    """Still a way into that office, whoever made it."""
    return Invitation.objects.open().filter(rw=rw_id, rt=None, post=Office.Post.HEAD)


def has_begun(rw_id: int) -> bool:
    """Whoever holds an office of that RW, or will, goes on by themselves."""
    return Office.objects.unended().filter(rw=rw_id).exists()


def invite_head_anew(rw: RukunWarga, *, operator: Resident | None) -> Invitation:
    """The first one went by unused, or to the wrong person: from now on only this one works.

    None stands for the command line. Raises BegunAlready, OperatorOnly.
    """
    if operator and not operator.has_perm("neighborhoods.change_founding"):
        raise OperatorOnly
    with transaction.atomic():
        # Whoever takes an office up locks it first too (`memberships.lock_offices`).
        fresh = RukunWarga.objects.select_for_update(no_key=True).get(pk=rw.pk)
        if has_begun(fresh.pk):
            raise BegunAlready
        for old in of_the_head(fresh.pk).select_for_update(of=("self",)).order_by("pk"):
            close(old, by=operator)
        return invite_to_office(fresh, rt=None, post=Office.Post.HEAD, made_by=operator)
