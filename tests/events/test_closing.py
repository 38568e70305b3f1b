"""Done, with attendance that can be corrected for a week."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from events import errors
from events.actions import cancel_event
from events.closing import close_event
from events.models import Event
from neighborhoods.standing import standing_of
from tests.cast import Cast
from tests.events.factory import HOES, SNACKS, join, published_event, shift_of, wait
from tests.events.test_joining import states
from tests.events.told import journaled, told_besides
from volunteers.models import SignUp

# Monday 2 March 2026, 10.00 in Jakarta.
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
START = NOW + timedelta(days=5)


@pytest.fixture
def clock():  # type: ignore[no-untyped-def]  # a fixture that only sets the clock
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(clock: time_machine.Traveller, cast: Cast) -> Event:
    """Begun, with two in the team, one with a hoe, one with food, and one who waits."""
    event = published_event(cast, starts_at=START)
    join(cast.rt_head, event)
    join(cast.volunteer, event)
    join(cast.volunteer, event, HOES.label)
    join(cast.other_rt, event, SNACKS.label)
    wait(cast.requester, event)
    clock.move_to(START)
    return event


def close(event: Event, cast: Cast, by: str = "rw_head", **marks: str) -> Event:
    """With the team's marks by their name in the cast; the others are not mentioned."""
    attendance = {
        SignUp.objects.get(shift=shift_of(event), volunteer=getattr(cast, who)).pk: mark
        for who, mark in marks.items()
    }
    return close_event(
        event,
        attendance=attendance,
        walk_ins=4,
        summary=" Selokan lancar. ",
        coordinator=standing_of(getattr(cast, by)),
    )


def test_who_came_is_done_and_thanked_who_did_not_is_freed_with_the_reason(
    event: Event, cast: Cast
) -> None:
    close(event, cast, rt_head="excused")
    assert states(event) == [
        (cast.rt_head.pk, "released", "excused"),
        (cast.volunteer.pk, "done", ""),
        (cast.volunteer.pk, "done", ""),
        (cast.other_rt.pk, "done", ""),
        (cast.requester.pk, "released", "no_place"),
    ]
    assert told_besides(event) == {
        (cast.volunteer.pk, "event.done"),
        (cast.other_rt.pk, "event.done"),
        (cast.requester.pk, "event.no_place"),
    }
    event.refresh_from_db()
    assert (event.status, event.done_at, event.walk_ins, event.summary) == (
        "done",
        START,
        4,
        "Selokan lancar.",
    )
    assert journaled(event)[-2:] == ["event.line_closed", "event.done"]


def test_nothing_is_done_before_it_has_begun(
    event: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    clock.move_to(START - timedelta(seconds=1))
    with pytest.raises(errors.NotBegun):
        close(event, cast)


def test_attendance_is_corrected_both_ways_and_only_the_newly_present_are_thanked(
    event: Event, cast: Cast
) -> None:
    close(event, cast, rt_head="absent", volunteer="present")
    close(event, cast, rt_head="present", volunteer="absent")
    assert states(event)[:2] == [
        (cast.rt_head.pk, "done", ""),
        (cast.volunteer.pk, "released", "absent"),
    ]
    assert told_besides(event) == {
        (cast.volunteer.pk, "event.done"),
        (cast.other_rt.pk, "event.done"),
        (cast.rt_head.pk, "event.done"),
        (cast.requester.pk, "event.no_place"),
    }
    assert journaled(event)[-1] == "event.corrected"
    assert shift_of(event).taken == 1


def test_a_full_team_is_corrected_without_overfilling(event: Event, cast: Cast) -> None:
    close(event, cast, rt_head="absent", volunteer="absent")
    close(event, cast, rt_head="present", volunteer="present")
    assert shift_of(event).taken == 2


def test_after_seven_days_attendance_stands(
    event: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    close(event, cast)
    clock.move_to(START + timedelta(days=7))
    close(event, cast, rt_head="absent")
    event.refresh_from_db()
    assert event.done_at == START
    clock.shift(timedelta(seconds=1))
    with pytest.raises(errors.CorrectedTooLate):
        close(event, cast, rt_head="present")
    assert states(event)[0] == (cast.rt_head.pk, "released", "absent")


def test_sign_ups_of_another_event_are_left_alone(event: Event, cast: Cast) -> None:
    other = published_event(cast, starts_at=START + timedelta(days=1))
    elsewhere = join(cast.volunteer, other)
    close_event(
        event,
        attendance={elsewhere.pk: "absent"},
        walk_ins=0,
        summary="",
        coordinator=standing_of(cast.rw_head),
    )
    assert states(other) == [(cast.volunteer.pk, "active", "")]


def test_who_withdrew_before_stays_withdrawn(event: Event, cast: Cast) -> None:
    own = SignUp.objects.get(shift=shift_of(event), volunteer=cast.rt_head)
    SignUp.objects.filter(pk=own.pk).update(status="released", reason="withdrawn")
    close(event, cast, rt_head="present")
    assert states(event)[0] == (cast.rt_head.pk, "released", "withdrawn")


@pytest.mark.parametrize("who", ["volunteer", "rt_head", "outsider"])
def test_only_who_answers_for_it_closes_it(event: Event, cast: Cast, who: str) -> None:
    with pytest.raises(errors.CoordinatorsOnly):
        close(event, cast, by=who)
    event.refresh_from_db()
    assert event.status == "published"


def test_what_was_cancelled_cannot_be_done(
    event: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    cancel_event(event, reason="Banjir.", coordinator=standing_of(cast.rw_head))
    with pytest.raises(errors.NotPossibleNow):
        close(event, cast)
