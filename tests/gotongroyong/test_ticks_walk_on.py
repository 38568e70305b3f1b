"""A row that goes wrong each time keeps nobody behind it waiting, however small the batch."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts import erasure
from accounts.models import DataExport, DataRequest, Resident
from coordinators import data_requests
from events import joining as events_joining
from events.models import Event
from gotongroyong.mydata import exporting, retention
from moderation.models import Case
from moderation.retention import silence
from neighborhoods import units
from neighborhoods.models import RukunTetangga
from neighborhoods.standing import standing_of
from requests_app import helping, offers
from requests_app.life import UNANSWERED
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import join, published_event, wait
from tests.moderation.factory import appoint, decide, report_by
from tests.requests_app.factory import done_need, open_need
from volunteers.models import Shift, SignUp
from web.ticking import each_due

pytestmark = pytest.mark.django_db
# How many stand behind the one that fails, in batches of one.
BEHIND = 2


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (erasure, data_requests, exporting, retention, helping, offers, events_joining):
        monkeypatch.setattr(module, "BATCH", BEHIND)
    monkeypatch.setattr("web.ticking.CHUNK", 1)


def failing(step: Callable[..., Any], pk: int) -> Callable[..., Any]:
    """As `step`, save for that one row."""

    def fails(row: Any, *rest: Any, **named: Any) -> Any:
        if row.pk == pk:
            raise DatabaseError
        return step(row, *rest, **named)

    return fails


def test_an_account_that_cannot_be_erased(cast: Cast) -> None:
    now = timezone.now()
    stuck, *others = (cast.requester, cast.volunteer, cast.waiting)
    for days, person in enumerate([stuck, *others]):
        moment = now - timedelta(days=5 - days)
        Resident.objects.filter(pk=person.pk).update(
            erase_after=moment, erasing_since=moment, is_active=False
        )
    assert erasure.erase_due(now, let_go=failing(lambda person: None, stuck.pk)) == BEHIND
    erased = Resident.objects.exclude(erased_at=None).order_by("pk")
    assert list(erased) == others


def test_a_request_about_data_that_nobody_can_be_told_of(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, *others = [
        data_requests.ask_request(standing_of(cast.requester), kind="other", words="Tolong.")
        for _ in range(BEHIND + 1)
    ]
    DataRequest.objects.update(due_at=timezone.now())
    told: list[int] = []
    tell = failing(lambda asked, *people: told.append(asked.pk), stuck.pk)
    monkeypatch.setattr(data_requests, "tell_overdue", tell)
    assert data_requests.warn_of_overdue(timezone.now()) == BEHIND
    assert told == [asked.pk for asked in others]


def test_a_download_that_cannot_be_made(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people = (cast.requester, cast.volunteer, cast.rt_head)
    stuck, *others = [exporting.ask_export(person) for person in people]
    monkeypatch.setattr(exporting, "content_of", failing(lambda person: {}, stuck.resident_id))
    assert exporting.make_exports(timezone.now()) == BEHIND
    made = DataExport.objects.exclude(ready_at=None).order_by("pk")
    assert list(made) == others


def test_a_need_that_cannot_be_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, *others = [open_need(cast) for _ in range(BEHIND + 1)]
    AidRequest.objects.update(expires_at=timezone.now())
    monkeypatch.setattr(helping, "expire", failing(helping.expire, stuck.pk))
    assert helping.close_overdue(timezone.now()) == (BEHIND, 0)
    assert list(AidRequest.objects.filter(status="expired").order_by("pk")) == others


def test_a_need_that_cannot_be_confirmed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, *others = [done_need(cast) for _ in range(BEHIND + 1)]
    AidRequest.objects.update(done_at=timezone.now() - UNANSWERED, confirmed_at=None)
    quiet = failing(helping.confirm_by_silence, stuck.pk)
    monkeypatch.setattr(helping, "confirm_by_silence", quiet)
    assert helping.close_overdue(timezone.now()) == (0, BEHIND)
    assert list(AidRequest.objects.exclude(confirmed_at=None).order_by("pk")) == others


def test_a_need_that_cannot_lose_its_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, *others = [done_need(cast) for _ in range(BEHIND + 1)]
    asked, ended = (timezone.now() - timedelta(days=days) for days in (92, 91))
    AidRequest.objects.update(done_at=ended, created_at=asked, needed_at=asked)
    monkeypatch.setattr(retention, "anonymise", failing(retention.anonymise, stuck.pk))
    assert retention.anonymise_needs(timezone.now()) == BEHIND
    assert list(AidRequest.objects.exclude(anonymised_at=None).order_by("pk")) == others


def test_a_case_that_cannot_lose_its_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    appoint(cast.other_rt, rt_of(cast.requester), whole_rw=True)
    long_ago = timezone.now() - timedelta(days=91)
    cases = [
        decide(report_by([cast.volunteer], published_event(cast)), cast.other_rt, "kept")
        for _ in range(BEHIND + 1)
    ]
    Event.objects.update(starts_at=long_ago - timedelta(hours=2), ends_at=long_ago)
    Case.objects.update(decided_at=long_ago)
    monkeypatch.setattr(retention, "silence", failing(silence, cases[0].pk))
    assert retention.silence_cases(timezone.now()) == BEHIND
    assert list(Case.objects.filter(reason="").order_by("pk")) == cases[1:]


def test_an_events_offer_and_line_that_cannot_be_moved(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [published_event(cast) for _ in range(BEHIND + 1)]
    for event in events:
        join(cast.volunteer, event, "Makanan kecil")
        wait(cast.requester, event, "Makanan kecil")
    stuck, *_others = lines = list(Shift.objects.filter(label="Makanan kecil").order_by("pk"))
    Shift.objects.update(starts_at=timezone.now())
    Event.objects.update(starts_at=timezone.now())
    monkeypatch.setattr(events_joining, "drop_line", failing(events_joining.drop_line, stuck.pk))
    assert events_joining.drop_waiting(timezone.now() + timedelta(minutes=1)) == BEHIND
    left = SignUp.objects.filter(status="waiting").values_list("shift", flat=True)
    assert list(left) == [lines[0].pk]


def test_a_merger_whose_strays_cannot_be_gathered(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = rt_of(cast.requester)
    closed = [
        RukunTetangga.objects.create(
            rw=home.rw, number=number, closed_at=timezone.now(), merged_into=home
        )
        for number in ("091", "092")
    ]
    moved: list[int] = []
    first = closed[0].pk

    def move(rows: Any, target: RukunTetangga) -> None:
        if rows == first:
            raise DatabaseError
        moved.append(rows)

    monkeypatch.setattr(units, "rows_of", lambda rt: rt.pk)
    monkeypatch.setattr(units, "move", move)
    units.gather_strays(timezone.now())
    assert moved == [closed[1].pk]


def test_each_row_has_one_turn_a_run_in_the_order_of_its_time(cast: Cast) -> None:
    now = timezone.now()
    people = [cast.volunteer, cast.requester, cast.rt_head]
    # Two of the same moment go by their number.
    for person, moment in zip(people, (now, now, now - timedelta(days=1)), strict=True):
        Resident.objects.filter(pk=person.pk).update(erase_after=moment)
    turns: list[int] = []

    def nothing_comes_of_it(person: Resident) -> int:
        turns.append(person.pk)
        return 0

    due = Resident.objects.exclude(erase_after=None)
    assert each_due(due, nothing_comes_of_it, by="erase_after", most=1) == 0
    assert turns == [cast.rt_head.pk, *sorted([cast.volunteer.pk, cast.requester.pk])]
