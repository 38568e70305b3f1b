"""The name of somebody without a phone, put right by who speaks for them (UU PDP, article 6)."""

from django.db import transaction

from accounts.models import Resident
from accounts.rows import lock_live
from journal.actions import record
from neighborhoods.assisted import about, is_known
from neighborhoods.assisted_errors import KnownThere, NotYours
from neighborhoods.models import Household, Membership
from neighborhoods.standing import Standing, assisted_by


def correct_name(person: Resident, name: str, *, by: Standing) -> Resident:
    """A repeat changes nothing. Raises AccountClosed, KnownThere, NotYours."""
    with transaction.atomic():
        # Nobody gives them a phone meanwhile: from then on they are called what they say.
        fresh = lock_live(person)
        homes = assisted_by(by).select_related("rt")
        home = homes.filter(resident=fresh).first()
        if home is None:
            raise NotYours
        if name != fresh.name:
            check_free(name, home)
            fresh.name = name
            fresh.save(update_fields=["name"])
            record("resident.name_corrected", **about(home, by))
    return fresh


def check_free(name: str, home: Membership) -> None:
    """As where the account is made: two of one name in one house could not be told apart."""
    if home.household_id is None:
        return
    house = Household.objects.select_for_update(no_key=True).get(pk=home.household_id)
    if is_known(name, house, but=home.resident_id):
        raise KnownThere
