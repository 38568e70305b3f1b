"""Where somebody is moving to: the invitation they opened while they still live elsewhere.

Kept in their session by its id, never its code, so that signing out forgets it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from neighborhoods.invitation_words import place_of
from neighborhoods.invitations import code_of
from neighborhoods.joining_steps import is_there
from neighborhoods.models import Invitation, Membership

KEY = "moving_to"
# Who leaves another day, with another plan, is not sent after an old link.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Destination:
    place: str
    # '' once the invitation has ended.
    code: str


def keep(request: HttpRequest, invitation: Invitation) -> None:
    request.session[KEY] = {"invitation": invitation.pk, "at": timezone.now().timestamp()}


def destination(request: HttpRequest, home: Membership | None) -> Destination | None:
    """None where nobody is on the way, or has arrived."""
    invitation = kept(request)
    if invitation is None or (home and is_there(home, invitation)):
        return None
    is_open = Invitation.objects.open().filter(pk=invitation.pk).exists()
    code = code_of(invitation) if is_open else None
    return Destination(place_of(invitation), code or "")


def kept(request: HttpRequest) -> Invitation | None:
    note = request.session.get(KEY)
    if not note or note["at"] < (timezone.now() - KEPT).timestamp():
        return None
    return Invitation.objects.select_related("rw", "rt").filter(pk=note["invitation"]).first()
