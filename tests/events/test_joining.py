"""Signing up for places, waiting in line, and what becomes of an offered place."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import Resident
from events import errors, joining
from events.actions import cancel_event, postpone_event, release_held
from events.kinds import void_offer
from events.models import Event
from moderation import things
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.kinds import get
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.events.factory import (
    HOES,
    TEAM,
    join,
    leave,
    published_event,
    shift_of,
    wait,
)
from tests.events.told import journaled, told_besides
from tests.requests_app.factory import open_need
from volunteers.errors import AlreadyFull
from volunteers.models import SignUp
from volunteers.waiting import close_line

# Monday 2 March 2026, 10.00 in Jakarta.
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def clock():  # type: ignore[no-untyped-def]  # a fixture that only sets the clock
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(clock: time_machine.Traveller, cast: Cast) -> Event:
    return published_event(cast, starts_at=NOW + timedelta(days=5))


@pytest.fixture
def full(event: Event, cast: Cast) -> Event:
    """Two places, taken by the RT's head and a volunteer."""
    join(cast.rt_head, event)
    join(cast.volunteer, event)
    return event


def states(event: Event) -> list[tuple[int, str, str]]:
    """Person, status and reason of each sign-up, in the order they came."""
    sign_ups = SignUp.objects.filter(shift__event=event).order_by("id")
    return list(sign_ups.values_list("volunteer_id", "status", "reason"))


def test_a_resident_takes_a_place_once_however_often_they_tap(event: Event, cast: Cast) -> None:
    first = join(cast.volunteer, event)
    assert join(cast.volunteer, event) == first
    assert states(event) == [(cast.volunteer.pk, "active", "")]
    assert journaled(event) == ["event.published", "event.joined"]


def test_one_person_may_bring_a_hoe_and_dig_too(event: Event, cast: Cast) -> None:
    join(cast.volunteer, event)
    join(cast.volunteer, event, HOES.label)
    assert [status for _, status, _ in states(event)] == ["active", "active"]


def test_the_last_place_goes_to_one(full: Event, cast: Cast) -> None:
    with pytest.raises(AlreadyFull):
        join(cast.requester, full)


def test_raw_sql_cannot_overfill_an_events_shift(full: Event, cast: Cast) -> None:
    insert = (
        "INSERT INTO volunteers_signup (shift_id, volunteer_id, status, created_at)"
        " VALUES (%s, %s, 'active', now())"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [shift_of(full).pk, cast.requester.pk])
    assert shift_of(full).taken == 2


@pytest.mark.parametrize("who", ["outsider", "waiting", "operator"])
def test_only_verified_residents_of_the_rw_join_or_wait(event: Event, cast: Cast, who: str) -> None:
    for take in (join, wait):
        with pytest.raises(errors.NotVerified):
            take(getattr(cast, who), event)
    assert states(event) == []


def test_an_rts_event_is_for_its_residents_only(clock: time_machine.Traveller, cast: Cast) -> None:
    event = published_event(cast, rt=rt_of(cast.volunteer), starts_at=NOW + timedelta(days=5))
    join(cast.volunteer, event)
    with pytest.raises(errors.NotVerified):
        join(cast.other_rt, event)


