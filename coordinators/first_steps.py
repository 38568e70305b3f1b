"""What the desk tells somebody who is new in office, or alone there at night."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Exists, OuterRef, Q

from neighborhoods.first_steps import A_FEW, has_just_begun
from neighborhoods.models import Invitation, Membership, Office, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from web.dates import local

# DOMAIN.md, quiet hours.
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(5)


@dataclass(frozen=True)
class FirstSteps:
    """For an RT with hardly anybody in it yet."""

    rt: RukunTetangga
    has_invitation: bool


@dataclass(frozen=True)
class RwSteps:
    """For an RW that has just begun, or one that has an RT without people of its own yet."""

    unit: RukunWarga | RukunTetangga
    has_rts: bool
    # New ones that nobody leads: those to whose head nobody wrote yet, and the others.
    headless: list[RukunTetangga]
    invited: list[RukunTetangga]
    has_invitation: bool

    @property
    def next(self) -> str:
        """'rt', 'head' or 'people': one comes after the other."""
        if not self.has_rts:
            return "rt"
        return "head" if self.headless else "people"


def rw_steps(coordinator: Standing) -> RwSteps | None:
    """Of the RW whose own post they hold; None once it has its people."""
    rw = next((office.rw for office in coordinator.offices if office.rt_id is None), None)
    if rw is None:
        return None
    new = rts_to_lead(rw)
    begins = has_just_begun(rw)
    if not (begins or new):
        return None
    invited = heads_invited(rw)
    return RwSteps(
        unit=rw if begins or len(new) > 1 else new[0],
        has_rts=rw.rts.filter(closed_at=None).exists(),
        headless=[rt for rt in new if rt.pk not in invited],
        invited=[rt for rt in new if rt.pk in invited],
        has_invitation=Invitation.objects.open().filter(rw=rw, post="").exists(),
    )


def rts_to_lead(rw: RukunWarga) -> list[RukunTetangga]:
    """Without a head and with hardly a resident; an old one whose head went is no beginning."""
    heads = Office.objects.in_force().filter(rt=OuterRef("pk"), post=Office.Post.HEAD)
    live_there = Q(memberships__status=Membership.Status.ACTIVE)
    new = rw.rts.filter(~Exists(heads), closed_at=None)
    counted = new.annotate(residents=Count("memberships", filter=live_there))
    return list(counted.filter(residents__lt=A_FEW).order_by("number"))


def heads_invited(rw: RukunWarga) -> set[int]:
    sent = Invitation.objects.open().filter(rw=rw, rt__isnull=False, post=Office.Post.HEAD)
    return {rt for rt in sent.values_list("rt", flat=True) if rt}


def first_steps(coordinator: Standing) -> FirstSteps | None:
    """Of the first RT of theirs that has just begun."""
    rt = next((each for each in own_rts(coordinator) if has_just_begun(each)), None)
    return FirstSteps(rt, has_invitation(rt)) if rt else None


def own_rts(coordinator: Standing) -> list[RukunTetangga]:
    """Whose post they hold; the RW's officers look after RTs that have their own."""
    return [office.rt for office in coordinator.offices if office.rt]


def has_invitation(rt: RukunTetangga) -> bool:
    return Invitation.objects.open().filter(rt=rt, post="").exists()


def is_alone_at_night(coordinator: Standing, now: datetime) -> bool:
    """In the quiet hours, and nobody else is in office over what they look after."""
    at = local(now, coordinator.zone).time()
    if not (at >= NIGHT_BEGINS or at < NIGHT_ENDS):
        return False
    others = Office.objects.in_force().exclude(holder=coordinator.resident)
    return not others.filter(rw__in=[office.rw_id for office in coordinator.offices]).exists()
