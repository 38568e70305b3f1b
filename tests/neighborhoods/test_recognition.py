"""'Saya kenal', and no; by whom, told when, and taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journal.models import Entry
from neighborhoods.membership_errors import (
    DecidedAlready,
    NotForYou,
    ReadAgain,
    TooLateToUndo,
)
from neighborhoods.memberships import leave_rt
from neighborhoods.models import Membership
from neighborhoods.recognition import decline, recognise, undo_decision
from neighborhoods.standing import standing_of
from notifications.models import Delivery, Notification
from requests_app.actions import post_need
from tests.cast import Cast
from tests.neighborhoods.joining import invitation_to, join, newcomer
from tests.requests_app.factory import draft
from web.undo import UNDO_WINDOW

REASON = "Rumah itu tidak ada di RT kita."


def last_entry(membership: Membership) -> int:
    about = Entry.objects.filter(object_kind="membership", object_id=membership.pk)
    return about.latest("id").pk


def test_recognised_they_belong_and_are_told(cast: Cast) -> None:
    membership = recognise(newcomer(cast), coordinator=standing_of(cast.rt_head))
    assert standing_of(membership.resident).is_verified
    assert (membership.decided_by, membership.decline_reason) == (cast.rt_head, "")
    notice = Notification.objects.get(kind="newcomer.recognised")
    assert notice.recipient_id == membership.resident_id


def test_declined_they_belong_nowhere_and_read_why(cast: Cast) -> None:
    membership = decline(newcomer(cast), coordinator=standing_of(cast.rt_head), reason=REASON)
    assert (membership.status, membership.decline_reason) == ("declined", REASON)
    assert standing_of(membership.resident).membership is None
    assert Notification.objects.filter(kind="newcomer.declined").count() == 1


def test_after_a_decline_they_may_join_again(cast: Cast) -> None:
    membership = decline(newcomer(cast), coordinator=standing_of(cast.rt_head), reason=REASON)
    again = join(membership.resident, invitation_to(cast), address="Blok Q9 No. 4")
    assert again.status == "pending"


def test_nobody_decides_twice(cast: Cast) -> None:
    membership, head = newcomer(cast), standing_of(cast.rt_head)
    recognise(membership, coordinator=head)
    with pytest.raises(DecidedAlready):
        decline(membership, coordinator=head, reason=REASON)


@pytest.mark.parametrize("who", ["rw_head", "volunteer", "other_rt", "outsider", "waiting"])
def test_nobody_decides_for_whom_they_do_not_answer(cast: Cast, who: str) -> None:
    membership = newcomer(cast)
    with pytest.raises(NotForYou):
        recognise(membership, coordinator=standing_of(getattr(cast, who)))
    with pytest.raises(NotForYou):
        recognise(membership, coordinator=standing_of(membership.resident))


def test_who_took_the_request_back_is_not_let_in(cast: Cast) -> None:
    membership = newcomer(cast)
    leave_rt(membership.resident)
    with pytest.raises(DecidedAlready):
        recognise(membership, coordinator=standing_of(cast.rt_head))


def test_another_house_than_was_read_is_read_again(cast: Cast) -> None:
    membership = newcomer(cast)
    with pytest.raises(ReadAgain):
        recognise(membership, coordinator=standing_of(cast.rt_head), house=2**40)


def test_once_decided_no_bell_rings_for_it(cast: Cast) -> None:
    recognise(newcomer(cast), coordinator=standing_of(cast.rt_head))
    assert not Notification.objects.filter(kind="newcomer.waiting", read_at=None).exists()


class TestUndo:
    def test_recognised_by_mistake_they_wait_again_and_hear_nothing(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = recognise(newcomer(cast), coordinator=head, settle_in=UNDO_WINDOW)
        undone = undo_decision(membership, coordinator=head, entry_id=last_entry(membership))
        assert (undone.status, undone.decided_at, undone.decided_by) == ("pending", None, None)
        states = Delivery.objects.filter(notification__kind="newcomer.recognised")
        assert set(states.values_list("status", flat=True)) == {"skipped"}

    def test_declined_by_mistake_too(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = decline(newcomer(cast), coordinator=head, reason=REASON, settle_in=UNDO_WINDOW)
        undone = undo_decision(membership, coordinator=head, entry_id=last_entry(membership))
        assert (undone.status, undone.decline_reason, undone.ended_at) == ("pending", "", None)

    def test_not_by_another_and_not_twice(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = recognise(newcomer(cast), coordinator=head, settle_in=UNDO_WINDOW)
        entry_id = last_entry(membership)
        with pytest.raises(TooLateToUndo):
            undo_decision(membership, coordinator=standing_of(cast.rw_head), entry_id=entry_id)
        undo_decision(membership, coordinator=head, entry_id=entry_id)
        with pytest.raises(TooLateToUndo):
            undo_decision(membership, coordinator=head, entry_id=entry_id)

    def test_not_after_the_seconds_are_over(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = recognise(newcomer(cast), coordinator=head, settle_in=UNDO_WINDOW)
        long_ago = timezone.now() - timedelta(minutes=1)
        Membership.objects.filter(pk=membership.pk).update(decided_at=long_ago)
        with pytest.raises(TooLateToUndo):
            undo_decision(membership, coordinator=head, entry_id=last_entry(membership))

    def test_not_once_they_have_acted_as_a_neighbour(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = recognise(newcomer(cast), coordinator=head, settle_in=UNDO_WINDOW)
        entry_id = last_entry(membership)
        post_need(draft(), requester=standing_of(membership.resident))
        with pytest.raises(TooLateToUndo):
            undo_decision(membership, coordinator=head, entry_id=entry_id)

    def test_not_once_a_declined_one_has_joined_again(self, cast: Cast) -> None:
        head = standing_of(cast.rt_head)
        membership = decline(newcomer(cast), coordinator=head, reason=REASON, settle_in=UNDO_WINDOW)
        entry_id = last_entry(membership)
        join(membership.resident, invitation_to(cast))
        with pytest.raises(TooLateToUndo):
            undo_decision(membership, coordinator=head, entry_id=entry_id)
