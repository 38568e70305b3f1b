"""Five hundred at once: never a place too many, and the line keeps its order."""

from collections import Counter

import pytest

from accounts.models import Resident
from tests.cast import Cast
from tests.volunteers.crowd import all_at_once
from tests.volunteers.shifts import a_shift, neighbours, places, standing_in_line
from volunteers.actions import release, sign_up
from volunteers.errors import AlreadyFull
from volunteers.models import Shift, SignUp
from volunteers.waiting import wait_for_place

CROWD, PLACES, LINE = 500, 10, 50


def sign_up_or_wait(shift: Shift, person: Resident) -> str:
    try:
        sign_up(shift, volunteer=person)
    except AlreadyFull:
        return str(wait_for_place(shift, volunteer=person)[0].status)
    return "active"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_hundred_fill_ten_places_and_the_others_stand_in_line(
    without_pool: None, cast: Cast
) -> None:
    shift, crowd = a_shift(cast, PLACES), neighbours(CROWD)
    answers = all_at_once(crowd, lambda person: sign_up_or_wait(shift, person))
    assert Counter(answers) == {"active": PLACES, "waiting": CROWD - PLACES}
    assert places(shift) == (PLACES, PLACES)
    assert len(standing_in_line(shift)) == len(set(standing_in_line(shift))) == CROWD - PLACES


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_places_freed_amid_five_hundred_newcomers_go_to_the_first_in_line(
    without_pool: None, cast: Cast
) -> None:
    shift, people = a_shift(cast, PLACES), neighbours(PLACES + LINE + CROWD - PLACES)
    holders, line = people[:PLACES], people[PLACES : PLACES + LINE]
    newcomers = people[PLACES + LINE :]
    for person in holders:
        sign_up(shift, volunteer=person)
    for person in line:
        wait_for_place(shift, volunteer=person)
    held = {each.volunteer_id: each for each in shift.sign_ups.filter(status="active")}

    def act(person: Resident) -> str:
        if person.pk in held:
            return f"freed for {len(release(held[person.pk]))}"
        try:
            sign_up(shift, volunteer=person)
        except AlreadyFull:
            return "full"
        return "slipped in"

    # Those who leave set off in the middle of those who come.
    mixed = newcomers[: CROWD // 2] + holders + newcomers[CROWD // 2 :]
    assert Counter(all_at_once(mixed, act)) == {"freed for 1": PLACES, "full": CROWD - PLACES}
    offered = shift.sign_ups.filter(status="offered").order_by("id")
    assert [each.volunteer_id for each in offered] == [person.pk for person in line[:PLACES]]
    assert standing_in_line(shift) == [person.pk for person in line[PLACES:]]
    assert places(shift) == (PLACES, PLACES)


@pytest.mark.django_db(transaction=True)
def test_leaving_and_queueing_at_once_leaves_no_free_place_beside_a_line(
    without_pool: None, cast: Cast
) -> None:
    """The classic gap: one looks and finds it full, one leaves and finds nobody in line."""
    for _ in range(20):
        shift = a_shift(cast, 1)
        SignUp.objects.create(shift=shift, volunteer=cast.volunteer)
        held = shift.sign_ups.get()

        def act(person: Resident, shift: Shift = shift, held: SignUp = held) -> str:
            if person == cast.volunteer:
                release(held)
                return "left"
            return str(wait_for_place(shift, volunteer=person)[0].status)

        all_at_once([cast.volunteer, cast.requester], act)
        shift.refresh_from_db()
        assert (shift.taken, standing_in_line(shift)) == (1, [])
