from dataclasses import dataclass

from accounts.models import Resident
from neighborhoods.models import Membership, RukunTetangga


@dataclass(frozen=True)
class Cast:
    """DESIGN.md's cast by what they are rather than by number."""

    by_number: dict[str, Resident]

    @property
    def rw_head(self) -> Resident:
        return self.by_number["0001"]

    @property
    def rt_head(self) -> Resident:
        return self.by_number["0002"]

    @property
    def volunteer(self) -> Resident:
        return self.by_number["0003"]

    @property
    def requester(self) -> Resident:
        return self.by_number["0004"]

    @property
    def other_rt(self) -> Resident:
        return self.by_number["0005"]

    @property
    def outsider(self) -> Resident:
        return self.by_number["0006"]

    @property
    def waiting(self) -> Resident:
        return self.by_number["0007"]

    @property
    def operator(self) -> Resident:
        return self.by_number["0009"]


def rt_of(person: Resident) -> RukunTetangga:
    """Where they live, with its RW."""
    return RukunTetangga.objects.select_related("rw").get(
        memberships__resident=person, memberships__status="active"
    )


def nobody_waits(cast: Cast) -> Cast:
    """Nobody to be recognised, so that a desk's queue holds what its test puts there."""
    Membership.objects.filter(resident=cast.waiting, status="pending").update(status="ended")
    return cast
