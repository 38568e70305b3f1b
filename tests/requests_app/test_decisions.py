from datetime import timedelta

import pytest
from django.utils import timezone

from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Delivery
from requests_app import decisions, rules
from requests_app.actions import change_need
from requests_app.errors import NotPossibleNow
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need, pending_need
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


def test_need_taken_down_comes_back_with_its_helper_and_reminders(cast: Cast) -> None:
    start = timezone.now() + timedelta(hours=5)
    need = helped_need(cast, category="medicine", starts_at=start)
    head = standing_of(cast.rt_head)
    decisions.ask_changes(need, coordinator=head, reason="Kurang jelas")
    send_due(now=start - timedelta(minutes=50))
    assert reminders() == {"skipped"}
    change_need(
        need, draft(category="medicine", starts_at=start), requester=standing_of(cast.requester)
    )
    decisions.approve_need(need, coordinator=head)
    offer_help(need, volunteer=standing_of(cast.volunteer))
    need.refresh_from_db()
    assert (need.status, need.people.taken, reminders()) == ("in_progress", 1, {"pending"})


def reminders() -> set[str]:
    hours = Delivery.objects.filter(notification__kind__in=["duty.hour", "need.hour"])
    return set(hours.values_list("status", flat=True))


def test_need_past_its_end_cannot_be_approved_any_more(cast: Cast) -> None:
    need = pending_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(expires_at=timezone.now())
    with pytest.raises(NotPossibleNow):
        decisions.approve_need(need, coordinator=standing_of(cast.rt_head))


def test_need_sent_back_gives_its_requester_time(cast: Cast) -> None:
    need = pending_need(cast)
    soon = timezone.now() + timedelta(minutes=1)
    AidRequest.objects.filter(pk=need.pk).update(expires_at=soon)
    decisions.ask_changes(need, coordinator=standing_of(cast.rt_head), reason="Kurang jelas")
    need.refresh_from_db()
    assert need.expires_at - timezone.now() > timedelta(days=6)
