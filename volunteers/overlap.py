"""What somebody has promised for the same hours already. They are asked, never refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, F, Q, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import Resident
from volunteers.models import Shift, SignUp
from web.dates import moment

# A need says when it begins, not when it ends.
USUAL_LENGTH = timedelta(hours=2)


def ends_of(starts_at: datetime, ends_at: datetime | None) -> datetime:
    return ends_at or starts_at + USUAL_LENGTH


def overlapping(shift: Shift, *, resident: Resident) -> list[SignUp]:
    """Their promises and offered places at those hours, soonest first, in one query.

    Other shifts of the same event are no clash: who digs may bring the hoe. Nor is what
    has no time.
    """
    if shift.starts_at is None:
        return []
    start = F("shift__starts_at")
    usual_end = Cast(start + Value(USUAL_LENGTH, DurationField()), DateTimeField())
    clashing = (
        SignUp.objects.filter(
            volunteer=resident,
            status__in=(SignUp.Status.ACTIVE, SignUp.Status.OFFERED),
            shift__starts_at__lt=ends_of(shift.starts_at, shift.ends_at),
        )
        .annotate(until=Coalesce("shift__ends_at", usual_end))
        .filter(until__gt=shift.starts_at)
        .exclude(same_thing(shift))
    )
    related = ("shift__need__rw", "shift__event__rw")
    return list(clashing.select_related(*related).order_by("shift__starts_at", "id"))


def same_thing(shift: Shift) -> Q:
    if shift.event_id:
        return Q(shift__event=shift.event_id)
    return Q(shift=shift)


@dataclass(frozen=True)
class Clash:
    """One's own promise, as the question names it."""

    title: str
    when: str


def clashes_in_words(sign_ups: Iterable[SignUp], *, beside: Shift) -> list[Clash]:
    """`beside` is the shift they ask for, which lies in the RW where they live now."""
    return [clash_in_words(sign_up.shift, rw_id=beside.owner.rw_id) for sign_up in sign_ups]


def clash_in_words(shift: Shift, *, rw_id: int) -> Clash:
    """By its title, or by its kind alone where they may not read that any more."""
    thing = shift.owner
    may_read = thing.hidden_at is None and thing.rw_id == rw_id
    title = thing.title if may_read else kind_of(shift)
    return Clash(title, moment(shift.starts_at, thing.rw.zone) if shift.starts_at else "")


def kind_of(shift: Shift) -> str:
    return str(shift.owner.kind.label if shift.need_id else shift.owner.shape.label)
