"""On which days a series falls, checked against rules spelled out as text and day by day."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from events.schedule import dates

REPEATS = ("weekly", "nth_weekday", "monthly_date", "selapanan")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A month's and a year's border, a leap day, a 31st, a fifth weekday.
STARTS = (
    date(2026, 11, 22),
    date(2026, 12, 31),
    date(2027, 1, 31),
    date(2028, 2, 29),
    date(2026, 11, 30),
    date(2027, 1, 1),
)


def as_text(repeat: str, start: date) -> str:
    """The rule as a calendar program writes it (RFC 5545)."""
    nth = -(-start.day // 7)
    return {
        "weekly": f"FREQ=WEEKLY;BYDAY={DAYS[start.weekday()]}",
        "nth_weekday": f"FREQ=MONTHLY;BYDAY={nth}{DAYS[start.weekday()]}",
        "monthly_date": f"FREQ=MONTHLY;BYMONTHDAY={start.day}",
        "selapanan": "FREQ=DAILY;INTERVAL=35",
    }[repeat]


def by_dateutil(repeat: str, start: date, first: date, last: date) -> list[date]:
    rule = rrulestr(f"DTSTART:{start:%Y%m%d}T000000\nRRULE:{as_text(repeat, start)}")
    starts, ends = (datetime.combine(day, datetime.min.time()) for day in (first, last))
    return [day.date() for day in rule.between(starts, ends, inc=True)]


def falls_on(repeat: str, start: date, day: date) -> bool:
    """The same in plain words, without dateutil."""
    if day < start:
        return False
    match repeat:
        case "weekly":
            return (day - start).days % 7 == 0
        case "selapanan":
            return (day - start).days % 35 == 0
        case "monthly_date":
            return day.day == start.day
    same_weekday = day.weekday() == start.weekday()
    return same_weekday and -(-day.day // 7) == -(-start.day // 7)


def day_by_day(repeat: str, start: date, first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if falls_on(repeat, start, day)]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("repeat", REPEATS)
def test_each_repeat_falls_where_dateutil_says_over_two_years(repeat: str, start: date) -> None:
    first, last = start - timedelta(days=40), start + timedelta(days=800)
    found = dates(repeat, start, None, first, last)
    assert found == by_dateutil(repeat, start, first, last)
    assert found[0] == start


@given(
    repeat=st.sampled_from(REPEATS),
    start=st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    offset=st.integers(-100, 700),
    length=st.integers(0, 400),
    ends=st.none() | st.integers(0, 800),
)
def test_any_start_falls_on_the_same_days_as_counted_day_by_day(
    repeat: str, start: date, offset: int, length: int, ends: int | None
) -> None:
    first = start + timedelta(days=offset)
    last = first + timedelta(days=length)
    until = None if ends is None else start + timedelta(days=ends)
    expected = day_by_day(repeat, start, first, min(last, until) if until else last)
    assert dates(repeat, start, until, first, last) == expected


def test_months_without_that_day_are_skipped() -> None:
    year = (date(2027, 1, 1), date(2027, 12, 31))
    months_of_31 = [date(2027, m, 31) for m in range(1, 13) if monthrange(2027, m)[1] == 31]
    assert dates("monthly_date", date(2026, 12, 31), None, *year) == months_of_31
    fifth_sundays = [date(2027, 1, 31), date(2027, 5, 30), date(2027, 8, 29), date(2027, 10, 31)]
    assert dates("nth_weekday", date(2026, 11, 29), None, *year) == fifth_sundays


def test_the_last_day_counts_and_none_after_it() -> None:
    start, until = date(2026, 11, 22), date(2026, 12, 6)
    found = dates("weekly", start, until, start, date(2027, 3, 1))
    assert found == [start, date(2026, 11, 29), until]


def test_an_unknown_repeat_is_refused() -> None:
    with pytest.raises(ValueError, match="no such repeat"):
        dates("daily", date(2026, 11, 22), None, date(2026, 11, 22), date(2026, 12, 1))
