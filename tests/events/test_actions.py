"""Publishing, changing, postponing and cancelling an event, and exactly whom it tells."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from events import errors
from events.actions import (
    Place,
    Plan,
    cancel_event,
    change_event,
    postpone_event,
    publish_event,
)
from events.models import Event, PublicPlace
from events.notices import mark_seen
from journal.models import Entry
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from notifications.models import Delivery, Notification
from tests.cast import Cast, rt_of
from tests.events.factory import (
    HOES,
    SNACKS,
    TEAM,
    join,
    leave,
    next_morning,
    plan,
    published_event,
    shift_of,
    wait,
)
from volunteers.errors import TooFewPlaces
from volunteers.models import Shift, SignUp


def told(event: Event) -> set[tuple[int, str]]:
    """Who was told what so far, planned reminders left out."""
    notices = Notification.objects.filter(
        object_id=event.pk, kind__startswith="event.", delivered_at__isnull=False
    )
    return set(notices.values_list("recipient_id", "kind"))


def told_besides(event: Event) -> set[tuple[int, str]]:
    """The announcement left out."""
    return {(person, kind) for person, kind in told(event) if kind != "event.published"}


def journaled(event: Event) -> list[str]:
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    return list(entries.order_by("id").values_list("action", flat=True))


def as_it_is(event: Event, **changes: Any) -> Plan:
    """The form of an event that stands, with its shifts' ids."""
    places = tuple(
        Place(shift.kind, shift.label, shift.capacity, shift.pk)
        for shift in event.shifts.order_by("id")
    )
    same = {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "places": places,
    }
    return plan(**same | changes)


def change(event: Event, cast: Cast, by: str = "rw_head", **changes: Any) -> Event:
    coordinator = standing_of(getattr(cast, by))
    return change_event(event, as_it_is(event, **changes), coordinator=coordinator)


def place_of(event: Event, label: str) -> Place:
    shift = shift_of(event, label)
    return Place(shift.kind, shift.label, shift.capacity, shift.pk)


# Publishing


def test_a_published_event_has_its_places_and_is_told_to_the_whole_rw(cast: Cast) -> None:
    event = published_event(cast)
    shifts = event.shifts.order_by("id")
    assert list(shifts.values_list("kind", "label", "capacity", "starts_at", "ends_at")) == [
        ("people", "Regu selokan", 2, event.starts_at, event.ends_at),
        ("tools", "Cangkul", 3, event.starts_at, event.ends_at),
        ("food", "Makanan kecil", 1, event.starts_at, event.ends_at),
    ]
    residents = (cast.rt_head, cast.volunteer, cast.requester, cast.other_rt)
    assert told(event) == {(person.pk, "event.published") for person in residents}
    assert journaled(event) == ["event.published"]


def test_the_announcement_stays_in_the_app(cast: Cast) -> None:
    published_event(cast)
    assert set(Delivery.objects.values_list("channel", "status")) == {("inapp", "sent")}


def test_an_rts_event_is_told_to_its_residents_only(cast: Cast) -> None:
    event = published_event(cast, rt=rt_of(cast.volunteer))
    residents = (cast.rt_head, cast.volunteer, cast.requester)
    assert told(event) == {(person.pk, "event.published") for person in residents}


def test_telling_a_thousand_costs_the_queries_of_telling_four(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            published_event(cast)
        return len(captured)

    few = queries()
    people = Resident.objects.bulk_create(
        Resident(phone=f"+628140{n:07}", name=f"Warga {n}") for n in range(1000)
    )
    home = rt_of(cast.other_rt)
    Membership.objects.bulk_create(
        Membership(resident=person, rt=home, status="active") for person in people
    )
    assert queries() == few <= 16
    assert Notification.objects.count() == 4 + 1004


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("rw_head", "rw", True),
        ("rw_head", "rt", True),
        ("rt_head", "rt", True),
        ("rt_head", "rw", False),
        ("rt_head", "other_rt", False),
        ("volunteer", "rt", False),
        ("outsider", "rt", False),
        ("operator", "rw", False),
    ],
)
def test_who_publishes_for_whom(cast: Cast, who: str, whose: str, may: bool) -> None:
    rt = {"rw": None, "rt": rt_of(cast.volunteer), "other_rt": rt_of(cast.other_rt)}[whose]
    coordinator = standing_of(getattr(cast, who))
    if may:
        assert publish_event(plan(rt=rt), coordinator=coordinator).rt == rt
    else:
        with pytest.raises(errors.CoordinatorsOnly):
            publish_event(plan(rt=rt), coordinator=coordinator)


