"""What somebody is in their neighbourhood right now: where they live, which posts they hold.

Every permission starts from here, never from a flag on the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from accounts.models import Resident
from neighborhoods.models import (
    Membership,
    MembershipQuerySet,
    Office,
    RukunTetangga,
    RukunWarga,
    Zone,
)
from neighborhoods.speaking import homes_without_a_phone


@dataclass(frozen=True)
class Standing:
    resident: Resident
    membership: Membership | None
    offices: tuple[Office, ...]

    @property
    def is_verified(self) -> bool:
        return bool(self.membership and self.membership.status == Membership.Status.ACTIVE)

    @property
    def is_waiting(self) -> bool:
        return bool(self.membership and self.membership.status == Membership.Status.PENDING)

    @property
    def is_coordinator(self) -> bool:
        return bool(self.offices)

    @property
    def belongs(self) -> bool:
        """Whether the neighbourhood's pages are open to them."""
        return self.is_verified or self.is_coordinator

    @property
    def rt(self) -> RukunTetangga | None:
        """Where a verified resident lives."""
        return self.membership.rt if self.membership and self.is_verified else None

    @property
    def rw(self) -> RukunWarga | None:
        """Whose board they read: where they live, else where they hold office."""
        if self.rt:
            return self.rt.rw
        return self.offices[0].rw if self.offices else None

    @property
    def zone(self) -> str:
        """The RW's time zone; WIB for somebody who belongs nowhere."""
        return self.rw.zone if self.rw else Zone.JAKARTA

    @property
    def covered_rw_ids(self) -> set[int]:
        """RW whose own office they hold, which covers each of its RT."""
        return {office.rw_id for office in self.offices if office.rt_id is None}

    @property
    def covered_rt_ids(self) -> set[int]:
        return {office.rt_id for office in self.offices if office.rt_id}

    @property
    def headed_rt_ids(self) -> set[int]:
        """RT whose head they are; a deputy of the head is not."""
        own = (one for one in self.offices if one.post == Office.Post.HEAD and not one.is_deputy)
        return {office.rt_id for office in own if office.rt_id}

    def covers(self, *, rt_id: int, rw_id: int) -> bool:
        """Whether an office in force answers for that RT."""
        return rt_id in self.covered_rt_ids or rw_id in self.covered_rw_ids

    @property
    def known_house_id(self) -> int | None:
        """The house that knows them: for its people they speak, and for its address."""
        home = self.membership
        return home.household_id if home and home.is_known_in_house else None

    def is_known_in(self, household_id: int | None) -> bool:
        return household_id is not None and household_id == self.known_house_id

    @cached_property
    def assisted_ids(self) -> frozenset[int]:
        """Residents without a phone for whom they may act (`neighborhoods.assisted`)."""
        return frozenset(assisted_by(self).values_list("resident", flat=True))

    @property
    def place(self) -> str:
        """`RT 003/RW 005`, or `RW 005` for somebody who holds only an office."""
        if self.membership and self.is_waiting:
            return place_name(self.membership.rt, self.membership.rt.rw)
        return place_name(self.rt, self.rw)


def place_name(rt: RukunTetangga | None, rw: RukunWarga | None) -> str:
    return "/".join(str(unit) for unit in (rt, rw) if unit)


def assisted_by(actor: Standing) -> MembershipQuerySet:
    """Where those without a phone live for whom the actor may speak.

    A coordinator for the RT they answer for; who lives in a house, and is known there, for
    the people of that house.
    """
    near = Q(rt__rw__in=actor.covered_rw_ids) | Q(rt__in=actor.covered_rt_ids)
    if actor.known_house_id:
        near |= Q(household=actor.known_house_id)
    return homes_without_a_phone().filter(near)


def standing_of(resident: Resident) -> Standing:
    """Two queries: the current membership with its RT and RW, and the offices in force."""
    membership = (
        Membership.objects.current()
        .filter(resident=resident)
        .select_related("rt__rw", "household")
        .first()
    )
    offices = Office.objects.in_force().filter(holder=resident).select_related("rt", "rw")
    return Standing(resident, membership, tuple(offices.order_by("rt_id", "pk")))


def coordinators_of(rt: RukunTetangga) -> Iterable[Resident]:
    """Everybody in office today over that RT, its own and the RW's; each once."""
    return Office.objects.in_force().over(rt).holders()
