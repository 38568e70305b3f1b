"""One house for one address; its people say who lives there."""

import pytest

from journal.models import Entry
from neighborhoods.households import (
    address_key,
    change_address,
    confirm_member,
    household_for,
    refuse_member,
)
from neighborhoods.known_in_house import house_says
from neighborhoods.membership_errors import AddressTaken, DecidedAlready, NotYourHouse
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import recognise
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import ADDRESS, invitation_to, join, newcomer, stranger

# As the volunteer's house is written: 'Gang Melati No. 15'.
THEIRS = "gg melati 15"


def asked() -> set[int]:
    notices = Notification.objects.filter(kind="house.asked")
    return set(notices.values_list("recipient_id", flat=True))


def test_the_same_address_is_the_same_house(cast: Cast) -> None:
    membership = newcomer(cast, address=THEIRS)
    assert membership.household == Membership.objects.get(resident=cast.volunteer).household


def test_in_another_rt_it_is_another_house(cast: Cast) -> None:
    elsewhere = household_for(rt_of(cast.other_rt), THEIRS, "")
    assert elsewhere != Membership.objects.get(resident=cast.volunteer).household
    assert elsewhere.address_key == address_key(THEIRS)


def test_what_is_written_stays_that_of_the_house(cast: Cast) -> None:
    house = household_for(rt_of(cast.volunteer), THEIRS, "rumah hantu")
    assert (house.address, house.landmark) == ("Gang Melati No. 15", "depan warung")


def test_two_houses_of_one_address_after_a_merger_change_their_landmarks(cast: Cast) -> None:
    home = standing_of(cast.volunteer)
    assert home.membership
    house = home.membership.household
    assert house
    twin = Household.objects.create(
        rt=house.rt, address=house.address, address_key=house.address_key
    )
    changed = change_address(house, address=house.address, landmark="Pagar hijau", by=home)
    assert changed.landmark == "Pagar hijau"
    with pytest.raises(AddressTaken):
        change_address(
            Household.objects.create(rt=house.rt, address="Gang Lain 1", address_key="gang lain 1"),
            address=twin.address,
            landmark="",
            by=standing_of(cast.rt_head),
        )


def shared_house(cast: Cast) -> Household:
    """The volunteer's, where the requester lives too, and somebody who only says so."""
    house = Household.objects.select_related("rt__rw").get(memberships__resident=cast.volunteer)
    cast.requester.memberships.update(household=house)
    newcomer(cast, address=THEIRS)
    return house


def test_a_new_house_confirms_itself(cast: Cast) -> None:
    assert house_says(newcomer(cast)) == "new"
    assert asked() == set()


def test_its_verified_people_are_asked(cast: Cast) -> None:
    membership = newcomer(cast, address=THEIRS)
    assert house_says(membership) == "asked"
    assert asked() == {cast.volunteer.pk}


def test_people_who_wait_themselves_are_not_asked(cast: Cast) -> None:
    newcomer(cast, 1)
    second = newcomer(cast, 2)
    assert (asked(), house_says(second)) == (set(), "new")


def test_the_house_confirms_and_changes_its_mind(cast: Cast) -> None:
    membership, by = newcomer(cast, address=THEIRS), standing_of(cast.volunteer)
    said = confirm_member(membership, by=by)
    assert (house_says(said), said.household_refused_at) == ("knows", None)
    said = refuse_member(membership, by=by)
    assert (house_says(said), said.household_confirmed_at) == ("denies", None)
    assert said.status == "pending"


@pytest.mark.parametrize("who", ["requester", "other_rt", "rt_head", "outsider", "waiting"])
def test_nobody_else_speaks_for_the_house(cast: Cast, who: str) -> None:
    membership = newcomer(cast, address=THEIRS)
    with pytest.raises(NotYourHouse):
        confirm_member(membership, by=standing_of(getattr(cast, who)))


def test_a_newcomer_does_not_confirm_themselves(cast: Cast) -> None:
    membership = newcomer(cast, address=THEIRS)
    with pytest.raises(NotYourHouse):
        confirm_member(membership, by=standing_of(membership.resident))


