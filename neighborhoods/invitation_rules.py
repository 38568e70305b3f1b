"""Who may invite whom, and how widely."""

from datetime import datetime, timedelta

from django.utils import timezone

from neighborhoods.models import Invitation, RukunTetangga
from neighborhoods.office_rules import may_appoint
from neighborhoods.standing import Standing

# An RT has 25 to 200 households.
USES = 200
MOST_USES = 500
DAYS = 60
MOST_DAYS = 180
OFFICE_DAYS = 14


def may_invite(actor: Standing, rt: RukunTetangga) -> bool:
    return rt.closed_at is None and actor.covers(rt_id=rt.pk, rw_id=rt.rw_id)


def may_revoke(actor: Standing, invitation: Invitation) -> bool:
    """Into an office by whoever could give it; `InvitationQuerySet.covered_by` says it in SQL."""
    rw_id, rt_id, post = invitation.rw_id, invitation.rt_id, invitation.post
    if post:
        return may_appoint(actor, rw_id=rw_id, rt_id=rt_id, post=post, is_deputy=False)
    return rt_id is not None and actor.covers(rt_id=rt_id, rw_id=rw_id)


def is_within_bounds(max_uses: int, expires_at: datetime) -> bool:
    now = timezone.now()
    # A day more, since it lasts to the end of its last day.
    last = now + timedelta(days=MOST_DAYS + 1)
    return 1 <= max_uses <= MOST_USES and now < expires_at <= last
