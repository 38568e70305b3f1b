"""Being recognised makes nobody the voice of a house: somebody of it, or a coordinator who asked
there, does."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.assisted import create_assisted, may_act_for
from neighborhoods.households import (
    change_address,
    confirm_member,
    household_for,
    refuse_member,
)
from neighborhoods.known_in_house import house_says
from neighborhoods.membership_errors import DecidedAlready, NotYourHouse
from neighborhoods.memberships import leave_rt
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import recognise, undo_decision
from neighborhoods.standing import Standing, standing_of
from notifications import kinds
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import (
    ADDRESS,
    invitation_to,
    join,
    newcomer,
    office_invitation,
    stranger,
)
from web.undo import UNDO_WINDOW

ClientOf = Callable[[Resident], Client]
# As the volunteer's house is written.
THEIRS = "gg melati 15"


def head(cast: Cast) -> Standing:
    return standing_of(cast.rt_head)


def grandmother(cast: Cast, *, address: str = ADDRESS) -> Resident:
    """By the RT's head, without a phone."""
    house = household_for(rt_of(cast.rt_head), address, "")
    return create_assisted("Nenek Ijah", household=house, by=head(cast), has_agreed=True)


def speaks(membership: Membership, person: Resident) -> bool:
    return may_act_for(standing_of(membership.resident), person)


class TestWhereSomebodyLivesWhoCannotBeAsked:
    def test_a_stranger_who_is_recognised_does_not_speak_for_them(self, cast: Cast) -> None:
        person = grandmother(cast)
        said = newcomer(cast)
        assert house_says(said) == "silent"
        assert not speaks(recognise(said, coordinator=head(cast)), person)

    def test_nor_who_joined_before_them_and_waited(self, cast: Cast) -> None:
        said = newcomer(cast)
        person = grandmother(cast)
        assert not speaks(recognise(said, coordinator=head(cast)), person)

    def test_nor_while_they_wait_themselves_and_who_added_them_has_gone(self, cast: Cast) -> None:
        grandchild = recognise(newcomer(cast), coordinator=head(cast))
        house = Household.objects.get(memberships=grandchild)
        by = standing_of(grandchild.resident)
        person = create_assisted("Nenek Ijah", household=house, by=by, has_agreed=True)
        leave_rt(grandchild.resident)
        said = recognise(newcomer(cast, 2), coordinator=head(cast))
        recognise(Membership.objects.get(resident=person), coordinator=head(cast))
        assert not speaks(said, person)

    def test_nor_who_was_invited_to_an_office(self, cast: Cast) -> None:
        person = grandmother(cast)
        rt = rt_of(cast.rt_head)
        held = join(stranger(), office_invitation(cast, rt=None), rt=rt)
        assert held.status == "active"
        assert not held.is_known_in_house
        assert person.is_assisted

    def test_the_coordinator_who_asked_at_the_house_makes_them_known(self, cast: Cast) -> None:
        person = grandmother(cast)
        said = recognise(newcomer(cast), coordinator=head(cast), asked_at_house=True)
        assert speaks(said, person)
        entry = Entry.objects.get(action="membership.asked_at_house")
        assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, said.resident_id)

    def test_taken_back_with_the_decision(self, cast: Cast) -> None:
        grandmother(cast)
        said = recognise(
            newcomer(cast), coordinator=head(cast), asked_at_house=True, settle_in=UNDO_WINDOW
        )
        last = Entry.objects.filter(object_kind="membership", object_id=said.pk).latest("id")
        undone = undo_decision(said, coordinator=head(cast), entry_id=last.pk)
        assert (undone.household_confirmed_at, house_says(undone)) == (None, "silent")

    def test_a_no_of_the_house_is_not_asked_away(self, cast: Cast) -> None:
        said = refuse_member(newcomer(cast, address=THEIRS), by=standing_of(cast.volunteer))
        said = recognise(said, coordinator=head(cast), asked_at_house=True)
        assert not said.is_known_in_house


class TestWhereNobodyLived:
    def test_who_founds_a_house_speaks_for_the_grandmother_they_add(self, cast: Cast) -> None:
        founder = recognise(newcomer(cast), coordinator=head(cast))
        house = Household.objects.get(memberships=founder)
        by = standing_of(founder.resident)
        person = create_assisted("Nenek Ijah", household=house, by=by, has_agreed=True)
        recognise(Membership.objects.get(resident=person), coordinator=head(cast))
        assert speaks(founder, person)

    def test_nobody_is_known_before_they_are_recognised(self, cast: Cast) -> None:
        said = newcomer(cast)
        assert (said.household_confirmed_at, house_says(said)) == (None, "new")

    def test_of_two_who_wait_the_second_needs_the_firsts_yes(self, cast: Cast) -> None:
        first, second = newcomer(cast, 1), newcomer(cast, 2)
        recognise(first, coordinator=head(cast))
        assert house_says(second) == "asked"
        notice = Notification.objects.get(kind="house.asked", object_id=second.pk)
        assert notice.recipient == first.resident
        assert kinds.is_still_for(notice)
        second = recognise(second, coordinator=head(cast))
        assert not second.is_known_in_house
        assert confirm_member(second, by=standing_of(first.resident)).is_known_in_house

    def test_an_invited_officer_is_known_there(self, cast: Cast) -> None:
        held = join(stranger(), office_invitation(cast), rt=rt_of(cast.rt_head))
        assert held.is_known_in_house


