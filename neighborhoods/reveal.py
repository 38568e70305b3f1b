"""The one door to a person's phone, house and landmark: `grade` decides, all else asks it.

The calling app knows what the viewer is to the person in the matter at hand; how much that
shows is written here and nowhere else (DESIGN.md, 'Nothing leaks across a fence').
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db.models import Q

from accounts.models import Resident
from journal.actions import record
from neighborhoods.models import Membership, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing

# So long after a task's end its helpers still see house and phone, and are seen.
AFTER_THE_END = timedelta(days=7)


class Relation(Enum):
    """What the viewer is to the subject in the matter at hand."""

    PUBLIC = "public"
    # Of the same RW, of the same RT.
    RW = "rw"
    RT = "rt"
    # With a place, looking at whom they help.
    HELPER = "helper"
    # Looking at who helps them.
    HELPED = "helped"
    COORDINATOR = "coordinator"
    SELF = "self"


SEES_RT = frozenset(Relation) - {Relation.PUBLIC}
SEES_HOUSE = frozenset({Relation.HELPER, Relation.COORDINATOR, Relation.SELF})
SEES_PHONE = SEES_HOUSE | {Relation.HELPED}
SEES_LANDMARK = SEES_HOUSE | {Relation.RT}


@dataclass(frozen=True)
class Contact:
    """What is shown of a person; None where the viewer is not entitled, '' where there is none."""

    rt: str | None = None
    landmark: str | None = None
    name: str | None = None
    phone: str | None = None
    address: str | None = None

    @property
    def is_contact(self) -> bool:
        """Whether it shows what the person learns of (`contact.seen`)."""
        return self.phone is not None or self.address is not None


NOTHING = Contact()


def grade(membership: Membership | None, relation: Relation) -> Contact:
    """Of who lives there; nothing of somebody who lives there no more."""
    if membership is None:
        return NOTHING
    subject, house = membership.resident, membership.household
    return Contact(
        rt=str(membership.rt) if relation in SEES_RT else None,
        landmark=(house.landmark if house else "") if relation in SEES_LANDMARK else None,
        name=subject.name if relation in SEES_PHONE else None,
        phone=(subject.phone or "") if relation in SEES_PHONE else None,
        address=(house.address if house else "") if relation in SEES_HOUSE else None,
    )


def reveal(
    viewer: Standing,
    subject: Resident,
    relation: Relation,
    *,
    within: RukunTetangga | RukunWarga,
    object_kind: str,
    object_id: int,
) -> Contact | None:
    """The contact that `viewer` is shown of `subject` in the matter of that object, else None.

    `within` is where the matter lies, and who has moved out of it is closed to it: an RT for
    looks at a house, so that an old need shows nobody the new one. Each look at a phone or
    house is journaled, so that the subject can see who looked (UU PDP 27/2022: access with
    processing history).
    """
    shown = grade(home_in(within, subject), relation)
    if not shown.is_contact:
        return None
    if viewer.resident.pk != subject.pk:
        record(
            "contact.seen",
            object_kind=object_kind,
            object_id=object_id,
            rw_id=within.pk if isinstance(within, RukunWarga) else within.rw_id,
            actor_id=viewer.resident.pk,
            subject_id=subject.pk,
        )
    return shown


def home_in(within: RukunTetangga | RukunWarga, subject: Resident) -> Membership | None:
    there = Q(rt__rw=within) if isinstance(within, RukunWarga) else Q(rt=within)
    homes = Membership.objects.in_force().filter(there, resident=subject)
    return homes.select_related("household", "rt", "resident").first()


def landmarks(people: Iterable[int], rt: RukunTetangga | None) -> dict[int, str]:
    """By person, for neighbours of that RT: in one query for a whole page of cards."""
    ids = set(people)
    if rt is None or not ids:
        return {}
    homes = Membership.objects.in_force().filter(resident__in=ids, rt=rt, household__isnull=False)
    shown = [
        (home, grade(home, Relation.RT))
        for home in homes.select_related("household", "rt", "resident")
    ]
    return {home.resident_id: found.landmark for home, found in shown if found.landmark}
