"""Changing, postponing and cancelling an event, and exactly whom it tells."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events import errors
from events.actions import Place, cancel_event, postpone_event
from events.models import Event, PublicPlace
from events.notices import mark_seen
from neighborhoods.standing import standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import (
    HOES,
    TEAM,
    change,
    join,
    leave,
    next_morning,
    place_of,
    plan,
    published_event,
    shift_of,
    wait,
)
from tests.events.told import journaled, told_besides
from volunteers.errors import TooFewPlaces
from volunteers.models import Shift, SignUp


@pytest.fixture
def lively(cast: Cast) -> Event:
    """Two in the team, one of them with a hoe, one who waits."""
    event = published_event(cast)
    join(cast.rt_head, event)
    join(cast.volunteer, event)
    join(cast.volunteer, event, HOES.label)
    wait(cast.requester, event)
    return event


def concerned(cast: Cast, kind: str) -> set[tuple[int, str]]:
    return {(person.pk, kind) for person in (cast.rt_head, cast.volunteer, cast.requester)}


def test_other_words_are_told_to_all_who_joined_and_ask_nobody_again(
    lively: Event, cast: Cast
) -> None:
    event = change(lively, cast, title="Bersih selokan RW")
    assert told_besides(event) == concerned(cast, "event.changed")
    assert (event.title, event.version, event.revision) == ("Bersih selokan RW", 0, 1)
    assert event.changed_at > lively.changed_at
    assert journaled(event)[-1] == "event.changed"


@pytest.mark.parametrize("moves", ["starts_at", "ends_at", "place_text", "place"])
def test_another_time_or_place_asks_them_again(lively: Event, cast: Cast, moves: str) -> None:
    values: dict[str, Any] = {
        "starts_at": lively.starts_at + timedelta(minutes=30),
        "ends_at": lively.ends_at + timedelta(minutes=30),
        "place_text": "Lapangan",
        "place": PublicPlace.objects.create(rw=lively.rw, name="Balai"),
    }
    event = change(lively, cast, **{moves: values[moves]})
    assert told_besides(event) == concerned(cast, "event.moved")
    assert (event.version, event.revision) == (1, 1)
    assert set(event.shifts.values_list("starts_at", "ends_at")) == {
        (event.starts_at, event.ends_at)
    }


def test_the_same_form_again_changes_and_tells_nothing(lively: Event, cast: Cast) -> None:
    for _ in range(2):
        event = change(lively, cast, title="Bersih selokan RW")
    assert (event.revision, journaled(event).count("event.changed")) == (1, 1)


def test_places_are_matched_by_their_id_and_new_ones_added(lively: Event, cast: Cast) -> None:
    team = place_of(lively, TEAM.label)
    spades = Place("tools", "Sekop", 2)
    hoes = place_of(lively, HOES.label)
    change(lively, cast, places=(replace(team, label="Regu sungai"), hoes, spades))
    shifts = lively.shifts.order_by("id").values_list("label", "capacity", "taken", "starts_at")
    assert list(shifts) == [
        ("Regu sungai", 2, 2, lively.starts_at),
        ("Cangkul", 3, 1, lively.starts_at),
        ("Sekop", 2, 0, lively.starts_at),
    ]


def test_a_shift_somebody_holds_or_waits_for_cannot_be_taken_away(
    lively: Event, cast: Cast
) -> None:
    hoes = shift_of(lively, HOES.label)
    with pytest.raises(errors.ShiftInUse):
        change(lively, cast, title="Lain", places=(place_of(lively, TEAM.label),))
    lively.refresh_from_db()
    assert (lively.title, lively.shifts.count()) == (plan().title, 3)
    leave(cast.volunteer, lively, HOES.label)
    change(lively, cast, places=(place_of(lively, TEAM.label),))
    assert not Shift.objects.filter(pk=hoes.pk).exists()


def test_another_events_shift_is_not_taken_over(lively: Event, cast: Cast) -> None:
    other = place_of(published_event(cast), TEAM.label)
    with pytest.raises(errors.NotPossibleNow):
        change(lively, cast, places=(other,))


def test_more_places_go_down_the_waiting_list_fewer_stop_at_what_is_taken(
    lively: Event, cast: Cast
) -> None:
    team, hoes = place_of(lively, TEAM.label), place_of(lively, HOES.label)
    change(lively, cast, places=(replace(team, capacity=4), hoes))
    waiting = SignUp.objects.get(volunteer=cast.requester)
    assert waiting.status == "offered"
    assert told_besides(lively) == {
        (cast.requester.pk, "event.place_offered"),
        *concerned(cast, "event.changed"),
    }
    with pytest.raises(TooFewPlaces):
        change(lively, cast, places=(replace(team, capacity=2), hoes))


def began(event: Event, *, ago: timedelta, length: timedelta) -> None:
    starts_at = timezone.now() - ago
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + length)
    event.refresh_from_db()


def test_what_has_begun_keeps_its_start_and_may_be_made_longer(lively: Event, cast: Cast) -> None:
    began(lively, ago=timedelta(minutes=30), length=timedelta(hours=2))
    longer = lively.ends_at + timedelta(hours=1)
    assert change(lively, cast, ends_at=longer).ends_at == longer
    lively.refresh_from_db()
    with pytest.raises(errors.StartsInThePast):
        change(lively, cast, starts_at=lively.starts_at + timedelta(minutes=5))
    with pytest.raises(errors.NotPossibleNow):
        change(lively, cast, ends_at=timezone.now())
    with pytest.raises(errors.LengthNotPossible):
        change(lively, cast, ends_at=lively.starts_at + timedelta(hours=25))


def test_what_is_over_changes_no_more(lively: Event, cast: Cast) -> None:
    began(lively, ago=timedelta(hours=2), length=timedelta(hours=1))
    with pytest.raises(errors.NotPossibleNow):
        change(lively, cast, title="Sudah lewat")


@pytest.mark.parametrize("who", ["rt_head", "volunteer", "outsider"])
def test_only_who_answers_for_it_changes_it(lively: Event, cast: Cast, who: str) -> None:
    coordinator = standing_of(getattr(cast, who))
    with pytest.raises(errors.CoordinatorsOnly):
        change(lively, cast, by=who, title="Lain")
    with pytest.raises(errors.CoordinatorsOnly):
        postpone_event(lively, starts_at=next_morning(9), why="rain", coordinator=coordinator)
    with pytest.raises(errors.CoordinatorsOnly):
        cancel_event(lively, reason="Batal.", coordinator=coordinator)
    assert told_besides(lively) == set()


def test_what_was_hidden_after_reports_keeps_its_words(lively: Event, cast: Cast) -> None:
    Event.objects.update(hidden_at=timezone.now())
    with pytest.raises(errors.HiddenEvent):
        change(lively, cast, title="Lain")


# Rain


def test_rain_moves_it_keeps_its_length_and_tells_all_who_joined(lively: Event, cast: Cast) -> None:
    later = lively.starts_at + timedelta(days=7)
    head = standing_of(cast.rw_head)
    for _ in range(2):
        event = postpone_event(lively, starts_at=later, why="rain", coordinator=head)
    assert (event.starts_at, event.ends_at) == (later, later + timedelta(hours=3))
    assert (event.postponed_for, event.version, event.is_changed) == ("rain", 1, False)
    assert set(event.shifts.values_list("starts_at", "ends_at")) == {
        (event.starts_at, event.ends_at)
    }
    assert told_besides(event) == concerned(cast, "event.rained_off")
    assert journaled(event)[-1] == "event.rained_off"


def test_another_postponement_does_not_speak_of_rain(lively: Event, cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    event = postpone_event(lively, starts_at=next_morning(9), why="other", coordinator=head)
    assert told_besides(event) == concerned(cast, "event.moved")
    assert event.postponed_for == "other"


def test_it_is_never_postponed_into_the_past(lively: Event, cast: Cast) -> None:
    earlier: datetime = timezone.now() - timedelta(minutes=1)
    with pytest.raises(errors.StartsInThePast):
        postpone_event(lively, starts_at=earlier, why="rain", coordinator=standing_of(cast.rw_head))


# Cancelling


def test_cancelled_frees_and_tells_everybody_those_who_wait_too(lively: Event, cast: Cast) -> None:
    event = cancel_event(lively, reason=" Ada takziah. ", coordinator=standing_of(cast.rw_head))
    assert (event.status, event.reason) == ("cancelled", "Ada takziah.")
    assert told_besides(event) == concerned(cast, "event.cancelled")
    assert set(SignUp.objects.values_list("status", "reason")) == {("released", "cancelled")}
    assert journaled(event)[-1] == "event.cancelled"


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_cancelled_without_a_reason(lively: Event, cast: Cast, reason: str) -> None:
    with pytest.raises(errors.ReasonMissing):
        cancel_event(lively, reason=reason, coordinator=standing_of(cast.rw_head))


def test_what_is_cancelled_changes_no_more(lively: Event, cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    cancel_event(lively, reason="Banjir.", coordinator=head)
    with pytest.raises(errors.NotPossibleNow):
        cancel_event(lively, reason="Banjir.", coordinator=head)
    with pytest.raises(errors.NotPossibleNow):
        postpone_event(lively, starts_at=next_morning(9), why="rain", coordinator=head)
    with pytest.raises(errors.NotPossibleNow):
        change(lively, cast, title="Lain")


def test_its_page_reads_what_its_notices_said(lively: Event, cast: Cast) -> None:
    mark_seen(lively, cast.volunteer)
    unread = Notification.objects.unread().filter(object_id=lively.pk)
    assert set(unread.values_list("recipient_id", flat=True)) == {
        cast.rt_head.pk,
        cast.requester.pk,
        cast.other_rt.pk,
    }
