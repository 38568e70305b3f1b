"""Offices given and ended at the same moment, each by threads of its own."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Resident
from neighborhoods import office_errors as errors
from neighborhoods import offices
from neighborhoods.models import Office, RukunWarga
from neighborhoods.office_life import begin, today_in
from neighborhoods.offices import end_office
from neighborhoods.standing import Standing, standing_of
from tests.cast import Cast, rt_of
from tests.neighborhoods.appointing import give, rt_001, rt_003
from tests.volunteers.crowd import all_at_once

pytestmark = [pytest.mark.usefixtures("without_pool"), pytest.mark.django_db(transaction=True)]


def test_appointed_twice_at_once_it_is_one_office(cast: Cast) -> None:
    def do(by: Standing) -> str:
        try:
            give(cast.other_rt, by, rt_001(), post="ketua")
        except errors.HoldsItAlready:
            return "held"
        return "given"

    answers = all_at_once([standing_of(cast.rw_head)] * 6, do)
    assert Counter(answers) == {"given": 1, "held": 5}
    assert Office.objects.filter(holder=cast.other_rt).count() == 1


def test_of_two_appointed_to_one_post_at_once_one_gets_it(cast: Cast) -> None:
    by = standing_of(cast.rt_head)

    def do(person: Resident) -> str:
        try:
            give(person, by, rt_003(), post="sekretaris")
        except errors.PostTaken:
            return "taken"
        return "given"

    answers = all_at_once([cast.volunteer, cast.requester], do)
    assert sorted(answers) == ["given", "taken"]
    assert Office.objects.filter(post="sekretaris").count() == 1


def test_two_rws_at_once_get_one_office_of_a_person(cast: Cast) -> None:
    """No lock of an RW is shared by another: the holder's row and the constraint decide."""
    person = cast.volunteer
    offers = [rt_of(cast.volunteer).rw, rt_of(cast.outsider).rw]
    today = today_in(offers[0])

    def do(rw: RukunWarga) -> str:
        try:
            with transaction.atomic():
                begin(person, rw=rw, rt=None, post="kader", starts_on=today, ends_on=None)
        except errors.OfficeElsewhere:
            return "refused"
        return "given"

    for _ in range(5):
        assert sorted(all_at_once(offers, do)) == ["given", "refused"]
        Office.objects.filter(holder=person).delete()


def test_both_last_of_the_rw_going_at_once_leave_one(cast: Cast) -> None:
    other = give(cast.other_rt, cast.rw_head, None, post="sekretaris")
    both = [Office.objects.get(holder=cast.rw_head), other]

    def do(office: Office) -> str:
        try:
            end_office(office, by=standing_of(office.holder))
        except errors.LastOfTheRw:
            return "last"
        return "ended"

    assert sorted(all_at_once(both, do)) == ["ended", "last"]


def test_without_the_rws_lock_two_get_one_post(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same race, asked unlocked, fills the post twice."""

    @contextmanager
    def unlocked(rw_id: int, by: Resident) -> Iterator[Standing]:
        with transaction.atomic():
            yield standing_of(by)

    def slowly(*args: Any, **kwargs: Any) -> Office:
        time.sleep(0.3)
        return begin(*args, **kwargs)

    monkeypatch.setattr(offices, "in_order", unlocked)
    monkeypatch.setattr(offices, "begin", slowly)
    by = standing_of(cast.rt_head)

    def do(person: Resident) -> str:
        give(person, by, rt_003(), post="sekretaris")
        return "given"

    assert all_at_once([cast.volunteer, cast.requester], do) == ["given", "given"]
    assert Office.objects.filter(post="sekretaris").count() == 2
