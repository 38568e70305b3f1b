"""The one door to a person's phone and address."""

from dataclasses import dataclass
from enum import Enum

from accounts.models import Resident
from journal.actions import record
from neighborhoods.models import Membership, RukunWarga
from neighborhoods.standing import Standing


class Relation(Enum):
    """What the viewer is to the subject in the matter at hand; the calling app knows."""

    STRANGER = "stranger"
    HELPER = "helper"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str
    address: str
    landmark: str


def reveal(
    viewer: Standing,
    subject: Resident,
    relation: Relation,
    *,
    rw: RukunWarga,
    object_kind: str,
    object_id: int,
) -> Contact | None:
    """The subject's contact for a helper with a place or a coordinator, else None.

    `rw` is the one the matter lies in: who has moved out of it is closed to it.

    Each look that shows something is journaled, so that the subject can see who looked
    (UU PDP 27/2022: access with processing history).
    """
    if relation is Relation.STRANGER:
        return None
    membership = (
        Membership.objects.in_force()
        .filter(resident=subject, rt__rw=rw)
        .select_related("household")
        .first()
    )
    if membership is None:
        return None
    record(
        "contact.seen",
        object_kind=object_kind,
        object_id=object_id,
        rw_id=rw.pk,
        actor_id=viewer.resident.pk,
        subject_id=subject.pk,
    )
    house = membership.household
    return Contact(
        name=subject.name,
        phone=subject.phone or "",
        address=house.address if house else "",
        landmark=house.landmark if house else "",
    )