def test_a_coordinator_knows_their_own_housemates(cast: Cast) -> None:
    said = newcomer(cast, address="Gang Melati 1")
    assert recognise(said, coordinator=head(cast)).is_known_in_house


class TestWhomTheHouseRefused:
    @pytest.fixture
    def refused(self, cast: Cast) -> Standing:
        """And whom a coordinator let in all the same."""
        said = refuse_member(newcomer(cast, 7, address=THEIRS), by=standing_of(cast.volunteer))
        return standing_of(recognise(said, coordinator=head(cast)).resident)

    def test_they_say_of_nobody_that_they_live_there(self, cast: Cast, refused: Standing) -> None:
        person = grandmother(cast, address=THEIRS)
        said = newcomer(cast, 8, address=THEIRS)
        for answer in (confirm_member, refuse_member):
            with pytest.raises(NotYourHouse):
                answer(said, by=refused)
        assert not speaks(recognise(said, coordinator=head(cast)), person)

    def test_they_are_not_asked(self, cast: Cast, refused: Standing) -> None:
        said = newcomer(cast, 8, address=THEIRS)
        asked = Notification.objects.filter(kind="house.asked", object_id=said.pk)
        assert [notice.recipient for notice in asked] == [cast.volunteer]

    def test_they_do_not_correct_its_address(self, refused: Standing) -> None:
        assert refused.membership
        assert refused.membership.household
        with pytest.raises(NotYourHouse):
            change_address(refused.membership.household, address="X 1", landmark="", by=refused)

    def test_the_house_may_change_its_mind_and_not_once_more(
        self, cast: Cast, refused: Standing
    ) -> None:
        assert refused.membership
        by = standing_of(cast.volunteer)
        assert confirm_member(refused.membership, by=by).is_known_in_house
        for answer in (confirm_member, refuse_member):
            with pytest.raises(DecidedAlready):
                answer(refused.membership, by=by)

    def test_their_house_page_offers_nothing_that_is_not_theirs(
        self, refused: Standing, cast: Cast, client_of: ClientOf
    ) -> None:
        said = newcomer(cast, 8, address=THEIRS)
        client = client_of(refused.resident)
        page = client.get("/saya/rumah/").content.decode()
        assert said.resident.name not in page
        assert reverse("house_change") not in page
        assert client.get(reverse("house_change")).status_code == 404
        assert client.post(reverse("house_confirm", args=[said.pk])).status_code == 404

    def test_the_house_is_offered_its_yes(
        self, refused: Standing, cast: Cast, client_of: ClientOf
    ) -> None:
        assert refused.membership
        client, pk = client_of(cast.volunteer), refused.membership.pk
        page = client.get("/saya/rumah/").content.decode()
        assert reverse("house_confirm", args=[pk]) in page
        assert reverse("house_refuse", args=[pk]) not in page
        client.post(reverse("house_confirm", args=[pk]))
        assert standing_of(refused.resident).is_known_in(refused.membership.household_id)


def queue(client: Client) -> str:
    """Without the one thing beside it."""
    return client.get("/pengurus/").content.decode().partition('class="desk__detail')[0]


class TestAtTheDesk:
    def test_it_says_how_many_live_there_and_asks_to_ask(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        person = grandmother(cast)
        said = newcomer(cast)
        page = client_of(cast.rt_head).get(f"/pengurus/warga-baru/{said.pk}/").content.decode()
        (words,) = re.findall(r"<dt>Rumah</dt><dd>(.*?)</dd>", page)
        assert "1 penghuni" in words
        assert person.name not in page
        assert 'name="asked_at_house"' in page

    def test_it_is_not_one_tap_in_the_queue(self, cast: Cast, client_of: ClientOf) -> None:
        url = reverse("desk_recognise", args=[newcomer(cast).pk])
        client = client_of(cast.rt_head)
        assert url in queue(client)
        grandmother(cast)
        assert url not in queue(client)

    def test_the_tick_is_what_makes_them_known(self, cast: Cast, client_of: ClientOf) -> None:
        person = grandmother(cast)
        plain, ticked = newcomer(cast, 1), newcomer(cast, 2)
        client = client_of(cast.rt_head)
        for said, more in ((plain, {}), (ticked, {"asked_at_house": "on"})):
            url = reverse("desk_recognise", args=[said.pk])
            client.post(url, {"house": said.household_id, **more})
        assert [speaks(said, person) for said in (plain, ticked)] == [False, True]

    def test_where_nobody_lives_there_is_nobody_to_ask(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        said = newcomer(cast)
        page = client_of(cast.rt_head).get(f"/pengurus/warga-baru/{said.pk}/").content.decode()
        assert "Belum ada penghuni lain rumah ini" in page
        assert 'name="asked_at_house"' not in page


def test_who_joins_by_the_same_address_learns_nothing_of_who_lives_there(
    cast: Cast, client_of: ClientOf
) -> None:
    person = grandmother(cast)
    said = join(stranger(3), invitation_to(cast))
    assert person.name not in client_of(said.resident).get("/").content.decode()
