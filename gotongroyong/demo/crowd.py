"""The demo's other residents: some 240 in RW 005, a few next door, and who is in office."""

from random import Random

from django.utils import timezone

from accounts.models import Resident
from gotongroyong.demo.names import make_names
from gotongroyong.demo.people import IN_OFFICE_FOR, Blocks, new_resident
from neighborhoods.households import new_house
from neighborhoods.models import Household, Membership, Office, RukunTetangga

# Numbers of the cast's own range, 0812-0000-xxxx, so that none rings anywhere.
PHONES = "+6281200001"
PER_RT = {"005": 39, "006": 8}
LANES = {
    "005": (
        "Jalan Cempaka",
        "Gang Kenanga",
        "Gang Melati",
        "Gang Dahlia",
        "Gang Anggrek",
        "Jalan Mawar",
    ),
    "006": ("Jalan Bugenvil", "Gang Flamboyan", "Gang Seroja"),
}
LANDMARKS = ("", "", "", "pagar putih", "dekat pos ronda", "sebelah warung", "seberang mushala")
Post = Office.Post
# (RW, RT of the office or None for the RW's own, post, RT the holder lives in)
OFFICES: tuple[tuple[str, str | None, Post, str], ...] = (
    ("005", None, Post.SECRETARY, "004"),
    ("005", None, Post.TREASURER, "001"),
    ("005", "003", Post.SECRETARY, "003"),
    *(("005", rt, Post.HEAD, rt) for rt in ("001", "002", "004", "005", "006")),
    ("006", None, Post.HEAD, "001"),
    *(("006", rt, Post.HEAD, rt) for rt in ("001", "002", "003")),
)


def make_crowd(blocks: Blocks, rng: Random) -> None:
    """Once: what becomes of them afterwards is not undone."""
    if Resident.objects.filter(phone__startswith=PHONES).exists():
        return
    homes = [rt for (rw, _number), rt in sorted(blocks.items()) for _ in range(PER_RT[rw])]
    names = make_names(len(homes), rng)
    people = Resident.objects.bulk_create(
        crowd_member(number, name) for number, name in enumerate(names)
    )
    house(people, homes, rng)
    appoint(people, homes, blocks)


def crowd_member(number: int, name: str) -> Resident:
    resident = new_resident(f"{PHONES}{number:03}", name, f"1{number:03}")
    if number % 12 == 0:
        # Not everybody has an address for mail.
        resident.email = ""
    return resident


def house(people: list[Resident], homes: list[RukunTetangga], rng: Random) -> None:
    houses = Household.objects.bulk_create(
        new_house(
            rt,
            f"{LANES[rt.rw.number][int(rt.number) - 1]} No. {30 + number % 39}",
            rng.choice(LANDMARKS),
        )
        for number, rt in enumerate(homes)
        if starts_a_house(number, homes)
    )
    mine = iter(houses)
    memberships, current = [], houses[0]
    for number, (person, rt) in enumerate(zip(people, homes, strict=True)):
        if starts_a_house(number, homes):
            current = next(mine)
        memberships.append(
            Membership(
                resident=person,
                rt=rt,
                household=current,
                status=Membership.Status.ACTIVE,
                household_confirmed_at=timezone.now(),
            )
        )
    Membership.objects.bulk_create(memberships)


def starts_a_house(number: int, homes: list[RukunTetangga]) -> bool:
    """Two live together, the third alone, unless the RT ends between them."""
    return number % 3 != 1 or homes[number] != homes[number - 1]


def appoint(people: list[Resident], homes: list[RukunTetangga], blocks: Blocks) -> None:
    since = timezone.localdate() - IN_OFFICE_FOR
    free: dict[int, list[Resident]] = {}
    for person, rt in zip(people, homes, strict=True):
        free.setdefault(rt.pk, []).append(person)
    Office.objects.bulk_create(
        Office(
            holder=free[blocks[rw, lives_in].pk].pop(),
            rw=blocks[rw, lives_in].rw,
            rt=blocks[rw, rt] if rt else None,
            post=post,
            starts_on=since,
        )
        for rw, rt, post, lives_in in OFFICES
    )
