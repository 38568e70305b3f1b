"""Publishing an event: by whom, within which limits, and whom it tells."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from events import errors
from events.actions import publish_event
from events.models import Event, PublicPlace
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from notifications.models import Delivery, Notification
from tests.cast import Cast, rt_of
from tests.events.factory import HOES, SNACKS, TEAM, change, next_morning, plan, published_event
from tests.events.told import journaled, told
from volunteers.models import Shift


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
