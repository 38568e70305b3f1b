import pytest

from neighborhoods.standing import standing_of
from requests_app import decisions, rules
from requests_app.actions import change_need
from requests_app.errors import NotPossibleNow
from tests.cast import Cast
from tests.requests_app.factory import draft, open_need, pending_need
from tests.requests_app.test_actions import journaled, told


def test_approved_need_is_on_the_board(cast: Cast) -> None:
    need = decisions.approve_need(pending_need(cast), coordinator=standing_of(cast.rt_head))
    assert need.status == "open"
    assert need.opened_at == need.reviewed_at
    assert (cast.requester.pk, "need.approved") in told(need)
    assert journaled(need) == ["need.posted", "need.approved"]


def test_second_coordinator_learns_that_it_is_decided(cast: Cast) -> None:
    need = pending_need(cast)
    decisions.approve_need(need, coordinator=standing_of(cast.rt_head))
    with pytest.raises(NotPossibleNow):
        decisions.decline_need(need, coordinator=standing_of(cast.rw_head), reason="Terlambat")
    need.refresh_from_db()
    assert (need.status, need.reason) == ("open", "")


@pytest.mark.parametrize(
    ("decide", "status"),
    [(decisions.ask_changes, "needs_changes"), (decisions.decline_need, "declined")],
)
def test_reason_reaches_the_requester(cast: Cast, decide, status: str) -> None:  # type: ignore[no-untyped-def]  # a function of ours
    need = decide(pending_need(cast), coordinator=standing_of(cast.rt_head), reason="Sudah ada")
    assert (need.status, need.reason, need.opened_at) == (status, "Sudah ada", None)
    assert (cast.requester.pk, f"need.{status}") in told(need)


def test_changed_need_can_be_sent_back_and_told_again(cast: Cast) -> None:
    need = pending_need(cast)
    for reason in ("Kurang jelas", "Masih kurang jelas"):
        decisions.ask_changes(need, coordinator=standing_of(cast.rt_head), reason=reason)
        change_need(need, draft(), requester=standing_of(cast.requester))
    notices = cast.requester.notifications.filter(kind="need.needs_changes")
    assert notices.count() == 2
    need.refresh_from_db()
    assert (need.status, need.reason) == ("pending", "")


def test_reviewed_need_leaves_the_desk(cast: Cast) -> None:
    need = pending_need(cast, category="medicine")
    decisions.mark_reviewed(need, coordinator=standing_of(cast.rw_head))
    assert list(type(need).objects.waiting_for(standing_of(cast.rt_head))) == []


def test_who_decides(cast: Cast) -> None:
    need = pending_need(cast)
    deciders = {
        name
        for name in ("rt_head", "rw_head", "requester", "volunteer", "other_rt", "outsider")
        if rules.can_decide(standing_of(getattr(cast, name)), need)
    }
    assert deciders == {"rt_head", "rw_head"}


def test_nobody_decides_on_their_own_need_while_another_is_in_office(cast: Cast) -> None:
    need = pending_need(cast)
    need.requester = cast.rt_head
    need.save(update_fields=["requester"])
    assert rules.can_decide(standing_of(cast.rt_head), need) is False
    assert rules.can_decide(standing_of(cast.rw_head), need) is True
    cast.rw_head.offices.all().delete()
    assert rules.can_decide(standing_of(cast.rt_head), need) is True


def test_open_need_cannot_be_declined(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        decisions.decline_need(
            open_need(cast), coordinator=standing_of(cast.rt_head), reason="Tidak"
        )
