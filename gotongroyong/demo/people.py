"""The two neighbourhoods and the cast: the same people in the demo and in the tests.

Safe to run again, and what somebody changed since stays: a person who moved out or handed
an office over is not put back. About ten queries, since nearly every test starts here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import get_hasher, make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from gotongroyong.demo.cast import CAST, PASSWORD
from neighborhoods.households import new_house
from neighborhoods.models import Household, Membership, Office, RukunTetangga, RukunWarga
from neighborhoods.units import last_home
from web.phones import normalize_phone

# An invented district and city around the many real villages called Sukamaju.
VILLAGE = {
    "village": "Sukamaju",
    "district": "Cempaka Raya",
    "city": "Kota Tirtanagara",
    "province": "Jawa Barat",
}
RT_COUNTS = {"005": 6, "006": 3}
IN_OFFICE_FOR = timedelta(days=500)

# Keyed by RW and RT number.
Blocks = dict[tuple[str, str], RukunTetangga]


@dataclass(frozen=True)
class Home:
    rw: str
    rt: str
    address: str
    landmark: str = ""
    status: Membership.Status = Membership.Status.ACTIVE


# By the last four digits of the phone number. The operator, 0009, lives nowhere here.
HOMES = {
    "0001": Home("005", "002", "Gang Kenanga No. 4", "rumah pagar hijau"),
    "0002": Home("005", "003", "Gang Melati No. 1", "sebelah pos ronda"),
    "0003": Home("005", "003", "Gang Melati No. 15", "depan warung"),
    "0004": Home("005", "003", "Gang Melati No. 22", "pohon mangga di depan"),
    "0005": Home("005", "001", "Jalan Cempaka No. 9", "seberang lapangan"),
    "0006": Home("006", "002", "Gang Flamboyan No. 6", "dekat mushala"),
    "0007": Home(
        "005", "003", "Gang Melati No. 27B", "kamar kos lantai dua", Membership.Status.PENDING
    ),
}
# Whose RW or, with a second part, whose RT they head.
HEADS: dict[str, tuple[str, str | None]] = {"0001": ("005", None), "0002": ("005", "003")}
OPERATOR = "0009"


@transaction.atomic
def make_cast() -> dict[str, Resident]:
    """DESIGN.md's cast by the last four digits of the phone; makes what is missing."""
    blocks = make_blocks()
    cast = make_residents()
    settle(cast, blocks)
    appoint(cast, blocks)
    return cast


def make_blocks() -> Blocks:
    RukunWarga.objects.bulk_create(
        [RukunWarga(number=number, **VILLAGE) for number in RT_COUNTS], ignore_conflicts=True
    )
    place = {key: VILLAGE[key] for key in ("village", "district", "city")}
    wards = list(RukunWarga.objects.filter(number__in=RT_COUNTS, **place))
    there = set(RukunTetangga.objects.filter(rw__in=wards).values_list("rw", "number"))
    RukunTetangga.objects.bulk_create(
        [
            RukunTetangga(rw=rw, number=f"{number:03}")
            for rw in wards
            for number in range(1, RT_COUNTS[rw.number] + 1)
            if (rw.pk, f"{number:03}") not in there
        ],
        ignore_conflicts=True,
    )
    # Of two with one number the open one counts; what was merged lives on in another.
    found = RukunTetangga.objects.filter(rw__in=wards).select_related("rw").order_by("closed_at")
    return {(rt.rw.number, rt.number): last_home(rt) for rt in reversed(found)}


def make_residents() -> dict[str, Resident]:
    """Hashes no password when all are there, since each start of the demo comes by."""
    phones = {member.phone[-4:]: normalize_phone(member.phone) for member in CAST}
    found = Resident.objects.in_bulk(list(phones.values()), field_name="phone")
    names = {member.phone[-4:]: member.name for member in CAST}
    made = Resident.objects.bulk_create(
        new_resident(phone, names[key], key) for key, phone in phones.items() if phone not in found
    )
    found |= {resident.phone: resident for resident in made}
    return {key: found[phone] for key, phone in phones.items()}


def new_resident(phone: str, name: str, key: str) -> Resident:
    return Resident(
        phone=phone,
        name=name,
        email=f"warga-{key}@example.test",
        password=password_hash(get_hasher().algorithm),
        is_staff=key == OPERATOR,
        is_superuser=key == OPERATOR,
    )


@cache
def password_hash(algorithm: str) -> str:
    """One for all: a PBKDF2 hash takes most of a second."""
    return make_password(PASSWORD, hasher=algorithm)


def settle(cast: dict[str, Resident], blocks: Blocks) -> None:
    """Homes for those who never had one here."""
    residents = cast.values()
    settled = set(
        Membership.objects.filter(resident__in=residents).values_list("resident_id", flat=True)
    )
    newcomers = [key for key in HOMES if cast[key].pk not in settled]
    houses = Household.objects.bulk_create(
        new_house(block(key, blocks), HOMES[key].address, HOMES[key].landmark) for key in newcomers
    )
    Membership.objects.bulk_create(
        at_home(cast[key], house, HOMES[key].status)
        for key, house in zip(newcomers, houses, strict=True)
    )


def at_home(resident: Resident, house: Household, status: str) -> Membership:
    """Who is verified is known in the house too."""
    known = timezone.now() if status == Membership.Status.ACTIVE else None
    return Membership(
        resident=resident,
        rt=house.rt,
        household=house,
        status=status,
        household_confirmed_at=known,
    )


def block(key: str, blocks: Blocks) -> RukunTetangga:
    return blocks[HOMES[key].rw, HOMES[key].rt]


def appoint(cast: dict[str, Resident], blocks: Blocks) -> None:
    """Offices for those who never held one: a handover of the demo's stays handed over."""
    holders = [cast[key] for key in HEADS]
    held = set(Office.objects.filter(holder__in=holders).values_list("holder_id", flat=True))
    since = timezone.localdate() - IN_OFFICE_FOR
    Office.objects.bulk_create(
        head_office(cast[key], blocks[rw, rt or "001"], is_rt=bool(rt), since=since)
        for key, (rw, rt) in HEADS.items()
        if cast[key].pk not in held
    )


def head_office(holder: Resident, rt: RukunTetangga, *, is_rt: bool, since: date) -> Office:
    return Office(holder=holder, rw=rt.rw, rt=rt if is_rt else None, starts_on=since)
