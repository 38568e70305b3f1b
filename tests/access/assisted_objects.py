"""Somebody without a phone in RT 003, made by its head."""

from accounts.models import Resident
from neighborhoods.assisted import create_assisted
from neighborhoods.models import Household
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


def assisted_of(cast: Cast) -> Resident:
    house = Household.objects.create(
        rt=rt_of(cast.requester), address="Gang Uji No. 70", landmark="dekat Gang Uji No. 70"
    )
    by = standing_of(cast.rt_head)
    return create_assisted("Mbah Uji", household=house, by=by, kind="tetap", has_agreed=True)


def objects_of_assisted(cast: Cast) -> dict[str, dict[str, object]]:
    return {"pengurus/warga/dibantu/": {"assisted": assisted_of(cast).pk}}
