"""Occurrences are made 90 days ahead, each once, after any number of runs and at once."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events import errors, series
from events.actions import cancel_event, postpone_event, publish_event
from events.models import Event, Series
from events.series import end_series, make_occurrences
from neighborhoods.models import RukunWarga
from neighborhoods.standing import standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import join, plan, published_event, wait
from tests.events.test_joining import states
from tests.events.test_schedule import REPEATS, by_dateutil
from tests.events.told import told
from tests.volunteers.crowd import all_at_once
from volunteers.models import SignUp

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
# Over a month's border, over a year's, from a 31st, and to a leap day.
STARTS = (date(2026, 11, 22), date(2026, 12, 27), date(2026, 10, 31), date(2028, 2, 29))


def at_clock(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))


def weekly(cast: Cast, starts_at: datetime, **changes: object) -> Event:
    return published_event(cast, starts_at=starts_at, repeat="weekly", **changes)


def series_of(event: Event) -> Series:
    assert event.series
    return event.series


def days_of(event: Event) -> list[date]:
    made = Event.objects.filter(series=event.series_id).order_by("occurrence_on")
    return [day for day in made.values_list("occurrence_on", flat=True) if day]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("repeat", REPEATS)
def test_a_series_has_what_dateutil_gives_at_the_rws_clock_once_after_any_number_of_runs(
    cast: Cast, repeat: str, zone: str
) -> None:
    RukunWarga.objects.update(zone=zone)
    for start in STARTS:
        check_a_year_of(cast, repeat, zone, start)


def check_a_year_of(cast: Cast, repeat: str, zone: str, start: date) -> None:
    # Late in the evening, so that in UTC, and over midnight, it is another day or month.
    first = at_clock(start, time(23, 30), zone)
    before = first - timedelta(days=3)
    with time_machine.travel(before, tick=False) as clock:
        event = published_event(
            cast, starts_at=first, ends_at=first + timedelta(hours=4), repeat=repeat
        )
        make_occurrences(before, event.series)
        assert occurrences(event) == expected(repeat, start, zone, before)
        for days in (1, 80, 80, 165, 250, 330):
            clock.move_to(first + timedelta(days=days))
            make_occurrences(first + timedelta(days=days), event.series)
        assert occurrences(event) == expected(repeat, start, zone, first + timedelta(days=330))


def occurrences(event: Event) -> list[tuple[date | None, datetime, datetime]]:
    made = Event.objects.filter(series=event.series_id).order_by("occurrence_on")
    return list(made.values_list("occurrence_on", "starts_at", "ends_at"))


def expected(
    repeat: str, start: date, zone: str, now: datetime
) -> list[tuple[date, datetime, datetime]]:
    last = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=90)
    begins = {
        day: at_clock(day, time(23, 30), zone) for day in by_dateutil(repeat, start, start, last)
    }
    return [(day, at, at + timedelta(hours=4)) for day, at in begins.items()]


NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
# Sunday 22 November 2026, 06.00 in Jakarta.
SUNDAY = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.usefixtures("clock")
def test_each_occurrence_gets_the_planned_places_and_only_the_first_is_told(cast: Cast) -> None:
    event = weekly(cast, SUNDAY)
    made = Event.objects.filter(series=event.series_id)
    assert made.count() == 13
    assert {
        tuple(each.shifts.order_by("id").values_list("kind", "capacity", "starts_at"))
        == (
            ("people", 2, each.starts_at),
            ("tools", 3, each.starts_at),
            ("food", 1, each.starts_at),
        )
        for each in made
    } == {True}
    assert set(Notification.objects.values_list("object_id", flat=True)) == {event.pk}
    assert event.starts_at == SUNDAY


@pytest.mark.usefixtures("clock")
def test_a_form_sent_twice_starts_one_series(cast: Cast) -> None:
    key = uuid.uuid4()
    head = standing_of(cast.rw_head)
    again = plan(starts_at=SUNDAY, repeat="weekly")
    assert publish_event(again, coordinator=head, key=key) == publish_event(
        again, coordinator=head, key=key
    )
    assert Series.objects.count() == 1
    for changes in ({"title": "Lain"}, {"repeat": "selapanan"}, {"repeat": ""}, {"places": ()}):
        with pytest.raises(errors.FormUsed):
            publish_event(
                plan(**{"starts_at": SUNDAY, "repeat": "weekly"} | changes),
                coordinator=head,
                key=key,
            )
    assert Series.objects.count() == 1
    assert Event.objects.count() == 13


@pytest.mark.usefixtures("clock")
def test_the_first_is_made_however_far_ahead_it_lies(cast: Cast) -> None:
    far = SUNDAY + timedelta(days=7 * 30)
    assert weekly(cast, far).starts_at == far
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("clock")
def test_a_dropped_occurrence_is_never_made_again(cast: Cast) -> None:
    event = weekly(cast, SUNDAY)
    cancel_event(event, reason="Libur panjang.", coordinator=standing_of(cast.rw_head))
    assert make_occurrences(NOW) == 0
    assert list(Event.objects.filter(status="cancelled")) == [event]


@pytest.mark.usefixtures("clock")
def test_a_rained_off_occurrence_keeps_its_day_and_no_second_one_is_made(cast: Cast) -> None:
    event = weekly(cast, SUNDAY)
    before = days_of(event)
    later = SUNDAY + timedelta(days=1)
    postpone_event(event, starts_at=later, why="rain", coordinator=standing_of(cast.rw_head))
    assert make_occurrences(NOW) == 0
    assert days_of(event) == before
    event.refresh_from_db()
    assert (event.occurrence_on, event.starts_at, event.is_changed, event.postponed_for) == (
        date(2026, 11, 22),
        later,
        True,
        "rain",
    )
    others = Event.objects.exclude(pk=event.pk)
    assert set(others.values_list("is_changed", "version")) == {(False, 0)}


@pytest.mark.usefixtures("clock")
def test_raw_sql_cannot_put_a_second_event_on_a_series_day(cast: Cast) -> None:
    event = weekly(cast, SUNDAY)
    unique = ("id", "code", "draft")
    columns = [str(field.column) for field in Event._meta.concrete_fields]
    names = ", ".join(column for column in columns if column not in unique)
    copy = (
        f"INSERT INTO events_event (code, {names})"  # noqa: S608 - the model's own columns
        f" SELECT 'XXXXXX', {names} FROM events_event WHERE id = %s"
    )
    with (
        pytest.raises(IntegrityError, match="one_event_per_series_and_day"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(copy, [event.pk])


@pytest.mark.usefixtures("clock")
def test_deleted_occurrences_come_back_and_past_ones_do_not(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    event = weekly(cast, SUNDAY)
    before = days_of(event)
    Event.objects.filter(occurrence_on__in=before[3:5]).delete()
    assert make_occurrences(NOW) == 2
    assert days_of(event) == before
    clock.move_to(SUNDAY + timedelta(days=21, seconds=1))
    Event.objects.filter(occurrence_on=before[3]).delete()
    assert make_occurrences(SUNDAY + timedelta(days=21, seconds=1)) == 3
    assert before[3] not in days_of(event)


@pytest.mark.usefixtures("clock")
def test_a_series_ends_with_its_last_day(cast: Cast) -> None:
    event = weekly(cast, SUNDAY, until=date(2026, 12, 6))
    assert days_of(event) == [date(2026, 11, 22), date(2026, 11, 29), date(2026, 12, 6)]
    with pytest.raises(errors.UntilBeforeItBegins):
        weekly(cast, SUNDAY, until=date(2026, 11, 21))


@pytest.mark.usefixtures("clock")
def test_one_series_trouble_keeps_no_other_from_being_made(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = weekly(cast, SUNDAY), weekly(cast, SUNDAY)
    Event.objects.filter(occurrence_on__gt=date(2026, 11, 30)).delete()
    real = series.make_events

    def make_events(each: Series, missing: list[tuple[date, datetime]]) -> list[Event]:
        if each.pk == broken.series_id:
            raise OSError
        return real(each, missing)

    monkeypatch.setattr(series, "make_events", make_events)
    assert make_occurrences(NOW) == 11
    assert (len(days_of(broken)), len(days_of(fine))) == (2, 13)


@pytest.mark.usefixtures("clock")
def test_when_all_is_made_a_run_costs_two_queries_however_many_series(cast: Cast) -> None:
    counts = []
    for _ in range(2):
        weekly(cast, SUNDAY)
        with CaptureQueriesContext(connection) as queries:
            assert make_occurrences(NOW) == 0
        counts.append(len(queries))
    assert counts == [2, 2]


@pytest.mark.usefixtures("clock")
def test_an_ended_series_is_called_off_and_each_told_once(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    first = weekly(cast, SUNDAY)
    second, third = Event.objects.filter(series=first.series_id).order_by("starts_at")[1:3]
    for event in (first, second, third):
        join(cast.volunteer, event)
    join(cast.rt_head, third)
    wait(cast.requester, third)
    clock.move_to(SUNDAY)
    ended = end_series(
        series_of(first), coordinator=standing_of(cast.rw_head), reason="Sudah rutin."
    )
    assert ended.ended_at == SUNDAY
    first.refresh_from_db()
    assert (first.status, states(first)) == ("published", [(cast.volunteer.pk, "active", "")])
    rest = Event.objects.filter(series=first.series_id).exclude(pk=first.pk)
    assert set(rest.values_list("status", "reason")) == {("cancelled", "Sudah rutin.")}
    assert states(third) == [
        (cast.volunteer.pk, "released", "cancelled"),
        (cast.rt_head.pk, "released", "cancelled"),
        (cast.requester.pk, "released", "cancelled"),
    ]
    assert told(second) == {(cast.volunteer.pk, "event.series_ended")}
    assert told(third) == {
        (cast.rt_head.pk, "event.series_ended"),
        (cast.requester.pk, "event.series_ended"),
    }
    assert make_occurrences(SUNDAY) == 0
    assert not SignUp.objects.filter(shift__event__in=rest, status="active").exists()


@pytest.mark.usefixtures("clock")
def test_only_who_answers_for_a_series_ends_it_and_once(cast: Cast) -> None:
    event = weekly(cast, SUNDAY)
    with pytest.raises(errors.CoordinatorsOnly):
        end_series(series_of(event), coordinator=standing_of(cast.rt_head))
    end_series(series_of(event), coordinator=standing_of(cast.rw_head))
    with pytest.raises(errors.NotPossibleNow):
        end_series(series_of(event), coordinator=standing_of(cast.rw_head))


@pytest.mark.django_db(transaction=True)
def test_makers_at_once_make_each_occurrence_once(without_pool: None, cast: Cast) -> None:
    events = [weekly(cast, SUNDAY + timedelta(days=350)) for _ in range(3)]
    Event.objects.filter(pk__in=[event.pk for event in events]).delete()
    later = SUNDAY + timedelta(days=349)
    made = all_at_once([later] * 6, lambda now: str(make_occurrences(now)))
    assert sum(int(each) for each in made) == 3 * 13
    assert [len(days_of(event)) for event in events] == [13, 13, 13]
