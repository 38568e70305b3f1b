"""'Bantuan saya': everything of one person, needs and events, in one query and in order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Resident
from events.models import Event
from gotongroyong import duties
from gotongroyong.duties import Key
from gotongroyong.duty_rows import LATER, NOW, OVER, SOON, Page, Row, duties_page, next_duties
from neighborhoods.standing import standing_of
from requests_app import actions, decisions, helping
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.events import factory as events
from tests.requests_app.factory import done_need, draft, helped_need, open_need, pending_need
from volunteers.models import SignUp

ClientOf = Callable[[Resident], Client]
# 10.00 in Jakarta.
MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def by_day(db: None) -> object:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def page_of(person: Resident, after: Key | None = None) -> Page:
    return duties_page(standing_of(person), after=after)


def shown(person: Resident) -> dict[int, list[str]]:
    """Each group's titles."""
    return {group.code: [row.title for row in group.rows] for group in page_of(person).groups}


def rows(person: Resident) -> list[Row]:
    return [row for group in page_of(person).groups for row in group.rows]


def chips(row: Row) -> list[tuple[str, str]]:
    return [(chip.code, chip.label) for chip in row.chips]


def helps(person: Resident, cast: Cast, **changes: object) -> AidRequest:
    need = open_need(cast, **changes)
    helping.offer_help(need, volunteer=standing_of(person))
    return need


def test_each_duty_stands_where_it_presses(cast: Cast) -> None:
    me = cast.volunteer
    helps(me, cast, title="Nanti sekali", starts_at=MORNING + timedelta(days=9))
    helps(me, cast, title="Besok sore", starts_at=MORNING + timedelta(hours=30))
    helps(me, cast, title="Hari ini", starts_at=MORNING + timedelta(hours=3))
    helps(me, cast, title="Secepatnya saja")
    asked = actions.post_need(draft(title="Saya minta ini"), requester=standing_of(me))
    decisions.ask_changes(asked, coordinator=standing_of(cast.rt_head), reason="Jam berapa?")
    done = done_need(cast, title="Sudah selesai?")
    helping.confirm_done(done_need(cast, title="Lama"), by=me)
    event = events.published_event(cast, starts_at=MORNING + timedelta(hours=22))
    events.join(me, event)
    assert shown(me) == {
        0: [asked.title, done.title],
        1: ["Hari ini", event.title, "Besok sore"],
        2: ["Nanti sekali"],
        3: ["Secepatnya saja"],
        4: ["Lama"],
    }


def test_an_offered_place_comes_first_with_its_end_and_a_line_with_its_turn(cast: Cast) -> None:
    me = cast.other_rt
    need = helped_need(cast, helpers=1, starts_at=MORNING + timedelta(days=3))
    waits = helped_need(cast, helpers=1, title="Antre dulu")
    for each in (need, waits):
        helping.wait_to_help(each, volunteer=standing_of(cast.rt_head))
        helping.wait_to_help(each, volunteer=standing_of(me))
    helping.withdraw_help(need, volunteer=standing_of(cast.rt_head))
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    offered, waiting = rows(me)
    assert (offered.group, chips(offered)) == (NOW, [("offered", "")])
    assert "12.00" in offered.note
    assert (waiting.title, chips(waiting)) == ("Antre dulu", [("in_line", "Daftar tunggu no. 2")])


def test_several_places_at_one_event_are_one_row(cast: Cast) -> None:
    event = events.published_event(cast)
    events.join(cast.volunteer, event)
    events.join(cast.volunteer, event, "Cangkul")
    (row,) = rows(cast.volunteer)
    assert row.url == f"/kegiatan/{event.code}/"
    assert chips(row) == [("helping", "Regu selokan"), ("helping", "Bawa: Cangkul")]
    assert not row.clashes


def test_promises_for_the_same_hours_are_marked(cast: Cast) -> None:
    start = MORNING + timedelta(days=1)
    helps(cast.volunteer, cast, title="Pukul sepuluh", starts_at=start)
    helps(cast.volunteer, cast, title="Pukul sebelas", starts_at=start + timedelta(hours=1))
    helps(cast.volunteer, cast, title="Pukul satu", starts_at=start + timedelta(hours=3))
    found = [(row.title, row.clashes) for row in rows(cast.volunteer)]
    assert found == [("Pukul sepuluh", True), ("Pukul sebelas", True), ("Pukul satu", False)]


def test_asking_at_an_hour_is_no_promise_to_be_elsewhere(cast: Cast) -> None:
    start = MORNING + timedelta(days=1)
    actions.post_need(draft(starts_at=start), requester=standing_of(cast.volunteer))
    helps(cast.volunteer, cast, starts_at=start)
    assert [row.clashes for row in rows(cast.volunteer)] == [False, False]


