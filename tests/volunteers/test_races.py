"""The last place goes to one, whatever the crowd; and the race is real without the guard."""

import time
from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Resident
from neighborhoods.standing import Standing, standing_of
from requests_app.helping import offer_help, withdraw_help
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.conftest import trigger_name
from tests.requests_app.factory import open_need
from tests.volunteers.crowd import all_at_once, crowd_of
from volunteers.actions import sign_up
from volunteers.errors import AlreadyFull
from volunteers.models import Shift, SignUp

CROWD, PLACES, ROUNDS = 200, 3, 20


def try_to_help(need: AidRequest, volunteer: Standing) -> str:
    try:
        offer_help(need, volunteer=volunteer)
    except AlreadyFull:
        return "full"
    return "in"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_threads_fill_three_places_exactly(without_pool: None, cast: Cast) -> None:
    crowd = crowd_of(cast, CROWD)
    for _ in range(ROUNDS):
        need = open_need(cast, helpers=PLACES)
        answers = all_at_once(crowd, lambda volunteer: try_to_help(need, volunteer))  # noqa: B023
        assert Counter(answers) == {"in": PLACES, "full": CROWD - PLACES}
        assert held(need) == (PLACES, PLACES)


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_fill_three_places_exactly(without_pool: None, cast: Cast) -> None:
    crowd = crowd_of(cast, 20)
    need = open_need(cast, helpers=PLACES)
    answers = all_at_once(crowd, lambda volunteer: try_to_help(need, volunteer))
    assert Counter(answers) == {"in": PLACES, "full": 17}
    assert held(need) == (PLACES, PLACES)


@pytest.mark.django_db(transaction=True)
def test_the_shift_alone_holds_without_the_lock_on_the_need(without_pool: None, cast: Cast) -> None:
    crowd = crowd_of(cast, 40)
    need = open_need(cast, helpers=PLACES)

    def take(volunteer: Standing) -> str:
        try:
            sign_up(need.people, volunteer=volunteer.resident)
        except AlreadyFull:
            return "full"
        return "in"

    assert Counter(all_at_once(crowd, take)) == {"in": PLACES, "full": 37}
    assert held(need) == (PLACES, PLACES)


@pytest.mark.django_db(transaction=True)
def test_negative_control_overfills_when_the_guard_is_off(without_pool: None, cast: Cast) -> None:
    crowd = crowd_of(cast, 40)
    need = open_need(cast, helpers=PLACES)
    guard = trigger_name("volunteers_signup", "keep_taken")

    def count_then_insert(volunteer: Standing) -> str:
        shift = need.people
        if shift.sign_ups.holding_a_place().count() >= PLACES:
            return "full"
        time.sleep(0.01)
        SignUp.objects.create(shift=shift, volunteer=volunteer.resident)
        return "in"

    switch(guard, on=False)
    try:
        answers = Counter(all_at_once(crowd, count_then_insert))
    finally:
        switch(guard, on=True)
    assert answers["in"] > PLACES


@pytest.mark.django_db(transaction=True)
def test_one_person_in_twenty_tabs_takes_one_place(without_pool: None, cast: Cast) -> None:
    need = open_need(cast, helpers=PLACES)
    volunteer = standing_of(cast.volunteer)
    answers = all_at_once([volunteer] * 20, lambda person: try_to_help(need, person))
    assert Counter(answers) == {"in": 20}
    assert held(need) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_crowd_that_comes_and_goes_leaves_the_count_true(without_pool: None, cast: Cast) -> None:
    crowd = crowd_of(cast, 20)
    need = open_need(cast, helpers=PLACES)

    def come_and_go(volunteer: Standing) -> str:
        for _ in range(3):
            if try_to_help(need, volunteer) == "in":
                withdraw_help(need, volunteer=volunteer)
        return "gone"

    assert Counter(all_at_once(crowd, come_and_go)) == {"gone": 20}
    assert held(need) == (0, 0)
    need.refresh_from_db()
    assert need.status == AidRequest.Status.OPEN


def held(need: AidRequest) -> tuple[int, int]:
    """Places by the counter, and by counting."""
    shift = Shift.objects.get(need=need)
    return shift.taken, shift.sign_ups.holding_a_place().count()


def switch(trigger: str, *, on: bool) -> None:
    with connection.cursor() as cursor:
        verb = "ENABLE" if on else "DISABLE"
        cursor.execute(f'ALTER TABLE volunteers_signup {verb} TRIGGER "{trigger}"')


INSERT = """
    INSERT INTO volunteers_signup (shift_id, volunteer_id, status, created_at)
    VALUES (%(shift)s, %(person)s, 'active', now())
"""
OVERFILLS = [
    INSERT,
    "UPDATE volunteers_signup SET status = 'active' WHERE status = 'released'",
    "UPDATE volunteers_signup SET shift_id = %(shift)s WHERE shift_id <> %(shift)s",
    "UPDATE volunteers_shift SET capacity = taken - 1 WHERE id = %(shift)s AND taken > 1",
    "UPDATE volunteers_shift SET taken = 0 WHERE id = %(shift)s",
    "UPDATE volunteers_shift SET taken = -1 WHERE id = %(shift)s",
    "UPDATE volunteers_shift SET capacity = 501 WHERE id = %(shift)s",
    "UPDATE volunteers_shift SET capacity = 0 WHERE id = %(shift)s",
]


@pytest.mark.parametrize("sql", OVERFILLS)
def test_raw_sql_cannot_overfill(cast: Cast, sql: str) -> None:
    need = open_need(cast, helpers=2)
    withdraw_help(need, volunteer=helper(cast.rw_head, need))
    helper(cast.volunteer, need)
    helper(cast.rt_head, need)
    elsewhere = open_need(cast, helpers=2)
    helper(cast.other_rt, elsewhere)
    values = {"shift": need.people.pk, "person": cast.other_rt.pk}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert held(need) == (2, 2)


def helper(person: Resident, need: AidRequest) -> Standing:
    standing = standing_of(person)
    offer_help(need, volunteer=standing)
    return standing


def test_counter_of_a_new_shift_starts_at_zero_whatever_is_written(cast: Cast) -> None:
    need = open_need(cast)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO volunteers_shift (need_id, kind, capacity, taken)"
            " VALUES (%s, 'people', 5, 4) RETURNING taken",
            [need.pk],
        )
        assert cursor.fetchone() == (0,)


def test_database_refuses_to_empty_the_sign_ups(cast: Cast) -> None:
    switch(trigger_name("volunteers_signup", "never_truncate"), on=True)
    helper(cast.volunteer, open_need(cast))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never truncated"), transaction.atomic():
            cursor.execute("TRUNCATE volunteers_signup")
    assert SignUp.objects.count() == 1
