"""Who is known in their house, and what a house says of somebody new.

Known is, of whoever a coordinator recognised: whom somebody known there calls theirs, whom the
coordinator asked about at the door, and who came where nobody lived. Only they speak for the
house (`Standing.is_known_in`); being recognised alone makes nobody the voice of who lives there.
"""

from django.db.models import Exists, OuterRef, Q

from journal.actions import record
from neighborhoods.models import Household, Membership, MembershipQuerySet
from neighborhoods.standing import Standing


def lived_in(household_id: int | OuterRef) -> MembershipQuerySet:
    """Who lives there, those without a phone too; and who waits and is theirs by their word."""
    is_theirs = Q(status=Membership.Status.ACTIVE) | Q(household_confirmed_at__isnull=False)
    return Membership.objects.current().filter(is_theirs, household=household_id)


def can_be_asked(homes: MembershipQuerySet) -> MembershipQuerySet:
    """Those of them who speak for the house and have a phone of their own."""
    return homes.known_in_house().filter(resident__is_active=True, resident__phone__isnull=False)


def housemates(house: Household) -> MembershipQuerySet:
    return can_be_asked(lived_in(house.pk))


def house_answer(membership: Membership) -> str:
    """'knows' or 'denies', where the house has said so; else ''."""
    if membership.household_refused_at:
        return "denies"
    return "knows" if membership.household_confirmed_at else ""


def house_says(membership: Membership) -> str:
    """Its answer; else 'asked', 'silent' where nobody who lives there can be asked, or 'new'."""
    if answer := house_answer(membership):
        return answer
    others = others_in_house(membership)
    if not others.exists():
        return "new"
    return "asked" if can_be_asked(others).exists() else "silent"


def others_in_house(membership: Membership) -> MembershipQuerySet:
    if membership.household_id is None:
        return Membership.objects.none()
    return lived_in(membership.household_id).exclude(pk=membership.pk)


def with_silence(newcomers: MembershipQuerySet) -> MembershipQuerySet:
    """With `is_silent`: their house is lived in and can't be asked. For a page of them at once."""
    there = lived_in(OuterRef("household")).exclude(pk=OuterRef("pk"))
    is_silent = Exists(there) & ~Exists(can_be_asked(there))
    return newcomers.annotate(is_silent=is_silent)


def make_known(
    membership: Membership, *, by: Standing | None, asked_at_house: bool = False
) -> None:
    """Of who was let in this moment: `household_confirmed_at` is then `decided_at`.

    Whoever recognises their own housemate says so for the house as well. What the house said
    itself stands.
    """
    if membership.household_id is None or house_answer(membership):
        return
    # Of two let in at once into an empty house one was there first.
    Household.objects.select_for_update(no_key=True).get(pk=membership.household_id)
    is_housemate = bool(by and by.is_known_in(membership.household_id))
    if not is_housemate and others_in_house(membership).exists():
        if not (by and asked_at_house):
            return
        note_asked_at_house(membership, by)
    membership.household_confirmed_at = membership.decided_at
    membership.save(update_fields=["household_confirmed_at"])


def note_asked_at_house(membership: Membership, by: Standing) -> None:
    record(
        "membership.asked_at_house",
        object_kind="membership",
        object_id=membership.pk,
        rw_id=membership.rt.rw_id,
        actor_id=by.resident.pk,
        subject_id=membership.resident_id,
    )


def forget_known(membership: Membership) -> None:
    """With the decision that is taken back; what the house said itself stays."""
    if membership.household_confirmed_at == membership.decided_at:
        membership.household_confirmed_at = None
        membership.save(update_fields=["household_confirmed_at"])


def waiting_in_house(membership: Membership) -> MembershipQuerySet:
    """Others who say that they live there, of whom its people have said nothing yet."""
    waiting = Membership.objects.filter(
        household=membership.household_id,
        household__isnull=False,
        status=Membership.Status.PENDING,
        household_confirmed_at=None,
        household_refused_at=None,
    )
    return waiting.exclude(pk=membership.pk).select_related("rt__rw")
