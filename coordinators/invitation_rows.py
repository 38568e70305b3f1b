"""Invitations as the desk lists them: which are open, and how the others ended."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from neighborhoods.invitation_words import place_of, short_last_day
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation
from neighborhoods.standing import Standing

# Ended ones are of use for a while only.
MOST = 40


@dataclass(frozen=True)
class Row:
    pk: int
    title: str
    # '' once the server's key has changed. Of an office it is for its holder to be, so the list
    # doesn't show it.
    code: str
    last_day: str
    uses: int
    max_uses: int
    # A chip's code and words.
    state: str
    state_words: str
    is_open: bool
    is_of_office: bool

    @property
    def uses_left(self) -> int:
        return self.max_uses - self.uses


def rows_for(coordinator: Standing) -> list[Row]:
    """Open ones first, the newest on top."""
    open_ids = Invitation.objects.open().values("pk")
    ended = Case(When(pk__in=open_ids, then=0), default=Value(1), output_field=IntegerField())
    covered = Invitation.objects.covered_by(coordinator).select_related("rw", "rt")
    return [row_of(each) for each in covered.order_by(ended, "-id")[:MOST]]


def row_of(invitation: Invitation) -> Row:
    state, words = state_of(invitation)
    return Row(
        pk=invitation.pk,
        title=title_of(invitation),
        code=code_of(invitation) or "",
        last_day=short_last_day(invitation),
        uses=invitation.uses,
        max_uses=invitation.max_uses,
        state=state,
        state_words=words,
        is_open=state == "open",
        is_of_office=bool(invitation.post),
    )


def title_of(invitation: Invitation) -> str:
    if invitation.post:
        return f"{invitation.get_post_display()} {place_of(invitation)}"
    return place_of(invitation)


def state_of(invitation: Invitation) -> tuple[str, str]:
    """As `open()` says it in SQL."""
    if invitation.revoked_at:
        return "cancelled", _("Revoked")
    if invitation.rt and invitation.rt.closed_at:
        return "cancelled", _("The RT was closed")
    if invitation.expires_at <= timezone.now():
        return "expired", _("Expired")
    if invitation.uses >= invitation.max_uses:
        return "enough", _("Used up")
    return "open", _("Still valid")
