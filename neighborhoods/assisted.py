"""Accounts of people without a phone: others act 'atas nama', and both names are recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import erasure, phones
from accounts.models import Consent, Resident
from journal.actions import record
from neighborhoods.assisted_errors import HasAPhone, KnownThere, NoConsent, NotYours, PhoneNotFree
from neighborhoods.known_in_house import lived_in
from neighborhoods.models import Household, Membership
from neighborhoods.standing import Standing, assisted_by
from web.constraints import violated

# Which words the person agreed to; they stand in `assisted_forms`.
SPOKEN_TEXT = "spoken-1"


def may_act_for(actor: Standing, resident: Resident) -> bool:
    """Only while the person has no phone of their own and the actor is near them in law."""
    return resident.pk in actor.assisted_ids


def people_assisted_by(actor: Standing) -> QuerySet[Resident]:
    return Resident.objects.filter(pk__in=assisted_by(actor).values("resident")).order_by("name")


def may_create_in(household: Household, by: Standing) -> bool:
    return covers(household, by) or by.is_known_in(household.pk)


def covers(household: Household, by: Standing) -> bool:
    return by.covers(rt_id=household.rt_id, rw_id=household.rt.rw_id)


@contextmanager
def home_spoken_for(person: Resident, *, by: Standing) -> Iterator[Membership]:
    """With their account locked: nobody gives them a phone meanwhile. Raises NotYours."""
    with transaction.atomic():
        Resident.objects.select_for_update(no_key=True).get(pk=person.pk)
        homes = assisted_by(by).select_related("rt__rw", "resident")
        home = homes.filter(resident=person).first()
        if home is None:
            raise NotYours
        yield home


def create_assisted(
    name: str,
    *,
    household: Household,
    by: Standing,
    kind: str = "",
    has_agreed: bool = False,
) -> Resident:
    """Verified at once where a coordinator makes it; of their own house people ask for it.

    Raises KnownThere, NoConsent, NotYours.
    """
    if not may_create_in(household, by):
        raise NotYours
    if not has_agreed:
        raise NoConsent
    with transaction.atomic():
        # A form sent twice makes one person; where the house is by now, if its RT has changed.
        household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
        if is_known(name, household):
            raise KnownThere
        resident = come_back(name, household, by=by) or new_account(name)
        membership = move_in(resident, household, by=by, kind=kind)
        record("resident.assisted", **about(membership, by))
    return resident


def new_account(name: str) -> Resident:
    resident = Resident(name=name, adult_since=timezone.now())
    resident.set_unusable_password()
    resident.save(force_insert=True)
    Consent.objects.create(
        resident=resident, purpose=Consent.Purpose.ACCOUNT, text_version=SPOKEN_TEXT
    )
    return resident


def come_back(name: str, household: Household, *, by: Standing) -> Resident | None:
    """Who lived there under that name and belongs nowhere now: the same account, and it stays.

    One that is being erased at this moment is passed over, and a new one made.
    """
    there = Membership.objects.filter(resident=OuterRef("pk"))
    gone = Resident.objects.filter(
        Exists(there.filter(household=household)),
        ~Exists(there.current()),
        name__iexact=name,
        phone=None,
        erased_at=None,
        is_active=True,
    )
    found = gone.select_for_update(no_key=True, skip_locked=True).order_by("-pk").first()
    if found:
        erasure.take_back(found, by=by.resident, rw_id=household.rt.rw_id)
        found.refresh_from_db()
    return found


def is_known(name: str, household: Household, *, but: int | None = None) -> bool:
    """By somebody else than who has the id `but`."""
    there = Membership.objects.current().filter(household=household, resident__phone=None)
    return there.filter(resident__name__iexact=name).exclude(resident=but).exists()


def move_in(resident: Resident, household: Household, *, by: Standing, kind: str) -> Membership:
    now = timezone.now()
    recognised = covers(household, by)
    return Membership.objects.create(
        resident=resident,
        rt=household.rt,
        household=household,
        kind=kind,
        status=Membership.Status.ACTIVE if recognised else Membership.Status.PENDING,
        decided_at=now if recognised else None,
        decided_by=by.resident if recognised else None,
        # Known in the house: by its own people, or by nobody else living there.
        household_confirmed_at=now
        if by.is_known_in(household.pk) or not lived_in(household.pk).exists()
        else None,
    )


def try_phone(resident: Resident, phone: str, *, by: Standing) -> Resident:
    """The limit is counted first, so that no transaction takes the count back: the refusals
    tell which numbers are somebody's. Raises TooManyToday besides those of `give_phone`."""
    phones.count_try(by.resident, whose="assisted")
    return give_phone(resident, phone, by=by)


def give_phone(resident: Resident, phone: str, *, by: Standing) -> Resident:
    """A number of their own (E.164): from now on nobody acts for them, and whether their
    account is deleted they decide themselves.

    A coordinator's link for the password signs them in for the first time.
    Raises HasAPhone, NotYours, PhoneNotFree.
    """
    with transaction.atomic():
        fresh = Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)
        if not fresh.is_assisted:
            raise HasAPhone
        home = home_of(fresh)
        if home is None or not by.covers(rt_id=home.rt_id, rw_id=home.rt.rw_id):
            raise NotYours
        erasure.take_back(fresh, by=by.resident, rw_id=home.rt.rw_id)
        fresh.phone, fresh.erase_after = phone, None
        save_phone(fresh)
        record("resident.phone_given", **about(home, by))
    return fresh


def home_of(resident: Resident) -> Membership | None:
    return Membership.objects.in_force().filter(resident=resident).select_related("rt").first()


def save_phone(resident: Resident) -> None:
    try:
        with transaction.atomic():
            resident.save(update_fields=["phone"])
    except IntegrityError as error:
        if "phone" not in violated(error):
            raise
        raise PhoneNotFree from None


def about(membership: Membership, by: Standing) -> dict[str, Any]:
    """Both names, for the journal."""
    return {
        "object_kind": "membership",
        "object_id": membership.pk,
        "rw_id": membership.rt.rw_id,
        "actor_id": by.resident.pk,
        "subject_id": membership.resident_id,
    }