def test_what_ended_is_past_and_what_one_left_is_gone(cast: Cast) -> None:
    kept = helps(cast.volunteer, cast, title="Lewat jam", starts_at=MORNING + timedelta(hours=1))
    left = helps(cast.volunteer, cast, title="Batal")
    helping.withdraw_help(left, volunteer=standing_of(cast.volunteer))
    event = events.published_event(cast, starts_at=MORNING + timedelta(hours=2))
    events.join(cast.volunteer, event)
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        assert shown(cast.volunteer) == {OVER: [event.title, kept.title]}


def test_nobody_sees_anothers_nor_what_is_out_of_their_sight(cast: Cast) -> None:
    need, event = helped_need(cast), events.published_event(cast)
    events.join(cast.volunteer, event)
    assert rows(cast.outsider) == rows(cast.other_rt) == []
    Event.objects.filter(pk=event.pk).update(hidden_at=MORNING)
    assert [row.title for row in rows(cast.volunteer)] == [event.shape.label, need.title]


def test_over_midnight_today_is_the_neighbourhoods(cast: Cast) -> None:
    # 23.30 of the next day in Jakarta, and 00.30 of the day after it.
    for hours in (37.5, 38.5):
        helps(cast.volunteer, cast, starts_at=MORNING + timedelta(hours=hours))
    assert [row.group for row in rows(cast.volunteer)] == [SOON, LATER]


def make_many(cast: Cast, count: int) -> None:
    """Past, to come and without a time, asked and promised and joined."""
    for number in range(count):
        start = MORNING + timedelta(days=number + 1)
        helps(cast.volunteer, cast, starts_at=None if number % 3 else start)
        actions.post_need(draft(title=f"Minta {number}"), requester=standing_of(cast.volunteer))
    event = events.published_event(cast, starts_at=MORNING + timedelta(days=2))
    events.join(cast.volunteer, event)


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_thirty_duties_cost_the_queries_of_one(cast: Cast, client_of: ClientOf) -> None:
    viewer = standing_of(cast.volunteer)
    client = client_of(cast.volunteer)
    client.get("/saya/bantuan/")
    make_many(cast, 1)
    few = queries(lambda: duties_page(viewer))
    page_few = queries(lambda: client.get("/saya/bantuan/"))
    make_many(cast, 14)
    assert (few, queries(lambda: duties_page(viewer))) == (3, 3)
    assert queries(lambda: duties.fetch(duties.duties_of(viewer), 30)) == 1
    assert queries(lambda: client.get("/saya/bantuan/")) == page_few


def test_pages_by_key_hold_each_duty_once_and_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_many(cast, 8)
    helping.confirm_done(done_need(cast), by=cast.volunteer)
    viewer = standing_of(cast.volunteer)
    whole = duties.fetch(duties.duties_of(viewer), 100)
    found, after = [], None
    while True:
        part = duties.fetch(duties.duties_of(viewer, after=after), 4)
        if not part:
            break
        found += part
        after = Key.parse(str(part[-1].key))
    assert (found, len(whole)) == (whole, 18)


@pytest.mark.parametrize(
    "text", ["", "x", "1_2_3", "9_1_1_1", "1_1_9_1", "1_1_1_-1", f"1_{2**63}_1_1", f"1_1_1_{2**64}",
             "4_-1_2_7_8", "١_x_1_1", "1_1_1_" + "9" * 5000],
)  # fmt: skip
def test_a_broken_key_gives_the_first_page(cast: Cast, client_of: ClientOf, text: str) -> None:
    assert Key.parse(text) is None
    helped_need(cast)
    page = client_of(cast.volunteer).get("/saya/bantuan/", {"setelah": text})
    assert (page.status_code, b"Titip belanja ke pasar" in page.content) == (200, True)


def test_home_names_the_next_three_and_leads_to_all(cast: Cast, client_of: ClientOf) -> None:
    make_many(cast, 4)
    pending_need(cast)
    found = next_duties(standing_of(cast.volunteer), 3)
    assert len(found) == 3
    page = client_of(cast.volunteer).get("/").content.decode()
    own = page.partition('id="own-title"')[2].partition("</section>")[0]
    assert (own.count("<li>"), own.count('href="/saya/bantuan/"')) == (3, 1)
    assert 'href="/saya/bantuan/"' in client_of(cast.volunteer).get("/saya/").content.decode()


def test_nothing_yet_leads_to_the_board(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.outsider).get("/saya/bantuan/").content.decode()
    assert 'class="empty"' in page
    assert 'href="/papan/"' in page


def test_past_the_last_key_there_is_nothing_and_a_way_back(cast: Cast, client_of: ClientOf) -> None:
    helped_need(cast)
    page = client_of(cast.volunteer).get("/saya/bantuan/?setelah=4_0_2_999999999")
    assert 'href="/saya/bantuan/"' in page.content.decode()
    assert SignUp.objects.count() == 1
