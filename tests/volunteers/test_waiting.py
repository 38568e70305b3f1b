from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Resident
from events.models import Event
from tests.cast import Cast
from tests.volunteers.shifts import a_shift, neighbours, places, standing_in_line
from volunteers.actions import finish, release, release_all, resize, sign_up
from volunteers.errors import AlreadyFull, TooFewPlaces
from volunteers.models import Shift, SignUp
from volunteers.waiting import (
    answer_by,
    close_line,
    lapsed_offers,
    pass_on,
    position,
    resume,
    wait_for_place,
    waiting_in_vain,
)

JAKARTA = "Asia/Jakarta"


def full_shift(cast: Cast, *, capacity: int, waiting: int) -> tuple[Shift, list[Resident]]:
    """Its first people hold the places, the others stand in line in their order."""
    shift, people = a_shift(cast, capacity), neighbours(capacity + waiting)
    for person in people[:capacity]:
        sign_up(shift, volunteer=person)
    for person in people[capacity:]:
        wait_for_place(shift, volunteer=person)
    return shift, people


def sign_up_of(shift: Shift, person: Resident) -> SignUp:
    return shift.sign_ups.order_by("-id").get(volunteer=person)


def status_of(shift: Shift, person: Resident) -> tuple[str, str]:
    found = sign_up_of(shift, person)
    return found.status, found.reason


def test_waiting_takes_no_place(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=3)
    assert places(shift) == (2, 2)
    assert standing_in_line(shift) == [person.pk for person in people[2:]]


def test_waiting_for_a_shift_with_room_gives_a_place_at_once(cast: Cast) -> None:
    shift, _ = full_shift(cast, capacity=2, waiting=0)
    resize(shift, 3)
    late = neighbours_named("Telat")
    found, is_new = wait_for_place(shift, volunteer=late)
    assert (found.status, is_new, places(shift)) == ("active", True, (3, 3))


def neighbours_named(name: str) -> Resident:
    return Resident.objects.create(phone="+6281399999999", name=name)


def test_waiting_twice_keeps_the_place_in_line(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=2)
    found, is_new = wait_for_place(shift, volunteer=people[1])
    assert (position(found), is_new) == (1, False)
    assert position(sign_up_of(shift, people[2])) == 2


def test_freed_place_is_offered_to_the_first_in_line_alone(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=3)
    offered = release(sign_up_of(shift, people[0]))
    assert [each.volunteer_id for each in offered] == [people[2].pk]
    assert status_of(shift, people[0]) == ("released", "withdrawn")
    assert places(shift) == (2, 2)
    assert standing_in_line(shift) == [people[3].pk, people[4].pk]


def test_releasing_twice_offers_once(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=3)
    held = sign_up_of(shift, people[0])
    release(held)
    assert release(held) == []
    assert standing_in_line(shift) == [people[3].pk, people[4].pk]


def test_newcomer_cannot_slip_past_the_line(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=1)
    release(sign_up_of(shift, people[0]))
    with pytest.raises(AlreadyFull):
        sign_up(shift, volunteer=neighbours_named("Baru"))
    assert status_of(shift, people[1])[0] == "offered"


def test_offered_place_becomes_a_promise_by_signing_up(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=1)
    release(sign_up_of(shift, people[0]))
    found, is_new = sign_up(shift, volunteer=people[1])
    assert (found.status, found.offer_ends_at, is_new) == ("active", None, True)
    assert sign_up(shift, volunteer=people[1]) == (found, False)
    assert places(shift) == (1, 1)


def test_offer_turned_down_goes_to_the_next(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=2)
    release(sign_up_of(shift, people[0]))
    offered = release(sign_up_of(shift, people[1]), reason=SignUp.Reason.TURNED_DOWN)
    assert [each.volunteer_id for each in offered] == [people[2].pk]
    assert status_of(shift, people[1]) == ("released", "turned_down")


def test_unanswered_offer_is_passed_on_once(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=2)
    [offer] = release(sign_up_of(shift, people[0]))
    assert offer.offer_ends_at is not None
    late = offer.offer_ends_at + timedelta(seconds=1)
    assert list(lapsed_offers(offer.offer_ends_at - timedelta(seconds=1))) == []
    assert list(lapsed_offers(late)) == [offer]
    ended, asked = pass_on(offer, late)
    assert (ended, [each.volunteer_id for each in asked]) == (True, [people[2].pk])
    assert pass_on(offer, late) == (False, [])
    assert status_of(shift, people[1]) == ("released", "unanswered")


def test_offer_taken_in_the_last_second_is_not_passed_on(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=2)
    [offer] = release(sign_up_of(shift, people[0]))
    sign_up(shift, volunteer=people[1])
    assert pass_on(offer, timezone.now() + timedelta(days=1)) == (False, [])
    assert status_of(shift, people[1])[0] == "active"


