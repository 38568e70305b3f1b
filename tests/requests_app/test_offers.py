"""A full need's waiting list: first come, first asked, and nobody left without a word."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from moderation.things import locked_thing, show
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.models import Notification
from requests_app import actions, decisions, helping
from requests_app.errors import NotPossibleNow, NotVerified, OwnNeed
from requests_app.models import AidRequest
from requests_app.offers import pass_on_offers
from requests_app.undoing import undo_decision
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need
from tests.requests_app.test_actions import journaled, told
from volunteers.errors import AlreadyFull
from volunteers.models import SignUp
from web.undo import UNDO_WINDOW

ClientOf = Callable[[Resident], Client]


def full_need(cast: Cast, *in_line: Resident, **changes: object) -> AidRequest:
    """The volunteer holds its one place, the others wait for it in that order."""
    need = helped_need(cast, **{"helpers": 1, **changes})  # type: ignore[arg-type]
    for person in in_line:
        helping.wait_to_help(need, volunteer=standing_of(person))
    return need


def line(need: AidRequest) -> list[tuple[int, str, str]]:
    sign_ups = SignUp.objects.filter(shift__need=need).order_by("id")
    return list(sign_ups.values_list("volunteer", "status", "reason"))


def withdraw(need: AidRequest, person: Resident) -> None:
    helping.withdraw_help(need, volunteer=standing_of(person))


def offer_end(need: AidRequest) -> datetime:
    ends = SignUp.objects.get(shift__need=need, status="offered").offer_ends_at
    assert ends
    return ends


def test_full_need_has_a_line_and_a_repeat_keeps_ones_turn(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head, cast.other_rt)
    in_line = SignUp.objects.in_line().with_turn()
    assert [(each.volunteer_id, each.turn) for each in in_line] == [  # type: ignore[attr-defined]  # by with_turn
        (cast.other_rt.pk, 1),
        (cast.rt_head.pk, 2),
    ]
    assert journaled(need).count("need.queued") == 2


def test_who_waits_where_a_place_is_free_gets_it(cast: Cast) -> None:
    need = open_need(cast, helpers=1)
    place = helping.wait_to_help(need, volunteer=standing_of(cast.other_rt))
    need.refresh_from_db()
    assert (place.status, need.status) == ("active", "in_progress")
    assert (cast.requester.pk, "need.helper_joined") in told(need)


@pytest.mark.parametrize(
    ("who", "why"), [("requester", OwnNeed), ("waiting", NotVerified), ("outsider", NotVerified)]
)
def test_who_may_not_help_may_not_wait(cast: Cast, who: str, why: type[Exception]) -> None:
    need = full_need(cast)
    with pytest.raises(why):
        helping.wait_to_help(need, volunteer=standing_of(getattr(cast, who)))
    assert not SignUp.objects.in_line().exists()


def test_nobody_waits_for_what_has_begun(cast: Cast) -> None:
    start = timezone.now() + timedelta(hours=3)
    need = full_need(cast, starts_at=start)
    with time_machine.travel(start, tick=False), pytest.raises(AlreadyFull):
        helping.wait_to_help(need, volunteer=standing_of(cast.other_rt))


def test_a_freed_place_is_offered_to_the_first_in_line_alone(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    withdraw(need, cast.volunteer)
    assert line(need) == [
        (cast.volunteer.pk, "released", "withdrawn"),
        (cast.other_rt.pk, "offered", ""),
        (cast.rt_head.pk, "waiting", ""),
    ]
    asked = Notification.objects.filter(kind="need.place_offered")
    assert [notice.recipient for notice in asked] == [cast.other_rt]


def test_an_offered_place_alone_is_no_help_yet(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    withdraw(need, cast.volunteer)
    need.refresh_from_db()
    assert need.status == "open"
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    need.refresh_from_db()
    assert (need.status, line(need)[1][1]) == ("in_progress", "active")
    joined = Notification.objects.filter(kind="need.helper_joined", recipient=cast.requester)
    assert joined.count() == 2


def test_to_whom_a_place_is_offered_it_is_not_taken(cast: Cast, client_of: ClientOf) -> None:
    need = full_need(cast, cast.other_rt)
    withdraw(need, cast.volunteer)
    pages = {}
    for person in (cast.other_rt, cast.rt_head):
        client = client_of(person)
        for path in (f"/kebutuhan/{need.code}/", "/papan/"):
            page = client.get(path).content.decode().partition("<main")[2]
            need_itself = page.partition("<article")[2].partition("</article>")[0]
            taken = "Sudah cukup orang" in need_itself
            pages[person.name, path] = (taken, "Ya, saya bisa" in page)
    asked, others = list(pages.values())[:2], list(pages.values())[2:]
    assert asked == [(False, True)] * 2
    assert others == [(True, False)] * 2


def test_nobody_passes_those_in_line(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    withdraw(need, cast.volunteer)
    for person in (cast.volunteer, cast.rt_head):
        with pytest.raises(AlreadyFull):
            helping.offer_help(need, volunteer=standing_of(person))


def test_who_turns_down_is_out_and_the_next_is_asked(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    withdraw(need, cast.volunteer)
    helping.turn_down_offer(need, volunteer=standing_of(cast.other_rt))
    assert line(need)[1:] == [
        (cast.other_rt.pk, "released", "turned_down"),
        (cast.rt_head.pk, "offered", ""),
    ]
    assert (cast.rt_head.pk, "need.place_offered") in told(need)


def test_turning_down_what_was_not_offered_changes_nothing(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    before = line(need)
    for person in (cast.volunteer, cast.other_rt, cast.rt_head):
        helping.turn_down_offer(need, volunteer=standing_of(person))
    assert line(need) == before


def test_who_leaves_the_line_frees_no_place_and_troubles_nobody(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    before = told(need)
    withdraw(need, cast.other_rt)
    assert line(need)[1:] == [
        (cast.other_rt.pk, "released", "withdrawn"),
        (cast.rt_head.pk, "waiting", ""),
    ]
    assert told(need) == before
    assert journaled(need)[-1] == "need.unqueued"


def test_an_unanswered_offer_is_passed_on_once_and_both_are_told(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    withdraw(need, cast.volunteer)
    ends = offer_end(need)
    assert pass_on_offers(ends - timedelta(seconds=1)) == 0
    with time_machine.travel(ends, tick=False):
        assert [pass_on_offers(ends), pass_on_offers(ends)] == [1, 0]
    assert line(need)[1:] == [
        (cast.other_rt.pk, "released", "unanswered"),
        (cast.rt_head.pk, "offered", ""),
    ]
    assert {
        (cast.other_rt.pk, "need.offer_lapsed"),
        (cast.rt_head.pk, "need.place_offered"),
    } <= told(need)


def test_an_answer_after_its_time_still_counts_until_it_is_passed_on(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    withdraw(need, cast.volunteer)
    SignUp.objects.filter(status="offered").update(offer_ends_at=timezone.now())
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    assert pass_on_offers(timezone.now()) == 0
    assert line(need)[1] == (cast.other_rt.pk, "active", "")


def test_who_waits_for_what_has_begun_is_told_that_no_place_came_free(cast: Cast) -> None:
    start = timezone.now() + timedelta(hours=3)
    need = full_need(cast, cast.other_rt, cast.rt_head, starts_at=start)
    assert pass_on_offers(start - timedelta(seconds=1)) == 0
    assert [pass_on_offers(start), pass_on_offers(start)] == [2, 0]
    assert [row[1:] for row in line(need)[1:]] == [("released", "no_place")] * 2
    assert {(cast.other_rt.pk, "need.no_place"), (cast.rt_head.pk, "need.no_place")} <= told(need)


def test_the_tick_leaves_a_hidden_need_alone(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    withdraw(need, cast.volunteer)
    ends = offer_end(need)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    assert pass_on_offers(ends) == 0
    assert line(need)[1] == (cast.other_rt.pk, "offered", "")


def show_again(need: AidRequest) -> None:
    with transaction.atomic():
        show(locked_thing(need))


def asked(need: AidRequest) -> list[int]:
    notices = Notification.objects.filter(kind="need.place_offered", object_id=need.pk)
    return list(notices.order_by("id").values_list("recipient", flat=True))


def test_a_place_freed_while_hidden_is_offered_when_it_is_shown_again(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    withdraw(need, cast.volunteer)
    assert [row[1] for row in line(need)[1:]] == ["waiting", "waiting"]
    show_again(need)
    assert [row[1] for row in line(need)[1:]] == ["offered", "waiting"]
    assert asked(need) == [cast.other_rt.pk]
    assert offer_end(need) > timezone.now()


def test_an_offer_that_stood_while_hidden_is_made_anew(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    withdraw(need, cast.volunteer)
    ends = offer_end(need)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    first = Notification.objects.get(kind="need.place_offered")
    assert kinds.get(first.kind).check(first) == "withdrawn"
    with time_machine.travel(ends + timedelta(minutes=1), tick=False):
        show_again(need)
        assert pass_on_offers(timezone.now()) == 0
        assert offer_end(need) > timezone.now()
    assert asked(need) == [cast.other_rt.pk, cast.other_rt.pk]


def test_a_look_at_held_words_moves_the_line_and_can_be_undone(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    held = draft(helpers=1, details="Transfer ke 1234567890")
    actions.change_need(need, held, requester=standing_of(cast.requester))
    withdraw(need, cast.volunteer)
    assert asked(need) == []
    coordinator = standing_of(cast.rw_head)
    decisions.mark_reviewed(need, coordinator=coordinator, settle_in=UNDO_WINDOW)
    assert asked(need) == [cast.other_rt.pk]
    last = Entry.objects.filter(object_kind="need", object_id=need.pk).order_by("id").last()
    assert last
    undo_decision(need, coordinator=coordinator, entry_id=last.pk)
    assert pass_on_offers(offer_end(need)) == 0


def test_new_words_that_lift_the_hold_move_the_line(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    for details in ("Transfer ke 1234567890", "Bawa tas."):
        changed = draft(helpers=1, details=details)
        actions.change_need(need, changed, requester=standing_of(cast.requester))
        if details.startswith("Transfer"):
            withdraw(need, cast.volunteer)
    assert asked(need) == [cast.other_rt.pk]


def test_who_waited_for_what_began_while_hidden_hears_that_no_place_came_free(cast: Cast) -> None:
    start = timezone.now() + timedelta(hours=3)
    need = full_need(cast, cast.other_rt, starts_at=start)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    withdraw(need, cast.volunteer)
    with time_machine.travel(start, tick=False):
        show_again(need)
    assert line(need)[1] == (cast.other_rt.pk, "released", "no_place")


def test_more_places_are_offered_down_the_line(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head, cast.rw_head)
    actions.change_need(need, draft(helpers=3), requester=standing_of(cast.requester))
    assert [row[:2] for row in line(need)[1:]] == [
        (cast.other_rt.pk, "offered"),
        (cast.rt_head.pk, "offered"),
        (cast.rw_head.pk, "waiting"),
    ]
    asked = Notification.objects.filter(kind="need.place_offered")
    assert {notice.recipient for notice in asked} == {cast.other_rt, cast.rt_head}


def test_an_offer_does_not_outlast_an_earlier_beginning(cast: Cast) -> None:
    start = timezone.now() + timedelta(days=3)
    need = full_need(cast, cast.other_rt, starts_at=start)
    withdraw(need, cast.volunteer)
    soon = timezone.now() + timedelta(minutes=20)
    earlier = draft(helpers=1, starts_at=soon)
    actions.change_need(need, earlier, requester=standing_of(cast.requester))
    assert offer_end(need) <= soon


@pytest.mark.parametrize("ends", ["done", "cancelled", "taken down", "expired"])
def test_whatever_ends_the_need_ends_its_line_with_a_word(cast: Cast, ends: str) -> None:
    need = full_need(cast, cast.other_rt, cast.rt_head, cast.rw_head, helpers=1)
    withdraw(need, cast.volunteer)
    if ends == "done":
        helping.offer_help(need, volunteer=standing_of(cast.other_rt))
        helping.mark_done(need, by=cast.requester)
    elif ends == "cancelled":
        actions.cancel_need(need, requester=standing_of(cast.requester))
    elif ends == "taken down":
        AidRequest.objects.filter(pk=need.pk).update(reviewed_at=None)
        coordinator = standing_of(cast.rw_head)
        decisions.decline_need(need, coordinator=coordinator, reason="Sudah ada.")
    else:
        helping.close_overdue(need.expires_at)
    reason, word = {
        "done": ("no_place", "need.no_place"),
        "cancelled": ("no_place", "need.cancelled"),
        "taken down": ("no_place", "need.taken_down"),
        "expired": ("no_place", "need.no_place"),
    }[ends]
    waiting = line(need)[2:] if ends == "done" else line(need)[1:]
    assert {row[1:] for row in waiting} == {("released", reason)}
    assert {(row[0], word) for row in waiting} <= told(need)
    if ends == "expired":
        # Nobody had promised: an offered place is none.
        assert (cast.requester.pk, "need.unmet") in told(need)


def test_after_the_end_nobody_leaves_what_is_no_more(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    helping.close_overdue(need.expires_at)
    with pytest.raises(NotPossibleNow):
        withdraw(need, cast.other_rt)


def test_who_waits_keeps_the_need_in_sight_unless_it_is_hidden(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    mine = AidRequest.objects.visible_to(standing_of(cast.other_rt)).filter(pk=need.pk)
    AidRequest.objects.filter(pk=need.pk).update(audience="rt")
    assert mine.exists()
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    assert not mine.exists()


def test_the_offers_words_say_until_when_and_later_that_it_is_over(cast: Cast) -> None:
    need = full_need(cast, cast.other_rt)
    withdraw(need, cast.volunteer)
    notice = Notification.objects.get(kind="need.place_offered")
    kinds.attach_subjects([notice])
    kind = kinds.get(notice.kind)
    assert f"{offer_end(need).astimezone():%H.%M}" in kind.words(notice).body
    assert kind.check(notice) is None
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    again = Notification.objects.get(pk=notice.pk)
    assert (kind.check(again), ":" in kind.words(again).body) == ("withdrawn", False)


def test_the_page_and_the_board_lead_through_the_line(cast: Cast, client_of: ClientOf) -> None:
    need = full_need(cast)
    path, client = f"/kebutuhan/{need.code}/", client_of(cast.other_rt)
    assert f'action="{path}tunggu/"' in client.get("/").content.decode()
    page = client.post(f"{path}tunggu/", follow=True).content.decode()
    assert "Anda nomor 1 di daftar tunggu" in page
    assert f'action="{path}batal-membantu/"' in page
    withdraw(need, cast.volunteer)
    for place in (path, "/"):
        page = client.get(place).content.decode()
        assert "Masih bisa" in page
        assert f'action="{path}bantu/"' in page
        assert f'action="{path}tidak-bisa/"' in page
    client.post(f"{path}bantu/")
    assert line(need)[1][1] == "active"
