import pytest

from journal.models import Entry
from neighborhoods.reveal import Relation, reveal
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


@pytest.mark.parametrize("relation", [Relation.HELPER, Relation.COORDINATOR])
def test_look_is_given_and_journaled(cast: Cast, relation: Relation) -> None:
    ward = rt_of(cast.requester).rw
    viewer = standing_of(cast.volunteer)
    contact = reveal(viewer, cast.requester, relation, object_kind="need", object_id=7, rw=ward)
    assert contact is not None
    assert (contact.phone, contact.address) == (cast.requester.phone, "Gang Melati No. 22")
    look = Entry.objects.get(action="contact.seen")
    assert (look.actor_id, look.subject_id, look.object_id) == (
        cast.volunteer.pk,
        cast.requester.pk,
        7,
    )


def test_stranger_sees_nothing_and_nothing_is_journaled(cast: Cast) -> None:
    ward = rt_of(cast.requester).rw
    viewer = standing_of(cast.other_rt)
    contact = reveal(
        viewer, cast.requester, Relation.STRANGER, object_kind="need", object_id=7, rw=ward
    )
    assert contact is None
    assert Entry.objects.count() == 0


def test_matter_of_another_rw_shows_nothing_of_this_one(cast: Cast) -> None:
    ward = rt_of(cast.outsider).rw
    viewer = standing_of(cast.outsider)
    contact = reveal(
        viewer, cast.requester, Relation.COORDINATOR, object_kind="need", object_id=7, rw=ward
    )
    assert contact is None


def test_address_of_one_who_moved_away_is_closed(cast: Cast) -> None:
    ward = rt_of(cast.requester).rw
    cast.requester.memberships.update(status="ended")
    viewer = standing_of(cast.volunteer)
    contact = reveal(
        viewer, cast.requester, Relation.HELPER, object_kind="need", object_id=7, rw=ward
    )
    assert contact is None
