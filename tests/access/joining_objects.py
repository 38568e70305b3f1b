"""Newcomers and ways in for the matrix: each as it stands after its name."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Resident
from neighborhoods.invitations import code_of, invite_residents, invite_to_office
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import decline
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


def joining_objects(cast: Cast) -> dict[str, dict[str, object]]:
    own = Membership.objects.get(resident=cast.waiting)
    newcomers = {
        "newcomer_rt3": own,
        "newcomer_rt1": asking(1, Household.objects.create(rt=rt_of(cast.other_rt), address="A 1")),
        "overdue_rt3": overdue(asking(2, new_house(cast))),
        "decided_rt3": decline(
            asking(3, new_house(cast)), coordinator=standing_of(cast.rt_head), reason="Salah RT."
        ),
    }
    theirs = Household.objects.get(memberships__resident=cast.requester)
    doors = doors_of(cast)
    return {
        "pengurus/warga-baru/": {name: each.pk for name, each in newcomers.items()},
        "saya/rumah/": {"asks_requester": asking(4, theirs).pk},
        "saya/batal-gabung/": {"own_request": own.pk},
        "gabung/<str:token>/akun/": doors,
        "gabung/<str:token>/rumah/": doors,
    }


def doors_of(cast: Cast) -> dict[str, object]:
    rt, head = rt_of(cast.rt_head), standing_of(cast.rw_head)
    office = invite_to_office(rt.rw, rt=rt, post="kader", made_by=cast.rw_head)
    return {"to_rt3": code_of(invite_residents(rt, by=head)), "into_office": code_of(office)}


def new_house(cast: Cast) -> Household:
    return Household.objects.create(rt=rt_of(cast.rt_head), address="Blok Uji No. 1")


def asking(number: int, house: Household) -> Membership:
    person = Resident.objects.create(phone=f"+628122222{number:04}", name=f"Pendatang {number}")
    return Membership.objects.create(resident=person, rt=house.rt, household=house, kind="kos")


def overdue(membership: Membership) -> Membership:
    membership.joined_at = timezone.now() - timedelta(days=4)
    membership.save(update_fields=["joined_at"])
    return membership
