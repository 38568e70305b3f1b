from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from coordinators.queue import QUEUE, queue_for, waiting_count
from events.models import Event
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from requests_app import actions
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.coordinators import waiting
from tests.events.factory import next_morning, published_event
from tests.moderation.factory import report
from tests.requests_app.factory import draft, helped_need, pending_need

ClientOf = Callable[[Resident], Client]
KINDS: dict[str, Callable[[Cast], Any]] = {
    "approval": pending_need,
    "held need": waiting.a_held_need,
    "look": waiting.an_unread_need,
    "unfilled": waiting.an_unfilled_need,
    "report": waiting.a_report,
    "held event": waiting.a_held_event,
    "closing": waiting.a_past_event,
}


def waits_for(person: Resident) -> list[tuple[str, str]]:
    return [(item.kind, item.title) for item in queue_for(standing_of(person)).items]


@pytest.mark.parametrize(
    ("make", "expected", "quicks"),
    [
        ("approval", ("need", "Titip belanja ke pasar"), ["Setujui"]),
        ("held need", ("need", "Sumbangan duka"), ["Setujui"]),
        ("look", ("need", "Ambil obat di puskesmas"), ["Sudah saya periksa"]),
        ("unfilled", ("unfilled", "Antar kursi roda"), ["Ajak warga sekali lagi"]),
        ("report", ("report", "Jual pulsa murah"), ["Tetap tampilkan", "Sembunyikan"]),
        ("held event", ("held_event", "Bersih selokan sebelum hujan"), ["Boleh tampil"]),
        ("closing", ("closing", "Kerja bakti selokan"), ["Catat hasilnya"]),
    ],
)
def test_each_kind_waits_with_its_taps(
    cast: Cast, make: str, expected: tuple[str, str], quicks: list[str]
) -> None:
    KINDS[make](cast)
    [item] = queue_for(standing_of(cast.rt_head)).items
    assert (item.kind, item.title) == expected
    assert [str(quick.label) for quick in item.quicks] == quicks


@pytest.mark.parametrize("make", KINDS)
def test_each_kind_waits_for_its_own_rt_and_rw_alone(cast: Cast, make: str) -> None:
    """The RW's head sees it too, but for what they published themselves."""
    other = rt_of(cast.other_rt)
    Office.objects.create(holder=cast.other_rt, rw=other.rw, rt=other)
    Office.objects.create(holder=cast.outsider, rw=rt_of(cast.outsider).rw)
    KINDS[make](cast)
    people = (cast.rt_head, cast.rw_head, cast.other_rt, cast.outsider, cast.volunteer)
    counts = [len(waits_for(person)) for person in people]
    assert counts == [1, 0 if make == "held event" else 1, 0, 0, 0]
    assert [waiting_count(standing_of(person)) for person in people] == counts


def test_appeal_waits_for_the_rw_and_not_for_who_decided(cast: Cast) -> None:
    waiting.an_appeal(cast)
    assert waits_for(cast.rt_head) == []
    assert waits_for(cast.rw_head) == [("appeal", "Undangan kampanye")]


def test_report_of_a_coordinators_own_post_goes_past_them(cast: Cast) -> None:
    need = actions.post_need(draft(category="water"), requester=standing_of(cast.rt_head))
    AidRequest.objects.update(reviewed_at=timezone.now())
    report(cast.volunteer, need)
    assert waits_for(cast.rt_head) == []
    assert [kind for kind, _ in waits_for(cast.rw_head)] == ["report"]


def test_oldest_comes_first_whatever_its_kind(cast: Cast) -> None:
    makers = list(KINDS.values())
    for make in makers:
        make(cast)
    items = queue_for(standing_of(cast.rt_head)).items
    assert len(items) == len(makers)
    assert [item.since for item in items] == sorted(item.since for item in items)
    assert items[0].kind == "unfilled"


def test_event_that_is_not_over_or_was_closed_long_ago_is_not_asked_about(cast: Cast) -> None:
    published_event(cast, rt=rt_of(cast.requester))
    old = waiting.a_past_event(cast)
    long_ago = timezone.now() - timedelta(days=31)
    Event.objects.filter(pk=old.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=2)
    )
    done = waiting.a_past_event(cast)
    Event.objects.filter(pk=done.pk).update(status="done", done_at=timezone.now())
    assert waits_for(cast.rt_head) == []


def test_rw_event_waits_for_the_rw_alone(cast: Cast) -> None:
    event = waiting.a_past_event(cast)
    Event.objects.filter(pk=event.pk).update(rt=None)
    assert waits_for(cast.rt_head) == []
    assert [kind for kind, _ in waits_for(cast.rw_head)] == ["closing"]


def test_held_series_waits_once(cast: Cast) -> None:
    starts_at = next_morning()
    event = waiting.a_held_event(
        cast, repeat="weekly", until=(starts_at + timedelta(days=40)).date()
    )
    assert Event.objects.filter(series=event.series).exclude(held_for="").count() == 6
    assert waits_for(cast.rt_head) == [("held_event", event.title)]


def test_need_with_a_helper_is_nobodys_worry(cast: Cast) -> None:
    need = helped_need(cast)
    ago = timezone.now() - timedelta(days=3)
    AidRequest.objects.filter(pk=need.pk).update(opened_at=ago, reviewed_at=ago)
    assert waits_for(cast.rt_head) == []


def test_queue_costs_the_same_with_one_of_each_and_with_many(
    cast: Cast, client_of: ClientOf
) -> None:
    for make in KINDS.values():
        make(cast)
    client = client_of(cast.rt_head)
    client.get("/pengurus/")
    with_one = queries(client)
    for _ in range(2):
        for make in KINDS.values():
            make(cast)
    assert len(waits_for(cast.rt_head)) == 3 * len(KINDS)
    assert queries(client) == with_one


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get("/pengurus/")
    return len(seen)


def test_long_queue_shows_its_oldest_and_says_so(cast: Cast, client_of: ClientOf) -> None:
    needs = [pending_need(cast, title=f"Titip nomor {n}") for n in range(QUEUE + 1)]
    page = client_of(cast.rt_head).get("/pengurus/")
    assert [item.subject for item in page.context["items"]] == needs[:QUEUE]
    assert page.context["more"] is True
    assert waiting_count(standing_of(cast.rt_head)) == QUEUE


def test_home_counts_what_the_desk_shows(
    cast: Cast, client_of: ClientOf, django_assert_num_queries: Callable
) -> None:
    for make in KINDS.values():
        make(cast)
    assert client_of(cast.rt_head).get("/").context["waiting_count"] == len(KINDS)
    coordinator = standing_of(cast.rt_head)
    with django_assert_num_queries(1):
        waiting_count(coordinator)
    assert waiting_count(standing_of(cast.requester)) == 0


def test_one_who_is_alone_in_office_decides_on_their_own_page(cast: Cast) -> None:
    actions.post_need(draft(), requester=standing_of(cast.rt_head))
    AidRequest.objects.update(status="pending", opened_at=None)
    cast.rw_head.offices.all().delete()
    [item] = queue_for(standing_of(cast.rt_head)).items
    assert item.quicks == ()
