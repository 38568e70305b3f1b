"""The name of somebody without a phone, put right by who speaks for them (UU PDP, article 6)."""

from accounts.models import Resident
from accounts.rows import lock_live
from journal.actions import record
from neighborhoods.assisted import about, home_spoken_for, is_known
from neighborhoods.assisted_errors import KnownThere
from neighborhoods.models import Household, Membership
from neighborhoods.standing import Standing


def correct_name(person: Resident, name: str, *, by: Standing) -> Resident:
    """A repeat changes nothing. Raises AccountClosed, KnownThere, NotYours."""
    # Once they have a phone they are called what they say themselves.
    with home_spoken_for(person, by=by) as home:
        fresh = lock_live(person)
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
