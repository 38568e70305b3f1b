from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import Resident
from journal.actions import record
from journal.models import Entry
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Notification
from requests_app import decisions
from requests_app.actions import change_need
from requests_app.calling import call_neighbours
from requests_app.errors import TooLateToUndo
from requests_app.helping import offer_help, wait_to_help, withdraw_help
from requests_app.models import AidRequest
from requests_app.undoing import undo_decision
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need, pending_need
from tests.requests_app.test_actions import journaled
from web.undo import GRACE, UNDO_WINDOW

# What a decision may change, and undoing it must bring back.
COLUMNS = (
    "status",
    "reason",
    "reviewed_at",
    "opened_at",
    "expires_at",
    "held_for",
    "hidden_at",
    "called_at",
)


def approve(need: AidRequest, head: Resident) -> AidRequest:
    return decisions.approve_need(need, coordinator=standing_of(head), settle_in=UNDO_WINDOW)


def look_at(need: AidRequest, head: Resident) -> AidRequest:
    return decisions.mark_reviewed(need, coordinator=standing_of(head), settle_in=UNDO_WINDOW)


def ask_changes(need: AidRequest, head: Resident) -> AidRequest:
    return decisions.ask_changes(
        need, coordinator=standing_of(head), reason="Jam berapa?", settle_in=UNDO_WINDOW
    )


def decline(need: AidRequest, head: Resident) -> AidRequest:
    return decisions.decline_need(
        need, coordinator=standing_of(head), reason="Sudah ada.", settle_in=UNDO_WINDOW
    )


def call(need: AidRequest, head: Resident) -> AidRequest:
    return call_neighbours(need, coordinator=standing_of(head), settle_in=UNDO_WINDOW)


def undo(need: AidRequest, head: Resident, entry_id: int | None = None) -> AidRequest:
    entry_id = entry_id or last_entry(need)
    return undo_decision(need, coordinator=standing_of(head), entry_id=entry_id)


def last_entry(need: AidRequest) -> int:
    return Entry.objects.filter(object_kind="need", object_id=need.pk).latest("id").pk


def state(need: AidRequest) -> dict[str, Any]:
    need.refresh_from_db()
    people = need.people.sign_ups.order_by("id").values_list("volunteer", "status", "reason")
    seen = {column: getattr(need, column) for column in COLUMNS} | {"people": list(people)}
    # The journal knows to some milliseconds when it was posted and opened.
    seen["opened_at"] = need.opened_at and need.opened_at.replace(microsecond=0, second=0)
    seen["expires_at"] = (need.expires_at - need.created_at) // timedelta(minutes=1)
    return seen


def held(cast: Cast, **changes: Any) -> AidRequest:
    return pending_need(cast, details="Transfer ke BCA 1234567890 a.n. saya", **changes)


def live_unread(cast: Cast) -> AidRequest:
    return helped_need(cast, category="medicine")


def live_held(cast: Cast) -> AidRequest:
    need = helped_need(cast)
    new = draft(details="Transfer ke BCA 1234567890 a.n. saya")
    return change_need(need, new, requester=standing_of(cast.requester))


DECISIONS = [
    (pending_need, approve),
    (pending_need, ask_changes),
    (pending_need, decline),
    (held, approve),
    (held, decline),
    (live_unread, look_at),
    (live_unread, ask_changes),
    (live_unread, decline),
    (live_held, look_at),
    (live_held, ask_changes),
    (open_need, call),
]


@pytest.mark.parametrize(("make", "decide"), DECISIONS)
def test_undone_is_as_if_it_had_not_been_decided(
    cast: Cast, make: Callable, decide: Callable
) -> None:
    need = make(cast)
    before = state(need)
    bells = unread(cast.rw_head)
    decide(need, cast.rt_head)
    assert state(need) != before
    undo(need, cast.rt_head)
    after = state(need)
    # The hiding is a new one; that it is hidden counts.
    assert bool(after.pop("hidden_at")) == bool(before.pop("hidden_at"))
    assert after == before
    assert unread(cast.rw_head) == bells
    assert journaled(need)[-1] == "need.undone"
    told = told_of(need)
    send_due(now=timezone.now() + timedelta(minutes=1))
    assert told_of(need) == told


