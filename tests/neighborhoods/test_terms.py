"""A term of office that ends is said 30 and 7 days ahead, and moves with its last day."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Resident
from neighborhoods.models import Office, RukunWarga
from neighborhoods.office_life import today_in
from neighborhoods.offices import end_office
from neighborhoods.standing import standing_of
from notifications.actions import plan
from notifications.dispatch import send_due
from notifications.models import Delivery, Notification
from tests.cast import Cast
from tests.neighborhoods.appointing import give, rt_003
from tests.neighborhoods.test_offices import told
from web.dates import zone_info

pytestmark = pytest.mark.django_db
MINE, THEIRS = "office.ends_in_{}", "office.rw_ends_in_{}"


def ends_in(cast: Cast, days: int) -> Office:
    office = Office.objects.select_related("rw").get(holder=cast.rt_head)
    office.ends_on = today_in(office.rw) + timedelta(days=days)
    office.save(update_fields=["ends_on"])
    return office


def morning_of(office: Office, days_before: int) -> datetime:
    assert office.ends_on
    day = office.ends_on - timedelta(days=days_before)
    return datetime.combine(day, time(9, 1), zone_info(office.rw.zone))


def plan_all() -> dict[str, int]:
    codes = [kind.format(days) for kind in (MINE, THEIRS) for days in (30, 7)]
    return {code: planned for code in codes if (planned := plan(code))}


@pytest.mark.parametrize("days", [30, 7])
def test_the_holder_and_the_rw_are_told_in_the_morning(cast: Cast, days: int) -> None:
    office = ends_in(cast, days + 1)
    assert [plan(kind.format(days)) for kind in (MINE, THEIRS)] == [2, 2]
    assert send_due() == {}
    assert send_due(now=morning_of(office, days)) == {"sent": 4}
    assert told(cast.rt_head) == [MINE.format(days)]
    assert told(cast.rw_head) == [THEIRS.format(days)]
    assert told(cast.volunteer) == []
    assert {message.subject.partition(" · ")[0] for message in mail.outbox} == {
        "Masa jabatan segera berakhir: Ketua RT 003"
    }


def test_due_is_nine_in_the_morning_on_the_rws_clocks(cast: Cast) -> None:
    RukunWarga.objects.update(zone="Asia/Jayapura")
    office = ends_in(cast, 31)
    plan_all()
    due, until = Delivery.objects.filter(channel="inapp").values_list("due_at", "expires_at")[0]
    assert due == morning_of(office, 30) - timedelta(minutes=1)
    assert until == morning_of(office, 7) - timedelta(minutes=1)


@pytest.mark.parametrize("days", [40, 8 + 3])
def test_nothing_is_said_too_early_or_twice(cast: Cast, days: int) -> None:
    ends_in(cast, days)
    expected = {} if days > 32 else {MINE.format(30): 2, THEIRS.format(30): 2}
    assert plan_all() == expected
    assert plan_all() == {}


@pytest.mark.parametrize("to", [60, 32, 31 + 14])
def test_a_last_day_that_moves_takes_its_warning_along(cast: Cast, to: int) -> None:
    office = ends_in(cast, 31)
    at = morning_of(office, 30)
    plan_all()
    ends_in(cast, to)
    assert send_due(now=at) == {"skipped": 4}
    assert told(cast.rt_head) == []
    ends_in(cast, 31)
    assert plan_all() == {MINE.format(30): 2, THEIRS.format(30): 2}
    assert send_due(now=at) == {"sent": 4}
    assert told(cast.rt_head) == [MINE.format(30)]


def test_an_office_that_ended_warns_nobody(cast: Cast) -> None:
    office = ends_in(cast, 31)
    plan_all()
    end_office(office, by=standing_of(cast.rw_head), reason="Sudah ada penerus.")
    Notification.objects.filter(kind="office.ended").delete()
    assert send_due(now=morning_of(office, 30))["skipped"] == 4
    assert plan_all() == {}


def test_who_is_no_coordinator_any_more_is_not_told(cast: Cast) -> None:
    office = ends_in(cast, 31)
    give(cast.other_rt, cast.rw_head, None, post="sekretaris")
    plan_all()
    end_office(Office.objects.get(holder=cast.other_rt), by=standing_of(cast.rw_head))
    at = morning_of(office, 30)
    send_due(now=at)
    assert THEIRS.format(30) not in told(cast.other_rt)
    assert told(cast.rw_head) == [THEIRS.format(30)]


def test_short_deputyships_are_not_warned_of_the_day_they_begin(cast: Cast) -> None:
    until = today_in(rt_003().rw) + timedelta(days=7)
    acting = {"post": "ketua", "is_deputy": True, "ends_on": until}
    give(cast.volunteer, cast.rt_head, rt_003(), **acting)
    assert plan_all() == {}


def test_the_rws_own_term_is_told_once_to_its_holder(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rw_head)
    ends_on = today_in(office.rw) + timedelta(days=8)
    Office.objects.filter(pk=office.pk).update(ends_on=ends_on)
    planned = plan_all()
    assert MINE.format(7) in planned
    assert THEIRS.format(7) not in planned


@pytest.mark.parametrize("kind", ["office.given", "office.ended", "handover.asked"])
def test_notices_name_no_person_and_lead_somewhere(
    cast: Cast, client_of: Callable[[Resident], Client], kind: str
) -> None:
    from tests.neighborhoods.test_handovers import asked

    if kind == "handover.asked":
        asked(cast)
    else:
        office = give(cast.volunteer, cast.rt_head, rt_003())
        if kind == "office.ended":
            end_office(office, by=standing_of(cast.rt_head), reason="Cukup dulu.")
    client = client_of(cast.volunteer)
    page = client.get("/pemberitahuan/").content.decode().partition('id="main"')[2]
    assert cast.rt_head.name not in page
    note = Notification.objects.get(kind=kind)
    assert client.post(f"/pemberitahuan/{note.pk}/", follow=True).status_code == 200