def test_nobody_joins_what_is_over_cancelled_or_hidden(
    event: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    Event.objects.update(hidden_at=NOW)
    with pytest.raises(errors.NotPossibleNow):
        join(cast.volunteer, event)
    Event.objects.update(hidden_at=None)
    clock.move_to(event.ends_at)
    with pytest.raises(errors.NotPossibleNow):
        join(cast.volunteer, event)
    clock.move_to(NOW)
    cancel_event(event, reason="Ada takziah.", coordinator=standing_of(cast.rw_head))
    with pytest.raises(errors.NotPossibleNow):
        join(cast.volunteer, event)


def test_a_needs_shift_is_not_an_events(cast: Cast) -> None:
    with pytest.raises(errors.NotPossibleNow):
        joining.join_shift(open_need(cast).people, resident=standing_of(cast.volunteer))


def test_waiting_where_a_place_is_free_takes_it(event: Event, cast: Cast) -> None:
    assert wait(cast.volunteer, event).status == "active"
    assert journaled(event) == ["event.published", "event.joined"]


def test_nobody_queues_for_what_has_begun(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    clock.move_to(full.starts_at)
    with pytest.raises(errors.NotPossibleNow):
        wait(cast.requester, full)


def test_a_freed_place_is_offered_to_the_first_in_line(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    wait(cast.other_rt, full)
    leave(cast.volunteer, full)
    assert states(full) == [
        (cast.rt_head.pk, "active", ""),
        (cast.volunteer.pk, "released", "withdrawn"),
        (cast.requester.pk, "offered", ""),
        (cast.other_rt.pk, "waiting", ""),
    ]
    assert told_besides(full) == {(cast.requester.pk, "event.place_offered")}


def test_an_offer_says_until_when_it_stands(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    leave(cast.volunteer, full)
    notice = Notification.objects.get(kind="event.place_offered")
    with translation.override("en"):
        words = get(notice.kind).words(notice)
    assert words.title == "A place for you: Community work"
    assert "Answer until Monday, 2 March 2026 at 12.00\N{NO-BREAK SPACE}WIB;" in words.body


def test_who_is_offered_a_place_takes_it_by_joining(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    leave(cast.volunteer, full)
    assert join(cast.requester, full).status == "active"
    assert shift_of(full).taken == 2


def test_a_newcomer_does_not_pass_those_in_line(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    leave(cast.volunteer, full)
    with pytest.raises(AlreadyFull):
        join(cast.other_rt, full)
    assert join(cast.requester, full).status == "active"


def test_an_offer_turned_down_goes_to_the_next(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    wait(cast.other_rt, full)
    leave(cast.volunteer, full)
    for _ in range(2):
        joining.turn_down_offer(shift_of(full), resident=standing_of(cast.requester))
    assert states(full)[2:] == [
        (cast.requester.pk, "released", "turned_down"),
        (cast.other_rt.pk, "offered", ""),
    ]
    assert told_besides(full) == {
        (cast.requester.pk, "event.place_offered"),
        (cast.other_rt.pk, "event.place_offered"),
    }


def test_turning_down_leaves_a_promise_alone(full: Event, cast: Cast) -> None:
    joining.turn_down_offer(shift_of(full), resident=standing_of(cast.volunteer))
    assert states(full)[1] == (cast.volunteer.pk, "active", "")


def test_leaving_twice_is_leaving_once(full: Event, cast: Cast) -> None:
    for _ in range(2):
        leave(cast.volunteer, full)
    assert journaled(full).count("event.left") == 1


def test_an_unanswered_offer_is_passed_on_and_both_are_told(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    wait(cast.other_rt, full)
    leave(cast.volunteer, full)
    ends_at = SignUp.objects.get(status="offered").offer_ends_at
    assert ends_at == NOW + timedelta(hours=2)
    assert joining.pass_on_offers(ends_at - timedelta(seconds=1)) == 0
    clock.move_to(ends_at)
    assert [joining.pass_on_offers(ends_at) for _ in range(2)] == [1, 0]
    assert states(full)[2:] == [
        (cast.requester.pk, "released", "unanswered"),
        (cast.other_rt.pk, "offered", ""),
    ]
    assert told_besides(full) == {
        (cast.requester.pk, "event.place_offered"),
        (cast.requester.pk, "event.offer_lapsed"),
        (cast.other_rt.pk, "event.place_offered"),
    }


def test_who_waits_for_what_has_begun_is_dropped_and_told(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    wait(cast.other_rt, full)
    assert joining.drop_waiting(NOW) == 0
    clock.move_to(full.starts_at)
    assert [joining.drop_waiting(full.starts_at) for _ in range(2)] == [1, 0]
    assert states(full)[2:] == [
        (cast.requester.pk, "released", "no_place"),
        (cast.other_rt.pk, "released", "no_place"),
    ]
    assert told_besides(full) == {
        (cast.requester.pk, "event.no_place"),
        (cast.other_rt.pk, "event.no_place"),
    }


def test_a_place_freed_after_the_start_is_offered_once_it_is_postponed(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    clock.move_to(full.starts_at)
    leave(cast.volunteer, full)
    assert states(full)[2] == (cast.requester.pk, "waiting", "")
    postpone_event(
        full,
        starts_at=full.starts_at + timedelta(days=7),
        why="rain",
        coordinator=standing_of(cast.rw_head),
    )
    assert states(full)[2] == (cast.requester.pk, "offered", "")
    assert joining.drop_waiting(full.starts_at) == 0


def test_an_offer_stands_anew_when_the_event_moves_closer(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    leave(cast.volunteer, full)
    soon = NOW + timedelta(hours=1)
    postpone_event(full, starts_at=soon, why="other", coordinator=standing_of(cast.rw_head))
    assert SignUp.objects.get(status="offered").offer_ends_at == soon - timedelta(minutes=30)


def test_one_events_trouble_keeps_no_other_line_waiting(
    full: Event, cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = published_event(cast, places=(TEAM,), starts_at=full.starts_at)
    for person in (cast.rt_head, cast.volunteer):
        join(person, other)
    for event in (full, other):
        wait(cast.requester, event)
    clock.move_to(full.starts_at)
    real = close_line

    def failing(shift):  # type: ignore[no-untyped-def]  # stands in for the real one
        if shift.event_id == full.pk:
            raise OSError
        return real(shift)

    monkeypatch.setattr(joining, "close_line", failing)
    assert joining.drop_waiting(full.starts_at) == 1
    assert states(other)[2] == (cast.requester.pk, "released", "no_place")


def test_joining_and_leaving_cost_the_same_with_few_and_with_many(event: Event, cast: Cast) -> None:
    people = Resident.objects.bulk_create(
        Resident(phone=f"+628160{n:07}", name=f"Warga {n}") for n in range(30)
    )

    def queries() -> list[int]:
        counts = []
        for act in (join, leave):
            with CaptureQueriesContext(connection) as captured:
                act(cast.volunteer, event, "Cangkul")
            counts.append(len(captured))
        return counts

    few = queries()
    shift = shift_of(event)
    shift.capacity = 20
    shift.save(update_fields=["capacity"])
    SignUp.objects.bulk_create(SignUp(shift=shift, volunteer=person) for person in people[:20])
    SignUp.objects.bulk_create(
        SignUp(shift=shift, volunteer=person, status="waiting") for person in people[20:]
    )
    assert queries() == few


def hide_it(event: Event) -> None:
    with transaction.atomic():
        things.hide(things.locked_thing(event), at=timezone.now())


def show_it(event: Event) -> None:
    with transaction.atomic():
        things.show(things.locked_thing(event))


def asked(event: Event) -> list[int]:
    notices = Notification.objects.filter(kind="event.place_offered", object_id=event.pk)
    return list(notices.order_by("id").values_list("recipient", flat=True))


def test_while_hidden_the_line_stands_still_and_goes_on_when_shown(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    wait(cast.other_rt, full)
    hide_it(full)
    leave(cast.volunteer, full)
    clock.move_to(NOW + timedelta(days=1))
    assert joining.pass_on_offers(NOW + timedelta(days=1)) == 0
    assert [status for _, status, _ in states(full)[2:]] == ["waiting", "waiting"]
    show_it(full)
    assert [status for _, status, _ in states(full)[2:]] == ["offered", "waiting"]
    assert asked(full) == [cast.requester.pk]
    assert joining.pass_on_offers(timezone.now()) == 0


def test_an_offer_that_stood_while_hidden_is_made_anew(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    leave(cast.volunteer, full)
    hide_it(full)
    first = Notification.objects.get(kind="event.place_offered")
    assert void_offer(first) == "answered"
    clock.move_to(NOW + timedelta(days=1))
    assert joining.pass_on_offers(timezone.now()) == 0
    show_it(full)
    assert asked(full) == [cast.requester.pk] * 2
    again = Notification.objects.filter(kind="event.place_offered").latest("id")
    kinds.attach_subjects([again])
    with translation.override("en"):
        assert "Answer until Tuesday, 3 March 2026 at 12.00" in get(again.kind).words(again).body
    assert void_offer(again) is None
    assert joining.pass_on_offers(NOW + timedelta(days=1, hours=2)) == 1


def test_a_look_at_held_words_moves_the_line(full: Event, cast: Cast) -> None:
    wait(cast.requester, full)
    Event.objects.update(held_for="account", hidden_at=NOW)
    leave(cast.volunteer, full)
    assert asked(full) == []
    release_held(full, coordinator=standing_of(cast.rw_head))
    assert asked(full) == [cast.requester.pk]


def test_who_waited_for_what_began_while_hidden_hears_that_no_place_came_free(
    full: Event, cast: Cast, clock: time_machine.Traveller
) -> None:
    wait(cast.requester, full)
    hide_it(full)
    leave(cast.volunteer, full)
    clock.move_to(full.starts_at)
    show_it(full)
    assert states(full)[2] == (cast.requester.pk, "released", "no_place")