def unread(person: Resident) -> list[str]:
    return sorted(person.notifications.unread().values_list("kind", flat=True))


def told_of(need: AidRequest) -> list[tuple[int, str]]:
    notices = Notification.objects.filter(object_id=need.pk, delivered_at__isnull=False)
    return sorted(notices.values_list("recipient_id", "kind"))


def test_helper_and_line_are_there_again_after_a_sending_back(cast: Cast) -> None:
    need = helped_need(cast, category="medicine", helpers=1)
    wait_to_help(need, volunteer=standing_of(cast.other_rt))
    before = state(need)["people"]
    assert [status for _, status, _ in before] == ["active", "waiting"]
    decline(need, cast.rt_head)
    assert need.people.sign_ups.current().count() == 0
    undo(need, cast.rt_head)
    assert state(need)["people"] == before


def test_who_was_offered_a_place_is_asked_again(cast: Cast) -> None:
    need = helped_need(cast, category="medicine", helpers=1)
    wait_to_help(need, volunteer=standing_of(cast.other_rt))
    withdraw_help(need, volunteer=standing_of(cast.volunteer))
    assert [status for _, status, _ in state(need)["people"]] == ["released", "offered"]
    decline(need, cast.rt_head)
    undo(need, cast.rt_head)
    seen = state(need)
    assert [status for _, status, _ in seen["people"]] == ["released", "offered"]
    assert seen["status"] == "open"


@pytest.mark.parametrize(("seconds", "is_undone"), [(14, True), (16, False)])
def test_window_and_its_grace_end(cast: Cast, seconds: int, is_undone: bool) -> None:
    need = approve(pending_need(cast), cast.rt_head)
    with travel(timezone.now() + timedelta(seconds=seconds)):
        if is_undone:
            undo(need, cast.rt_head)
        else:
            refused(need, cast.rt_head)
    need.refresh_from_db()
    assert need.status == ("pending" if is_undone else "open")


def refused(need: AidRequest, head: Resident, entry_id: int | None = None) -> None:
    """And nothing was changed."""
    before, entries = state(need), Entry.objects.count()
    with pytest.raises(TooLateToUndo):
        undo(need, head, entry_id)
    assert (state(need), Entry.objects.count()) == (before, entries)


def test_nothing_is_undone_once_somebody_signed_up(cast: Cast) -> None:
    need = approve(pending_need(cast), cast.rt_head)
    entry_id = last_entry(need)
    offer_help(need, volunteer=standing_of(cast.volunteer))
    refused(need, cast.rt_head, entry_id)
    refused(need, cast.rt_head)


def test_nothing_is_undone_once_its_requester_changed_it(cast: Cast) -> None:
    need = ask_changes(pending_need(cast), cast.rt_head)
    entry_id = last_entry(need)
    change_need(need, draft(title="Titip beras"), requester=standing_of(cast.requester))
    refused(need, cast.rt_head, entry_id)


def test_decision_that_was_told_at_once_stands(cast: Cast) -> None:
    need = decisions.approve_need(pending_need(cast), coordinator=standing_of(cast.rt_head))
    refused(need, cast.rt_head)


def test_decision_is_undone_by_who_made_it_and_once(cast: Cast) -> None:
    need = approve(pending_need(cast), cast.rt_head)
    refused(need, cast.rw_head)
    entry_id = last_entry(need)
    undo(need, cast.rt_head)
    refused(need, cast.rt_head, entry_id)
    refused(need, cast.rt_head)


def test_who_looked_at_the_phone_number_meanwhile_stops_nothing(cast: Cast) -> None:
    need = approve(pending_need(cast), cast.rt_head)
    entry_id = last_entry(need)
    record("contact.seen", object_kind="need", object_id=need.pk, rw_id=need.rw_id)
    undo(need, cast.rt_head, entry_id)
    need.refresh_from_db()
    assert need.status == "pending"


