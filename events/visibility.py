"""Who sees an event, as conditions of its QuerySet."""

from django.db.models import Exists, OuterRef, Q

from neighborhoods.standing import Standing
from volunteers.models import SignUp


def open_to(viewer: Standing) -> Q:
    """Of the viewer's RW as a whole or of the RT they live in."""
    return Q(Q(rt=None) | Q(rt=viewer.rt), rw=viewer.rw, hidden_at=None)


def joined_by(viewer: Standing) -> Q:
    """Signed up or in line, in one's own RW: also once it is hidden, or of an RT one has left.

    What of a hidden one is shown to them, `events.hidden` says.
    """
    own = SignUp.objects.current().filter(shift__event=OuterRef("pk"), volunteer=viewer.resident)
    return Q(Exists(own), rw=viewer.rw)


def covered_by(viewer: Standing) -> Q:
    """Of an RT or RW that one of the viewer's offices answers for.

    A whole RW's event is answered for by the RW's own offices alone.
    """
    return Q(rw__in=viewer.covered_rw_ids) | Q(rt__in=viewer.covered_rt_ids)
