"""Joining by invitation, and leaving again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts import erasure
from accounts.models import Resident
from journal.models import Entry
from neighborhoods.invitations import NoLongerValid, code_of, revoke
from neighborhoods.membership_errors import LivesSomewhere, WrongPlace
from neighborhoods.memberships import accept_office, leave_rt
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.office_errors import LeavesSoon
from neighborhoods.standing import standing_of
from neighborhoods.unit_errors import RtClosed
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import (
    invitation_to,
    join,
    newcomer,
    office_invitation,
    stranger,
)


def told(kind: str) -> list[int]:
    notices = Notification.objects.filter(kind=kind).order_by("recipient_id")
    return list(notices.values_list("recipient_id", flat=True))


def test_joining_waits_and_uses_the_invitation_once(cast: Cast) -> None:
    invitation, person = invitation_to(cast), stranger()
    membership = join(person, invitation)
    invitation.refresh_from_db()
    assert (invitation.uses, membership.status, membership.rt) == (1, "pending", invitation.rt)
    assert (membership.kind, membership.invitation) == ("kontrak", invitation)
    assert standing_of(person).belongs is False


def test_only_the_coordinators_of_the_rt_are_told_at_once(cast: Cast) -> None:
    newcomer(cast)
    assert told("newcomer.waiting") == [cast.rt_head.pk]


def test_where_the_rt_has_nobody_in_office_the_rw_is_told(cast: Cast) -> None:
    Office.objects.filter(holder=cast.rt_head).delete()
    invitation = office_invitation(cast)
    invitation.post, invitation.rt = "", rt_of(cast.volunteer)
    invitation.save()
    join(stranger(), invitation)
    assert told("newcomer.waiting") == [cast.rw_head.pk]


def test_the_journal_keeps_ids_only(cast: Cast) -> None:
    membership = newcomer(cast)
    entry = Entry.objects.get(action="membership.asked")
    assert (entry.object_id, entry.actor_id, entry.subject_id) == (
        membership.pk,
        membership.resident_id,
        None,
    )


def test_who_belongs_to_an_rt_cannot_join_another_and_uses_nothing(cast: Cast) -> None:
    invitation, houses = invitation_to(cast), Household.objects.count()
    with pytest.raises(LivesSomewhere):
        join(cast.other_rt, invitation)
    invitation.refresh_from_db()
    assert (invitation.uses, Household.objects.count()) == (0, houses)


def test_a_revoked_invitation_lets_nobody_in_and_leaves_no_house(cast: Cast) -> None:
    invitation, houses = invitation_to(cast), Household.objects.count()
    revoke(invitation, by=standing_of(cast.rt_head))
    with pytest.raises(NoLongerValid):
        join(stranger(), invitation)
    assert Household.objects.count() == houses
    assert Membership.objects.filter(invitation=invitation).count() == 0


def test_an_invitation_to_one_rt_is_none_to_another(cast: Cast) -> None:
    with pytest.raises(WrongPlace):
        join(stranger(), invitation_to(cast), rt=rt_of(cast.other_rt))


def test_a_house_is_not_moved_into_a_closed_rt(cast: Cast) -> None:
    invitation = office_invitation(cast)
    closed = RukunTetangga.objects.get(rw=invitation.rw, number="006")
    closed.closed_at = invitation.made_at
    closed.save(update_fields=["closed_at"])
    with pytest.raises(RtClosed):
        join(stranger(), invitation, rt=closed)


class TestOfficeInvitation:
    def test_recognises_and_appoints(self, cast: Cast) -> None:
        person, rt = stranger(), rt_of(cast.other_rt)
        invitation = office_invitation(cast)
        membership = join(person, invitation, rt=rt)
        standing = standing_of(person)
        assert (standing.is_verified, standing.rt) == (True, rt)
        assert [(office.post, office.rt) for office in standing.offices] == [("sekretaris", None)]
        assert membership.decided_by == cast.rw_head
        assert told("newcomer.waiting") == []

    def test_to_the_head_of_an_empty_rw(self, cast: Cast) -> None:
        """The operator's invitation, made by nobody with an account here."""
        rw = rt_of(cast.outsider).rw
        rt = RukunTetangga.objects.get(rw=rw, number="003")
        invitation = office_invitation(cast, post="ketua")
        invitation.rw, invitation.made_by = rw, None
        invitation.save()
        person = stranger()
        join(person, invitation, rt=rt)
        assert standing_of(person).is_verified
        assert standing_of(person).covered_rw_ids == {rw.pk}

    def test_a_resident_of_the_rw_accepts_it_without_moving(self, cast: Cast) -> None:
        accept_office(cast.volunteer, office_invitation(cast))
        standing = standing_of(cast.volunteer)
        assert (standing.rt, standing.covered_rw_ids) == (
            rt_of(cast.volunteer),
            {rt_of(cast.volunteer).rw_id},
        )

    def test_who_waits_there_is_recognised_by_it(self, cast: Cast) -> None:
        accept_office(cast.waiting, office_invitation(cast))
        assert standing_of(cast.waiting).is_verified

    def test_it_holds_only_while_its_maker_could_give_that_office(self, cast: Cast) -> None:
        """Else somebody put out of office comes back by a code kept for that day."""
        kept, house = office_invitation(cast, post="kader"), office_invitation(cast, post="kader")
        cast.rw_head.offices.update(ended_at=timezone.now())
        with pytest.raises(NoLongerValid):
            accept_office(cast.volunteer, kept)
        with pytest.raises(NoLongerValid):
            join(stranger(), house, rt=rt_of(cast.other_rt))
        kept.refresh_from_db()
        assert (kept.uses, standing_of(cast.volunteer).is_coordinator) == (0, False)

    def test_the_operators_holds_without_an_office(self, cast: Cast) -> None:
        invitation = office_invitation(cast)
        invitation.made_by = cast.operator
        invitation.save(update_fields=["made_by"])
        accept_office(cast.volunteer, invitation)
        assert standing_of(cast.volunteer).is_coordinator

    def test_who_asked_for_deletion_takes_none(
        self, cast: Cast, client_of: Callable[[Resident], Client]
    ) -> None:
        """As nobody could appoint them."""
        invitation, newcomers = office_invitation(cast), office_invitation(cast, post="kader")
        person, newcomer = cast.volunteer, stranger()
        for each in (person, newcomer):
            erasure.ask(each)
        page = client_of(person).post(f"/gabung/{code_of(invitation)}/rumah/", follow=True)
        assert "Akun yang akan dihapus tidak bisa menerima jabatan" in page.content.decode()
        with pytest.raises(LeavesSoon):
            join(newcomer, newcomers, rt=rt_of(cast.other_rt))
        invitation.refresh_from_db()
        assert (invitation.uses, newcomer.memberships.count()) == (0, 0)
        assert not standing_of(person).is_coordinator
        erasure.take_back(person)
        accept_office(person, invitation)
        assert standing_of(person).is_coordinator

    def test_a_resident_of_another_rw_cannot_take_it(self, cast: Cast) -> None:
        invitation = office_invitation(cast)
        with pytest.raises(WrongPlace):
            accept_office(cast.outsider, invitation)
        invitation.refresh_from_db()
        assert (invitation.uses, standing_of(cast.outsider).is_coordinator) == (0, False)


class TestLeaving:
    def test_a_request_is_taken_back_and_can_be_made_again(self, cast: Cast) -> None:
        membership = newcomer(cast)
        leave_rt(membership.resident)
        membership.refresh_from_db()
        assert membership.status == "ended"
        again = join(membership.resident, invitation_to(cast))
        assert again.status == "pending"

    def test_a_resident_who_leaves_belongs_nowhere(self, cast: Cast) -> None:
        leave_rt(cast.volunteer)
        assert standing_of(cast.volunteer).belongs is False
        assert Entry.objects.filter(action="membership.left").count() == 1

    def test_who_lives_nowhere_leaves_nothing(self, cast: Cast) -> None:
        assert leave_rt(stranger()) is None
