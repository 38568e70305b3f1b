"""On which days a series falls. Pure: days only, so that no clock or zone gets in."""

from datetime import date, datetime, time

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

SELAPAN = 35


def dates(repeat: str, starts_on: date, until: date | None, first: date, last: date) -> list[date]:
    """Its days from `first` to `last`, both included; a month without that day is skipped."""
    last = min(last, until) if until else last
    days = rule(repeat, midnight(starts_on)).between(midnight(first), midnight(last), inc=True)
    return [day.date() for day in days]


def rule(repeat: str, start: datetime) -> rrule:
    match repeat:
        case "weekly":
            return rrule(WEEKLY, dtstart=start)
        case "nth_weekday":
            # The second Sunday: the 8th to the 14th.
            nth = (start.day - 1) // 7 + 1
            return rrule(MONTHLY, dtstart=start, byweekday=weekday(start.weekday(), nth))
        case "monthly_date":
            return rrule(MONTHLY, dtstart=start, bymonthday=start.day)
        case "selapanan":
            return rrule(DAILY, dtstart=start, interval=SELAPAN)
    raise ValueError(f"no such repeat: {repeat}")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())
