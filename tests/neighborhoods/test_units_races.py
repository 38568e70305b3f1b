"""Changes of an RW's RT at the same moment."""

import pytest

from accounts.models import Resident
from neighborhoods import units
from neighborhoods.models import Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast
from tests.neighborhoods.test_units_actions import rt
from tests.volunteers.crowd import all_at_once
from web.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def officers(cast: Cast) -> list[Resident]:
    """Four with an office of the whole RW."""
    others = [cast.volunteer, cast.requester, cast.other_rt]
    Office.objects.bulk_create(
        Office(holder=person, rw=rt("001").rw, post="sekretaris") for person in others
    )
    return [cast.rw_head, *others]


def test_the_same_number_added_at_once_is_there_once(cast: Cast) -> None:
    rw = rt("001").rw

    def do(person: Resident) -> str:
        try:
            units.add_rt(rw, "011", by=standing_of(person))
        except DomainError as error:
            return type(error).__name__
        return "added"

    assert sorted(all_at_once(officers(cast), do)) == ["NumberTaken"] * 3 + ["added"]
    assert rw.rts.filter(number="011").count() == 1


def test_mergers_in_a_ring_leave_everybody_in_an_open_rt(cast: Cast) -> None:
    """1 into 2, 2 into 3, 3 into 1, all at once: nobody ends in an RT that is closed."""
    people = officers(cast)[:3]
    ring = ["001", "002", "003"]
    steps = {person.pk: (rt(ring[n]), rt(ring[(n + 1) % 3])) for n, person in enumerate(people)}

    def do(person: Resident) -> str:
        one, other = steps[person.pk]
        try:
            units.merge_rt(one, other, by=standing_of(person))
        except DomainError as error:
            return type(error).__name__
        return "merged"

    # The last of the three finds its RT or its goal closed.
    assert sorted(all_at_once(people, do)).count("merged") in (1, 2)
    assert RukunTetangga.objects.open().filter(number__in=ring, rw__number="005").exists()
    assert not Membership.objects.current().exclude(rt__closed_at=None).exists()