def test_nobody_is_offered_a_place_after_it_began(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=1)
    Shift.objects.filter(pk=shift.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    assert release(sign_up_of(shift, people[0])) == []
    assert list(waiting_in_vain(timezone.now())) == [sign_up_of(shift, people[1])]


def test_more_places_are_offered_down_the_line_in_order(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=4)
    assert [each.volunteer_id for each in resize(shift, 3)] == [people[1].pk, people[2].pk]
    assert places(shift) == (3, 3)


def test_places_cannot_shrink_below_promises_and_offers(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=1)
    release(sign_up_of(shift, people[0]))
    with pytest.raises(TooFewPlaces):
        resize(shift, 1)
    assert places(shift) == (2, 2)


def test_closing_the_line_lets_everybody_know_in_order(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=1, waiting=3)
    release(sign_up_of(shift, people[0]))
    told = close_line(shift)
    assert [each.volunteer_id for each in told] == [person.pk for person in people[1:]]
    assert {status_of(shift, person) for person in people[1:]} == {("released", "no_place")}
    assert places(shift) == (0, 0)


def test_finishing_leaves_the_line_alone_and_cancelling_frees_all(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=2)
    assert finish(shift) == 2
    assert release_all(shift) == 2
    assert [status_of(shift, person) for person in people] == [
        ("done", ""),
        ("done", ""),
        ("released", "cancelled"),
        ("released", "cancelled"),
    ]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """On Jakarta's clocks, which are seven hours ahead of UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("now", "starts_at", "ends"),
    [
        (at(24, 9), at(27, 9), at(24, 11)),  # two hours by day
        (at(24, 20), at(27, 9), at(25, 7)),  # would end at night: two hours from 05.00
        (at(24, 23), at(27, 9), at(25, 7)),  # offered at night: the same
        (at(25, 4, 30), at(27, 9), at(25, 7)),
        (at(24, 9), at(24, 10), at(24, 9, 30)),  # half an hour before it begins
        (at(24, 9), at(24, 9, 20), at(24, 9, 10)),  # ten minutes at the least
        (at(24, 9), at(24, 9, 5), at(24, 9, 5)),  # but not past its beginning
        (at(24, 22), at(25, 6), at(25, 5, 30)),  # a dawn start still leaves the morning
        (at(24, 9), None, at(24, 11)),  # without a time
        (at(24, 22), at(25, 3), at(25, 3)),  # it begins at night: until then
        (at(24, 22), at(25, 5, 15), at(25, 5, 15)),  # half an hour before would be night
        (at(25, 2), at(25, 2, 30), at(25, 2, 30)),  # no steps of ten minutes at night
        (at(24, 20, 55), at(24, 21, 20), at(24, 21, 20)),  # ten minutes would end at night
        (at(24, 20), at(24, 22), at(24, 22)),
        (at(24, 20, 30), at(24, 21, 20), at(24, 20, 50)),  # by day still half an hour before
    ],
)
def test_offer_ends_when_a_person_can_have_answered(
    now: datetime, starts_at: datetime | None, ends: datetime
) -> None:
    assert answer_by(now, starts_at, JAKARTA) == ends


def hide(shift: Shift, at: datetime | None) -> None:
    Event.objects.filter(shifts=shift).update(hidden_at=at)


def test_while_hidden_nothing_is_offered_and_nothing_lapses(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=3)
    [offer] = release(sign_up_of(shift, people[0]))
    hide(shift, timezone.now())
    assert release(sign_up_of(shift, people[1])) == []
    assert resume(shift) == []
    late = timezone.now() + timedelta(days=2)
    assert list(lapsed_offers(late)) == []
    assert pass_on(offer, late) == (False, [])
    assert places(shift) == (1, 1)
    assert standing_in_line(shift) == [people[3].pk, people[4].pk]


def test_shown_again_offers_end_anew_and_free_places_go_on(cast: Cast) -> None:
    shift, people = full_shift(cast, capacity=2, waiting=3)
    release(sign_up_of(shift, people[0]))
    hide(shift, timezone.now())
    release(sign_up_of(shift, people[1]))
    SignUp.objects.filter(status="offered").update(offer_ends_at=timezone.now())
    hide(shift, None)
    asked = resume(shift)
    assert [each.volunteer_id for each in asked] == [people[2].pk, people[3].pk]
    assert list(lapsed_offers(timezone.now())) == []
    assert standing_in_line(shift) == [people[4].pk]


RAW = [
    "UPDATE volunteers_signup SET status = 'active' WHERE status = 'waiting'",
    "UPDATE volunteers_signup SET status = 'done' WHERE status = 'waiting'",
    "UPDATE volunteers_signup SET status = 'offered', offer_ends_at = now() + interval '1 h'"
    " WHERE status = 'waiting'",
    "UPDATE volunteers_signup SET offer_ends_at = now() WHERE status = 'waiting'",
    "UPDATE volunteers_signup SET status = 'first' WHERE status = 'waiting'",
    "UPDATE volunteers_signup SET reason = 'Ibu Sari sakit' WHERE status = 'waiting'",
    "UPDATE volunteers_shift SET kind = 'money'",
    "UPDATE volunteers_shift SET event_id = NULL",
    "INSERT INTO volunteers_signup (shift_id, volunteer_id, status, created_at)"
    " SELECT shift_id, volunteer_id, 'waiting', now() FROM volunteers_signup LIMIT 1",
]


@pytest.mark.parametrize("sql", RAW)
def test_raw_sql_cannot_jump_the_line(cast: Cast, sql: str) -> None:
    shift, _ = full_shift(cast, capacity=2, waiting=2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert places(shift) == (2, 2)
