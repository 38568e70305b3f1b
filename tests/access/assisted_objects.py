"""People without a phone in RT 003, made by its head."""

from accounts.models import Resident
from gotongroyong.mydata.behalf import ask_erasure_of
from neighborhoods.assisted import create_assisted
from neighborhoods.models import Household
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


def assisted_of(cast: Cast, number: int = 70) -> Resident:
    """In a house of their own."""
    address = f"Gang Uji No. {number}"
    house = Household.objects.create(
        rt=rt_of(cast.requester), address=address, landmark=f"dekat {address}"
    )
    return made(cast, "Mbah Uji", house)


def made(cast: Cast, name: str, house: Household) -> Resident:
    by = standing_of(cast.rt_head)
    return create_assisted(name, household=house, by=by, kind="tetap", has_agreed=True)


def of_the_house(cast: Cast) -> Resident:
    """The requester's."""
    house = Household.objects.select_related("rt").get(memberships__resident=cast.requester)
    return made(cast, "Mbah Serumah", house)


def leaving(cast: Cast) -> Resident:
    """Their deletion was asked for."""
    person = assisted_of(cast, 71)
    ask_erasure_of(person, by=standing_of(cast.rw_head), has_asked=True)
    return person


def objects_of_assisted(cast: Cast) -> dict[str, dict[str, object]]:
    assisted = assisted_of(cast).pk
    return {
        "pengurus/warga/dibantu/": {"assisted": assisted},
        "atas-nama/": {
            "assisted": assisted,
            "of_house": of_the_house(cast).pk,
            "leaving": leaving(cast).pk,
        },
    }
