"""Who may invite whom, and how widely."""

from datetime import datetime, timedelta

from django.utils import timezone

from neighborhoods.models import Invitation, RukunTetangga
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
    """Whoever sees it on their desk: into an office those who could give it."""
    return Invitation.objects.covered_by(actor).filter(pk=invitation.pk).exists()


def is_within_bounds(max_uses: int, expires_at: datetime) -> bool:
    now = timezone.now()
    # A day more, since it lasts to the end of its last day.
    last = now + timedelta(days=MOST_DAYS + 1)
    return 1 <= max_uses <= MOST_USES and now < expires_at <= last
