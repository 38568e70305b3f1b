from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from neighborhoods.models import Membership, Office, RukunTetangga, RukunWarga
from neighborhoods.standing import coordinators_of, standing_of
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.requests_app.factory import pending_need


def test_what_each_of_the_cast_is(cast: Cast) -> None:
    found = {
        name: (standing_of(person).place, standing_of(person).belongs)
        for name, person in [
            ("rw_head", cast.rw_head),
            ("rt_head", cast.rt_head),
            ("outsider", cast.outsider),
            ("waiting", cast.waiting),
            ("operator", cast.operator),
        ]
    }
    assert found == {
        "rw_head": ("RT\N{NO-BREAK SPACE}002/RW\N{NO-BREAK SPACE}005", True),
        "rt_head": ("RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005", True),
        "outsider": ("RT\N{NO-BREAK SPACE}002/RW\N{NO-BREAK SPACE}006", True),
        "waiting": ("RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005", False),
        "operator": ("", False),
    }


def test_rt_head_answers_for_one_rt_and_rw_head_for_all(cast: Cast) -> None:
    rw = rt_of(cast.requester).rw
    rts = list(RukunTetangga.objects.filter(rw=rw).order_by("number"))
    covered = {
        name: [rt.number for rt in rts if standing_of(head).covers(rt_id=rt.pk, rw_id=rw.pk)]
        for name, head in (("rt", cast.rt_head), ("rw", cast.rw_head))
    }
    assert covered == {"rt": ["003"], "rw": [rt.number for rt in rts]}


def test_rw_head_answers_for_no_other_rw(cast: Cast) -> None:
    rt = rt_of(cast.outsider)
    assert standing_of(cast.rw_head).covers(rt_id=rt.pk, rw_id=rt.rw_id) is False


def test_coordinators_of_an_rt_are_its_own_and_the_rws(cast: Cast) -> None:
    rt = rt_of(cast.requester)
    assert list(coordinators_of(rt)) == [cast.rw_head, cast.rt_head]


@pytest.mark.parametrize(("days", "in_force"), [(-1, False), (0, True), (1, True)])
def test_office_ends_with_its_last_day(cast: Cast, days: int, in_force: bool) -> None:
    today = timezone.localdate()
    cast.rt_head.offices.update(ends_on=today + timedelta(days=days))
    assert standing_of(cast.rt_head).is_coordinator is in_force


def test_office_begins_with_its_first_day(cast: Cast) -> None:
    cast.rt_head.offices.update(starts_on=timezone.localdate() + timedelta(days=1))
    assert standing_of(cast.rt_head).is_coordinator is False


def test_office_is_held_on_a_given_day(cast: Cast) -> None:
    cast.rt_head.offices.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    held = [
        Office.objects.in_force(on=day).filter(holder=cast.rt_head).exists()
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    ]
    assert held == [False, True, True, False]


def test_one_membership_at_a_time(cast: Cast) -> None:
    rt = rt_of(cast.other_rt)
    with pytest.raises(IntegrityError, match="one_membership_at_a_time"), transaction.atomic():
        Membership.objects.create(resident=cast.requester, rt=rt)


def test_who_moved_away_can_join_elsewhere(cast: Cast) -> None:
    cast.requester.memberships.update(status="ended", ended_at=timezone.now())
    Membership.objects.create(resident=cast.requester, rt=rt_of(cast.outsider), status="active")
    assert standing_of(cast.requester).place == "RT\N{NO-BREAK SPACE}002/RW\N{NO-BREAK SPACE}006"


@pytest.mark.parametrize("number", ["3", "0003", "0x3", ""])
def test_numbers_are_stored_with_three_digits(cast: Cast, number: str) -> None:
    rw = RukunWarga.objects.get(number="005")
    with pytest.raises(DatabaseError), transaction.atomic():
        RukunTetangga.objects.create(rw=rw, number=number)


def test_office_of_an_rt_in_another_rw_is_refused_by_the_database(cast: Cast) -> None:
    foreign = rt_of(cast.outsider)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    rw = rt_of(cast.volunteer).rw
    with pytest.raises(IntegrityError, match="office_rt_in_its_rw"), transaction.atomic():
        Office.objects.create(holder=cast.volunteer, rw=rw, rt=foreign)


def test_day_turns_on_the_rws_own_clock(cast: Cast) -> None:
    """At 23.30 in Jakarta the next day has begun in Jayapura."""
    RukunWarga.objects.filter(number="005").update(zone="Asia/Jayapura")
    yesterday_in_jayapura = timezone.localdate()
    cast.rt_head.offices.update(ends_on=yesterday_in_jayapura)
    # Postgres has the clock here, so the date moves and not the time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Asia/Jayapura')::date")
        today_in_jayapura = cursor.fetchone()[0]
    assert standing_of(cast.rt_head).is_coordinator is (today_in_jayapura <= yesterday_in_jayapura)


def test_head_of_one_rw_who_lives_in_another_reads_the_board_at_home_only(cast: Cast) -> None:
    Office.objects.create(holder=cast.volunteer, rw=rt_of(cast.outsider).rw)
    standing = standing_of(cast.volunteer)
    assert (standing.rw, standing.place) == (
        rt_of(cast.volunteer).rw,
        "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
    )
    assert standing.covers(rt_id=standing.rt.pk, rw_id=standing.rw.pk) is False  # type: ignore[union-attr]  # asserted above
    pending = pending_need(cast)
    assert not AidRequest.objects.visible_to(standing).filter(pk=pending.pk).exists()
    assert not AidRequest.objects.waiting_for(standing).exists()


def test_office_elsewhere_opens_no_board_to_whom_nobody_verified(cast: Cast) -> None:
    Office.objects.create(holder=cast.waiting, rw=rt_of(cast.outsider).rw)
    standing = standing_of(cast.waiting)
    assert (standing.rt, standing.rw) == (None, rt_of(cast.outsider).rw)


def test_office_of_a_switched_off_account_holds_up_nobody(cast: Cast) -> None:
    cast.rw_head.is_active = False
    cast.rw_head.save(update_fields=["is_active"])
    assert not Office.objects.in_force().filter(holder=cast.rw_head).exists()