def test_after_the_decision_the_house_is_not_asked_any_more(cast: Cast) -> None:
    membership = newcomer(cast, address=THEIRS)
    recognise(membership, coordinator=standing_of(cast.rt_head))
    with pytest.raises(DecidedAlready):
        refuse_member(membership, by=standing_of(cast.volunteer))


class TestCorrecting:
    def test_by_who_lives_there(self, cast: Cast) -> None:
        house = Membership.objects.get(resident=cast.volunteer).household
        assert house
        by = standing_of(cast.volunteer)
        change_address(house, address="Gang Melati No. 16A", landmark="", by=by)
        house.refresh_from_db()
        assert (house.address, house.address_key) == ("Gang Melati No. 16A", "gang melati 16 a")

    def test_by_a_coordinator_of_the_rt(self, cast: Cast) -> None:
        house = Household.objects.get(memberships__resident=cast.volunteer)
        by = standing_of(cast.rt_head)
        assert change_address(house, address=ADDRESS, landmark="", by=by).address == ADDRESS

    def test_all_who_live_there_hear_of_it_but_who_did_it(self, cast: Cast) -> None:
        house = shared_house(cast)
        by = standing_of(cast.volunteer)
        change_address(house, address="Gang Melati No. 16A", landmark="", by=by)
        (notice,) = Notification.objects.filter(kind="house.changed")
        assert (notice.recipient, notice.object_id) == (cast.requester, house.pk)
        said = kinds.get("house.changed").words(notice)
        assert [name for name in ("Melati", cast.volunteer.name) if name in str(said)] == []
        entry = Entry.objects.get(action="household.changed")
        assert (entry.actor_id, entry.object_kind, entry.object_id, notice.version) == (
            cast.volunteer.pk,
            "household",
            house.pk,
            entry.pk,
        )

    def test_a_coordinators_correction_is_told_to_all_of_the_house(self, cast: Cast) -> None:
        house = shared_house(cast)
        change_address(house, address=ADDRESS, landmark="", by=standing_of(cast.rt_head))
        told = Notification.objects.filter(kind="house.changed")
        assert {notice.recipient for notice in told} == {cast.volunteer, cast.requester}

    def test_the_same_words_again_are_no_news(self, cast: Cast) -> None:
        house = shared_house(cast)
        by = standing_of(cast.volunteer)
        change_address(house, address=house.address, landmark=house.landmark, by=by)
        assert not Notification.objects.filter(kind="house.changed").exists()
        assert not Entry.objects.filter(action="household.changed").exists()

    def test_who_has_moved_out_meanwhile_is_not_told(self, cast: Cast) -> None:
        house = shared_house(cast)
        change_address(house, address=ADDRESS, landmark="", by=standing_of(cast.volunteer))
        notice = Notification.objects.get(kind="house.changed")
        assert kinds.is_still_for(notice)
        cast.requester.memberships.update(household=None)
        assert not kinds.is_still_for(notice)

    @pytest.mark.parametrize("who", ["requester", "other_rt", "outsider", "waiting"])
    def test_by_nobody_else(self, cast: Cast, who: str) -> None:
        house = Household.objects.get(memberships__resident=cast.volunteer)
        with pytest.raises(NotYourHouse):
            change_address(house, address=ADDRESS, landmark="", by=standing_of(getattr(cast, who)))

    def test_never_into_another_household(self, cast: Cast) -> None:
        house = Household.objects.get(memberships__resident=cast.requester)
        with pytest.raises(AddressTaken):
            change_address(house, address=THEIRS, landmark="", by=standing_of(cast.requester))

    def test_a_house_that_was_corrected_is_found_by_its_new_address(self, cast: Cast) -> None:
        house = Household.objects.get(memberships__resident=cast.volunteer)
        by = standing_of(cast.volunteer)
        change_address(house, address=ADDRESS, landmark="", by=by)
        membership = join(stranger(), invitation_to(cast), address=ADDRESS.upper())
        assert membership.household == house
