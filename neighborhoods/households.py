"""Houses, and what the people of one house say about who lives there.

Whoever joins learns nothing about a house from its address: whether it was known already is
shown to nobody but its own people and the coordinators.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Resident
from journal.actions import record
from neighborhoods import house_notices
from neighborhoods import membership_notices as notices
from neighborhoods.addresses import address_key
from neighborhoods.membership_errors import AddressTaken, DecidedAlready, NotYourHouse
from neighborhoods.models import Household, Membership, RukunTetangga
from neighborhoods.standing import Standing
from neighborhoods.unit_errors import RtClosed

__all__ = ["address_key"]


def new_house(rt: RukunTetangga, address: str, landmark: str = "") -> Household:
    """Not stored yet."""
    return Household(rt=rt, address=address, landmark=landmark, address_key=address_key(address))


@transaction.atomic
def household_for(
    rt: RukunTetangga, address: str, landmark: str, *, by: Resident | None = None
) -> Household:
    """The one of that address in the RT, else a new one; two at once get the same.

    The journal keeps whose words a new one has: theirs they may read always (`personal`).
    Raises RtClosed, where the RT was merged since the form was read.
    """
    fresh = lock(rt)
    if fresh.closed_at:
        raise RtClosed
    if found := same_address(fresh, address).first():
        return found
    house = new_house(fresh, address, landmark)
    house.save(force_insert=True)
    record(
        "household.made",
        object_kind="household",
        object_id=house.pk,
        rw_id=fresh.rw_id,
        actor_id=by.pk if by else None,
    )
    return house


def lock(rt: RukunTetangga) -> RukunTetangga:
    """One address at a time, so that a house is made once."""
    return RukunTetangga.objects.select_for_update(no_key=True).get(pk=rt.pk)


def same_address(rt: RukunTetangga, address: str) -> QuerySet[Household]:
    """An address that names nothing is nobody's."""
    key = address_key(address)
    return Household.objects.filter(rt=rt, address_key=key).exclude(address_key="").order_by("pk")


def confirm_member(membership: Membership, *, by: Standing) -> Membership:
    """'Betul': they live with us. Raises DecidedAlready, NotYourHouse.

    Of whom a coordinator let in meanwhile it may still be said: so they become known there.
    """
    return answer(membership, by, knows=True)


def refuse_member(membership: Membership, *, by: Standing) -> Membership:
    """'Bukan'. A coordinator decides all the same, and sees it."""
    return answer(membership, by, knows=False)


@transaction.atomic
def answer(membership: Membership, by: Standing, *, knows: bool) -> Membership:
    """The last word of the house counts, until a coordinator has decided."""
    fresh = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not by.is_known_in(fresh.household_id) or fresh.resident_id == by.resident.pk:
        raise NotYourHouse
    if not is_to_answer(fresh, knows=knows):
        raise DecidedAlready
    now = timezone.now()
    fresh.household_confirmed_at = now if knows else None
    fresh.household_refused_at = None if knows else now
    fresh.save(update_fields=["household_confirmed_at", "household_refused_at"])
    record(
        "membership.house_knows" if knows else "membership.house_denies",
        object_kind="membership",
        object_id=fresh.pk,
        rw_id=fresh.rt.rw_id,
        actor_id=by.resident.pk,
        subject_id=fresh.resident_id,
    )
    notices.settle_house(fresh)
    return fresh


def is_to_answer(membership: Membership, *, knows: bool) -> bool:
    if membership.status == Membership.Status.ACTIVE:
        return knows and not membership.is_known_in_house
    return membership.status == Membership.Status.PENDING


def change_address(house: Household, *, address: str, landmark: str, by: Standing) -> Household:
    """Corrected by who is known there or by a coordinator, and all of the house are told.

    Raises AddressTaken, NotYourHouse.
    Another household's address is refused: two houses become one by moving, never by writing.
    """
    with transaction.atomic():
        lock(house.rt)
        fresh = Household.objects.select_for_update(of=("self",)).get(pk=house.pk)
        if not may_correct(by, fresh):
            raise NotYourHouse
        if (address, landmark) == (fresh.address, fresh.landmark):
            return fresh
        key = address_key(address)
        # A merger may have left two of one address, whose landmarks are changed all the same.
        is_new = key != fresh.address_key
        if is_new and same_address(fresh.rt, address).exclude(pk=fresh.pk).exists():
            raise AddressTaken
        fresh.address, fresh.landmark = address, landmark
        fresh.address_key = key
        fresh.save(update_fields=["address", "landmark", "address_key"])
        entry = record(
            "household.changed",
            object_kind="household",
            object_id=fresh.pk,
            rw_id=fresh.rt.rw_id,
            actor_id=by.resident.pk,
        )
        house_notices.tell_changed(fresh, entry=entry, by=by.resident)
    return fresh


def may_correct(by: Standing, house: Household) -> bool:
    covers = by.covers(rt_id=house.rt_id, rw_id=house.rt.rw_id)
    return covers or by.is_known_in(house.pk)
