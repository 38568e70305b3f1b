"""Who may speak for somebody without a phone: `standing.assisted_by` from the other sides."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Resident
from neighborhoods.models import Membership, MembershipQuerySet, Office, OfficeQuerySet


def homes_without_a_phone() -> MembershipQuerySet:
    """Where those live for whom others speak; an erased account has no phone either."""
    return Membership.objects.in_force().filter(
        resident__phone=None, resident__erased_at=None, resident__is_active=True
    )


def speaks_for(actor: str, resident: str) -> Exists:
    """Whether who is in the column `actor` may speak for who is in the column `resident`."""
    of_the_house = known_in_house().filter(
        resident=OuterRef(OuterRef(actor)), household=OuterRef("household")
    )
    in_office = officers_over("rt", "rt__rw").filter(holder=OuterRef(OuterRef(actor)))
    homes = homes_without_a_phone().filter(resident=OuterRef(resident))
    return Exists(homes.filter(Exists(of_the_house) | Exists(in_office)))


def speakers_for(home: Membership) -> QuerySet[Resident]:
    """All who may speak for who lives there, and can be told."""
    in_office = Office.objects.in_force().over(home.rt).values("holder")
    of_the_house = known_in_house().filter(household=home.household_id).values("resident")
    near = Q(pk__in=in_office) | Q(pk__in=of_the_house)
    return Resident.objects.filter(near, is_active=True).exclude(phone=None)


def housemates_of(resident: str) -> MembershipQuerySet:
    """With a phone of their own, of the house of who is in that column; first who came first."""
    homes = homes_without_a_phone().filter(resident=OuterRef(OuterRef(resident)))
    return (
        known_in_house()
        .filter(household__in=homes.values("household"), resident__phone__isnull=False)
        .order_by("decided_at", "pk")
    )


def known_in_house() -> MembershipQuerySet:
    return Membership.objects.known_in_house().filter(resident__is_active=True)


def officers_over(rt: str, rw: str) -> OfficeQuerySet:
    """In force over the RT in that column; its own before those of its RW."""
    over = Q(rt=OuterRef(rt)) | Q(rt=None, rw=OuterRef(rw))
    return Office.objects.in_force().filter(over).order_by("rt", "starts_on", "pk")
