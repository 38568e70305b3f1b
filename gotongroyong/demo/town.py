"""Whom the seeded needs may take their people from."""

from dataclasses import dataclass
from random import Random

from accounts.models import Resident
from gotongroyong.demo.crowd import PHONES
from gotongroyong.demo.people import Blocks
from neighborhoods.models import Membership, Office, RukunTetangga


@dataclass(frozen=True)
class Town:
    cast: dict[str, Resident]
    blocks: Blocks
    # By RT: its seeded neighbours without a post, and those in office, the RT's own first.
    neighbours: dict[int, list[Resident]]
    offices: dict[int, list[Resident]]
    # By RW: those in office over it as a whole.
    wards: dict[int, list[Resident]]
    rng: Random

    def requester(self, key: str, rt: RukunTetangga) -> Resident:
        return self.cast[key] if key else self.rng.choice(self.neighbours[rt.pk])

    def helpers(self, key: str, rt: RukunTetangga, count: int, but: Resident) -> list[Resident]:
        """Neighbours from the whole RW, the named one of the cast first."""
        named = [self.cast[key]] if key else []
        others = [
            person
            for block in self.blocks.values()
            if block.rw_id == rt.rw_id
            for person in self.neighbours[block.pk]
            if person.pk != but.pk
        ]
        return named + self.rng.sample(others, count - len(named))

    def crowd(self, rw: int, rt: int | None) -> list[Resident]:
        """Seeded neighbours of an RT or of a whole RW."""
        blocks = [block for block in self.blocks.values() if block.rw_id == rw]
        seeded = self.neighbours
        return [person for block in blocks if rt in (None, block.pk) for person in seeded[block.pk]]

    def deciders(self, rt: RukunTetangga, requester: Resident) -> list[Resident]:
        return [person for person in self.offices[rt.pk] if person.pk != requester.pk]


def read_town(cast: dict[str, Resident], blocks: Blocks, rng: Random) -> Town:
    held = list(Office.objects.in_force().select_related("holder").order_by("pk"))
    return Town(
        cast,
        blocks,
        neighbours=read_neighbours(blocks, held),
        offices={rt.pk: in_office_over(rt, held) for rt in blocks.values()},
        wards={rt.rw_id: in_office_over(None, held, rt.rw_id) for rt in blocks.values()},
        rng=rng,
    )


def read_neighbours(blocks: Blocks, held: list[Office]) -> dict[int, list[Resident]]:
    """Only people the seed made: nobody who joined the demo speaks through it."""
    busy = {office.holder_id for office in held}
    found: dict[int, list[Resident]] = {rt.pk: [] for rt in blocks.values()}
    living = Membership.objects.in_force().filter(
        rt__in=found, resident__phone__startswith=PHONES, resident__is_active=True
    )
    for membership in living.select_related("resident").order_by("pk"):
        if membership.resident_id not in busy:
            found[membership.rt_id].append(membership.resident)
    return found


def in_office_over(
    rt: RukunTetangga | None, held: list[Office], rw_id: int | None = None
) -> list[Resident]:
    """The RT's own first; without one the RW's alone."""
    rw_id = rt.rw_id if rt else rw_id
    own = [office.holder for office in held if rt and office.rt_id == rt.pk]
    above = [office.holder for office in held if office.rt_id is None and office.rw_id == rw_id]
    return list({person.pk: person for person in own + above}.values())