def test_decided_again_after_an_undo_is_told(cast: Cast) -> None:
    need = approve(pending_need(cast), cast.rt_head)
    undo(need, cast.rt_head)
    decline(need, cast.rt_head)
    send_due(now=timezone.now() + UNDO_WINDOW + GRACE)
    told = cast.requester.notifications.exclude(delivered_at=None)
    assert list(told.values_list("kind", flat=True)) == ["need.declined"]
    need.refresh_from_db()
    assert need.status == "declined"


def test_undone_after_undone_goes_back_to_where_it_was(cast: Cast) -> None:
    """Approved, undone, declined, undone: never on the board, so back in the queue."""
    need = pending_need(cast)
    for decide in (approve, decline, approve, ask_changes):
        decide(need, cast.rt_head)
        undo(need, cast.rt_head)
    need.refresh_from_db()
    assert (need.status, need.opened_at) == ("pending", None)
    approve(need, cast.rt_head)
    need.refresh_from_db()
    assert need.status == "open"


def test_second_call_undone_leaves_the_first(cast: Cast) -> None:
    need = open_need(cast)
    first = timezone.now() - timedelta(hours=30)
    with travel(first):
        call(need, cast.rt_head)
    earlier = Entry.objects.get(pk=last_entry(need)).at
    AidRequest.objects.filter(pk=need.pk).update(called_at=first)
    call(need, cast.rt_head)
    undo(need, cast.rt_head)
    need.refresh_from_db()
    assert need.called_at == earlier


def test_helpers_and_line_come_back_each_time(cast: Cast) -> None:
    """Declined, undone, declined, undone; with one who helps, one asked and one in line."""
    need = helped_need(cast, category="medicine", helpers=2)
    offer_help(need, volunteer=standing_of(cast.other_rt))
    for person in (cast.rw_head, cast.rt_head):
        wait_to_help(need, volunteer=standing_of(person))
    withdraw_help(need, volunteer=standing_of(cast.other_rt))
    before = state(need)
    seen = [status for _, status, _ in before["people"]]
    assert seen == ["active", "released", "offered", "waiting"]
    for _ in range(3):
        decline(need, cast.rt_head)
        undo_last(need, cast.rt_head)
        assert state(need) == before


def undo_last(need: AidRequest, head: Resident) -> AidRequest:
    entries = Entry.objects.filter(object_kind="need", object_id=need.pk)
    return undo(need, head, entries.filter(action="need.declined").latest("id").pk)


@pytest.mark.parametrize("decide", [look_at, decline])
def test_words_that_were_let_through_before_stay_in_sight(cast: Cast, decide: Callable) -> None:
    """Looked at with its account; later moved, so that it is to be looked at once more."""
    need = live_held(cast)
    decisions.mark_reviewed(need, coordinator=standing_of(cast.rt_head))
    later = timezone.now() + timedelta(days=3)
    moved = draft(details="Transfer ke BCA 1234567890 a.n. saya", starts_at=later)
    change_need(need, moved, requester=standing_of(cast.requester))
    before = state(need)
    assert (before["held_for"], before["hidden_at"], before["reviewed_at"]) == ("", None, None)
    decide(need, cast.rt_head)
    undo(need, cast.rt_head)
    assert state(need) == before


@pytest.mark.parametrize(
    ("make", "decide"),
    [(pending_need, approve), (pending_need, decline), (live_unread, decline), (held, approve)],
)
def test_undone_ends_when_it_would_have_ended(cast: Cast, make: Callable, decide: Callable) -> None:
    need = make(cast)
    before = state(need)
    with travel(timezone.now() + timedelta(hours=1)):
        decide(need, cast.rt_head)
    undo(need, cast.rt_head)
    assert state(need)["expires_at"] == before["expires_at"]
