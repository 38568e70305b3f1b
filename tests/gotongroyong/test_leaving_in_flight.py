"""Whoever moves away while a form of theirs is on its way leaves nothing behind, whichever
comes first; and neither waits for the other in a circle."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Q

from events.actions import Place, publish_event
from events.joining import join_shift, wait_for_shift
from events.models import Event
from gotongroyong.leaving import HELD, move_out
from journal.models import Entry
from neighborhoods import units
from neighborhoods.models import Membership, RukunTetangga
from neighborhoods.standing import Standing, standing_of
from requests_app.actions import post_need
from requests_app.decisions import decline_need
from requests_app.helping import offer_help, say_not_done, wait_to_help
from requests_app.models import AidRequest
from requests_app.undoing import undo_decision
from tests.cast import Cast, rt_of
from tests.events.factory import join, plan, published_event, shift_of
from tests.gotongroyong.in_flight import one_before_the_other, said
from tests.requests_app.factory import done_need, draft, helped_need, open_need
from tests.requests_app.test_on_behalf import mbah
from volunteers.models import SignUp

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_pool")]
Deed = Callable[[], object]
ONE = (Place("people", "Regu", 1),)


def deed_of(what: str, cast: Cast, person: Standing) -> Deed:
    """Of a page that was read when they lived there still."""
    if what == "help":
        need = open_need(cast)
        return lambda: offer_help(need, volunteer=person)
    if what == "line":
        full = open_need(cast, helpers=1)
        offer_help(full, volunteer=standing_of(cast.other_rt))
        return lambda: wait_to_help(full, volunteer=person)
    if what == "need":
        return lambda: post_need(draft(), requester=person)
    if what == "event":
        shift = shift_of(published_event(cast))
        return lambda: join_shift(shift, resident=person)
    if what == "event line":
        event = published_event(cast, places=ONE)
        join(cast.other_rt, event, "Regu")
        return lambda: wait_for_shift(shift_of(event, "Regu"), resident=person)
    return lambda: publish_event(plan(rt=rt_of(cast.rt_head)), coordinator=person)


DEEDS = ["help", "line", "need", "event", "event line", "publish"]


def left_behind(cast: Cast) -> list[object]:
    """What somebody would wait for in vain."""
    person = cast.rt_head
    live = (*AidRequest.WAITING, *AidRequest.LIVE)
    return [
        *SignUp.objects.filter(volunteer=person, status__in=HELD),
        *AidRequest.objects.filter(requester=person, status__in=live),
        *Event.objects.filter(organizer=person),
        *Membership.objects.current().filter(resident=person),
    ]


@pytest.mark.parametrize("what", DEEDS)
def test_who_has_just_moved_away_is_refused(what: str, cast: Cast) -> None:
    deed = deed_of(what, cast, standing_of(cast.rt_head))
    moved, refused = one_before_the_other(lambda: move_out(cast.rt_head), deed)
    assert moved == ""
    assert refused == ("CoordinatorsOnly" if what == "publish" else "NotVerified")
    assert left_behind(cast) == []


@pytest.mark.parametrize("what", DEEDS)
def test_what_was_promised_an_instant_before_is_let_go(what: str, cast: Cast) -> None:
    deed = deed_of(what, cast, standing_of(cast.rt_head))
    assert one_before_the_other(deed, lambda: move_out(cast.rt_head)) == ["", ""]
    assert left_behind(cast) == []
    if what == "publish":
        assert list(Event.objects.values_list("organizer", flat=True)) == [cast.rw_head.pk]


@pytest.mark.parametrize("comes_first", ["move", "need"])
def test_in_somebodys_name_it_is_their_own_home_that_counts(comes_first: str, cast: Cast) -> None:
    person = mbah(cast)
    theirs, writer = standing_of(person), standing_of(cast.requester)

    def post() -> None:
        post_need(draft(), requester=theirs, written_by=writer)

    def move() -> None:
        move_out(person)

    if comes_first == "move":
        assert one_before_the_other(move, post) == ["", "NotVerified"]
    else:
        assert one_before_the_other(post, move) == ["", ""]
    assert not AidRequest.objects.filter(~Q(status="cancelled"), requester=person).exists()


@pytest.mark.parametrize("comes_first", ["merger", "need"])
def test_a_need_posted_while_the_rt_is_merged_lands_in_the_new_one(
    comes_first: str, cast: Cast
) -> None:
    """Either waits for the other and neither dies: the RT's row does not stand in between."""
    rts = RukunTetangga.objects.filter(rw__number="005")
    closing, into = rts.get(number="003"), rts.get(number="001")
    asking = standing_of(cast.requester)

    def merge() -> None:
        units.merge_rt(closing, into, by=standing_of(cast.rw_head))

    def post() -> None:
        post_need(draft(), requester=asking)

    order = (merge, post) if comes_first == "merger" else (post, merge)
    assert one_before_the_other(*order) == ["", ""]
    assert list(AidRequest.objects.values_list("rt", flat=True)) == [into.pk]


@pytest.mark.parametrize("comes_first", ["move", "not done"])
def test_done_help_taken_back_in_that_instant_is_no_promise_of_who_leaves(
    comes_first: str, cast: Cast
) -> None:
    need = done_need(cast)

    def move() -> None:
        move_out(cast.volunteer)

    def take_back() -> None:
        say_not_done(need, by=cast.requester)

    order = (move, take_back) if comes_first == "move" else (take_back, move)
    assert one_before_the_other(*order) == ["", ""]
    need.refresh_from_db()
    assert (need.status, SignUp.objects.get().status) == ("open", "released")


@pytest.mark.parametrize("comes_first", ["move", "undo"])
def test_a_decision_undone_in_that_instant_gives_nothing_back_to_who_leaves(
    comes_first: str, cast: Cast
) -> None:
    need, head = helped_need(cast, category="medicine"), standing_of(cast.rt_head)
    decline_need(need, coordinator=head, reason="Sudah ada.", settle_in=timedelta(minutes=1))
    entry_id = Entry.objects.filter(object_kind="need", object_id=need.pk).latest("id").pk

    def move() -> None:
        move_out(cast.volunteer)

    def undo() -> None:
        undo_decision(need, coordinator=head, entry_id=entry_id)

    order = (move, undo) if comes_first == "move" else (undo, move)
    assert one_before_the_other(*order) == ["", ""]
    need.refresh_from_db()
    assert (need.status, SignUp.objects.get().status) == ("open", "released")


@pytest.mark.parametrize("comes_first", ["move", "not done"])
def test_what_is_not_done_after_all_is_no_need_of_who_leaves(comes_first: str, cast: Cast) -> None:
    need = done_need(cast)

    def move() -> None:
        move_out(cast.requester)

    def take_back() -> None:
        say_not_done(need, by=cast.volunteer)

    order = (move, take_back) if comes_first == "move" else (take_back, move)
    refused = one_before_the_other(*order)
    need.refresh_from_db()
    if comes_first == "move":
        assert (refused, need.status) == (["", "NotPossibleNow"], "done")
    else:
        assert (refused, need.status) == (["", ""], "cancelled")


def test_a_stale_page_of_who_moved_away_yesterday_is_refused_too(cast: Cast) -> None:
    stale, need = standing_of(cast.volunteer), open_need(cast)
    move_out(cast.volunteer)
    assert said(lambda: offer_help(need, volunteer=stale)) == "NotVerified"
