"""Requests about one's own data: three times 24 hours, never decided by oneself."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import DataRequest, Resident
from coordinators.data_requests import (
    AnsweredAlready,
    NoNeighbourhood,
    TooManyOpen,
    answer_request,
    ask_request,
    waiting_for,
    warn_of_overdue,
)
from neighborhoods.models import Membership, Office
from neighborhoods.standing import standing_of
from notifications.models import Notification
from tests.cast import Cast, rt_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]


def ask(person: Resident, words: str = "Nama saya salah tulis.") -> DataRequest:
    return ask_request(standing_of(person), kind="correct", words=words)


def waits_for(person: Resident) -> list[DataRequest]:
    return list(waiting_for(standing_of(person), timezone.now()))


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_it_waits_for_the_rws_office_alone(cast: Cast) -> None:
    asked = ask(cast.requester)
    assert (waits_for(cast.rw_head), waits_for(cast.rt_head)) == ([asked], [])
    assert told("data.asked") == {cast.rw_head.pk}
    assert asked.due_at - asked.asked_at == timedelta(hours=72)


def test_ones_own_waits_for_another_even_of_an_rt(cast: Cast) -> None:
    asked = ask(cast.rw_head)
    assert (waits_for(cast.rw_head), waits_for(cast.rt_head)) == ([], [asked])
    assert told("data.asked") == {cast.rt_head.pk}


def test_of_another_rw_it_is_nobodys_business(cast: Cast) -> None:
    ask(cast.requester)
    Office.objects.create(holder=cast.outsider, rw=rt_of(cast.outsider).rw)
    assert waits_for(cast.outsider) == []


def test_overdue_opens_it_to_all_in_office_and_tells_them_and_the_operator_once(
    cast: Cast,
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked = ask(cast.requester)
        clock.shift(timedelta(hours=72, seconds=-1))
        assert warn_of_overdue(timezone.now()) == 0
        clock.shift(timedelta(seconds=1))
        call_command("tick", stdout=StringIO())
        assert waits_for(cast.rt_head) == [asked]
        assert told("data.overdue") == {cast.rw_head.pk, cast.rt_head.pk}
        assert told("data.overdue_elsewhere") == {cast.operator.pk}
        assert warn_of_overdue(timezone.now()) == 0


def test_answered_once_and_told_and_the_handlers_rest(cast: Cast) -> None:
    asked, coordinator = ask(cast.requester), standing_of(cast.rw_head)
    answer_request(asked, coordinator=coordinator, answer="Sudah diperbaiki.")
    with pytest.raises(AnsweredAlready):
        answer_request(asked, coordinator=coordinator, answer="Lagi.")
    asked.refresh_from_db()
    assert (asked.answer, asked.handled_by) == ("Sudah diperbaiki.", cast.rw_head)
    assert told("data.answered") == {cast.requester.pk}
    assert waits_for(cast.rw_head) == []


def test_three_may_wait_at_a_time(cast: Cast) -> None:
    for _ in range(3):
        ask(cast.requester)
    with pytest.raises(TooManyOpen):
        ask(cast.requester)


def test_who_belongs_nowhere_is_told_whom_to_ask(cast: Cast) -> None:
    with pytest.raises(NoNeighbourhood):
        ask(cast.operator)
    Membership.objects.filter(resident=cast.waiting).update(status="pending")
    assert ask(cast.waiting).rw == rt_of(cast.requester).rw


def test_from_the_form_over_the_desk_to_the_answer(cast: Cast, client_of: ClientOf) -> None:
    client, desk = client_of(cast.requester), client_of(cast.rw_head)
    client.post("/saya/permintaan/", {"kind": "stop", "words": "Jangan pakai nomor saya."})
    asked = DataRequest.objects.get()
    queue = desk.get("/pengurus/").content.decode()
    assert "Hentikan pemakaian sesuatu" in queue
    assert "sisa\N{NO-BREAK SPACE}71\N{NO-BREAK SPACE}jam" in queue
    url = f"/pengurus/permintaan/{asked.pk}/"
    assert cast.requester.name in desk.get(url).content.decode()
    refused = desk.post(url, {"answer": "x"})
    assert (refused.status_code, DataRequest.objects.get().handled_at) == (422, None)
    desk.post(url, {"answer": "Nomor sudah dihapus."})
    assert "Nomor sudah dihapus." in client.get("/saya/permintaan/").content.decode()
    assert "Ini sudah dijawab" in desk.get(url).content.decode()
    assert client_of(cast.rt_head).get(url).status_code == 404


def test_overdue_is_red_at_the_desk_and_on_ones_own_page(cast: Cast, client_of: ClientOf) -> None:
    asked = ask(cast.requester)
    DataRequest.objects.update(due_at=timezone.now() - timedelta(hours=3))
    desk = client_of(cast.rt_head).get(f"/pengurus/permintaan/{asked.pk}/").content.decode()
    for page in (desk, client_of(cast.requester).get("/saya/permintaan/").content.decode()):
        assert "card--urgent" in page
        assert "chip--urgent" in page