def test_a_form_sent_twice_publishes_once(cast: Cast) -> None:
    key, head, form = uuid.uuid4(), standing_of(cast.rw_head), plan()
    first = publish_event(form, coordinator=head, key=key)
    assert publish_event(form, coordinator=head, key=key) == first
    assert (Event.objects.count(), Shift.objects.count()) == (1, 3)
    assert journaled(first) == ["event.published"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Bersih taman"},
        {"place_text": "Lapangan"},
        {"places": (TEAM,)},
        {"places": (replace(TEAM, capacity=9), HOES, SNACKS)},
        {"starts_at": next_morning(9)},
        {"repeat": "weekly"},
    ],
)
def test_the_same_form_with_other_words_is_not_lost_quietly(
    cast: Cast, changes: dict[str, Any]
) -> None:
    key, head = uuid.uuid4(), standing_of(cast.rw_head)
    publish_event(plan(), coordinator=head, key=key)
    with pytest.raises(errors.FormUsed):
        publish_event(plan(**changes), coordinator=head, key=key)
    assert Event.objects.count() == 1


def test_somebody_elses_key_gives_nothing_away(cast: Cast) -> None:
    key, home = uuid.uuid4(), rt_of(cast.volunteer)
    publish_event(plan(rt=home), coordinator=standing_of(cast.rw_head), key=key)
    with pytest.raises(errors.FormUsed):
        publish_event(plan(rt=home), coordinator=standing_of(cast.rt_head), key=key)


def test_a_code_that_is_taken_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = published_event(cast).code
    codes = iter([taken, taken, "ACDEFG"])
    monkeypatch.setattr(Event._meta.get_field("code"), "_get_default", lambda: next(codes))
    assert published_event(cast).code == "ACDEFG"


SOON = timedelta(minutes=1)
LIMITS: list[tuple[dict[str, Any], type[Exception] | None]] = [
    ({"starts_at": timedelta(0)}, errors.StartsInThePast),
    ({"starts_at": SOON}, None),
    ({"starts_at": timedelta(days=366)}, None),
    ({"starts_at": timedelta(days=367)}, errors.TooFarAhead),
    ({"length": timedelta(minutes=15)}, None),
    ({"length": timedelta(minutes=14)}, errors.LengthNotPossible),
    ({"length": timedelta(hours=24)}, None),
    ({"length": timedelta(hours=24, minutes=1)}, errors.LengthNotPossible),
    ({"length": timedelta(0)}, errors.LengthNotPossible),
    ({"places": ()}, errors.TooManyPlaces),
    ({"places": (TEAM,) * 20}, None),
    ({"places": (TEAM,) * 21}, errors.TooManyPlaces),
    ({"places": (replace(TEAM, capacity=0),)}, errors.CapacityNotPossible),
    ({"places": (replace(TEAM, capacity=500),)}, None),
    ({"places": (replace(TEAM, capacity=501),)}, errors.CapacityNotPossible),
]


@pytest.mark.parametrize(("changes", "error"), LIMITS)
def test_the_limits_hold_for_any_caller(
    cast: Cast, changes: dict[str, Any], error: type[Exception] | None
) -> None:
    values = {"starts_at": timedelta(days=3), "length": timedelta(hours=2)} | changes
    values["starts_at"] += timezone.now()
    values["ends_at"] = values["starts_at"] + values.pop("length")
    if error is None:
        assert published_event(cast, **values).status == "published"
    else:
        with pytest.raises(error):
            published_event(cast, **values)
        assert not Event.objects.exists()


def test_a_night_watch_ends_on_the_next_morning(cast: Cast) -> None:
    night = next_morning(3).astimezone(ZoneInfo("Asia/Jakarta")).replace(hour=22)
    event = published_event(cast, kind="ronda", starts_at=night, ends_at=night + timedelta(hours=6))
    event.refresh_from_db()
    assert (event.day, event.ends_at) == (night.date(), night + timedelta(hours=6))


def test_a_place_of_another_rw_is_refused(cast: Cast) -> None:
    elsewhere = PublicPlace.objects.create(rw=rt_of(cast.outsider).rw, name="Pos ronda")
    with pytest.raises(errors.PlaceElsewhere):
        published_event(cast, place=elsewhere)
    here = PublicPlace.objects.create(rw=rt_of(cast.volunteer).rw, name="Pos ronda")
    event = published_event(cast, place=here)
    assert event.where == "Pos ronda"
    with pytest.raises(errors.PlaceElsewhere):
        change(event, cast, place=elsewhere)


# Changing


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
