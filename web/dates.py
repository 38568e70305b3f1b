"""Dates as Indonesia writes them: `Minggu, 22 November 2026 pukul 07.30 WIB`."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

ABBREVIATIONS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
# From this hour on 'Jumat malam' is said rather than 'Jumat'.
EVENING = 18


@cache
def zone_info(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(zone_info(zone))


def clock(at: datetime, zone: str) -> str:
    """`07.30 WIB`."""
    # A no-break space: 'WIB' alone on a line says nothing.
    return f"{local(at, zone):%H.%M}\N{NO-BREAK SPACE}{ABBREVIATIONS.get(zone, '')}".strip()


def long_day(day: date) -> str:
    """`Minggu, 22 November 2026`."""
    return date_format(day, "l, j F Y", use_l10n=False)


def short_day(day: date) -> str:
    """`22 Nov 2026` on one line, for lists."""
    return date_format(day, "j M Y", use_l10n=False).replace(" ", "\N{NO-BREAK SPACE}")


def moment(at: datetime, zone: str) -> str:
    """The whole date and time in the active language."""
    day = date_format(local(at, zone), "l, j F Y", use_l10n=False)
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock(at, zone)}


def deadline(at: datetime, zone: str, *, now: datetime) -> str:
    """Inside a sentence, after 'before': by the clock alone where it is today."""
    there = local(at, zone)
    if there.date() == local(now, zone).date():
        return _("%(clock)s today") % {"clock": clock(at, zone)}
    day = date_format(there, "l, j M", use_l10n=False)
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock(at, zone)}


def short_moment(at: datetime, zone: str, *, now: datetime) -> str:
    """For a card: today and tomorrow by name, else weekday and day."""
    days = (local(at, zone).date() - local(now, zone).date()).days
    if days in (0, 1):
        day = _("Today") if days == 0 else _("Tomorrow")
    else:
        day = date_format(local(at, zone), "l, j M", use_l10n=False)
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock(at, zone)}


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """`Minggu, 29 November 2026 pukul 06.00-09.00 WIB`; past midnight the next day is named.

    'Jumat malam … sampai Sabtu', since 'malam Sabtu' and 'Sabtu malam' are two nights.
    """
    start = local(starts_at, zone)
    day = date_format(start, "l, j F Y", use_l10n=False)
    if start.date() != local(ends_at, zone).date() and start.hour >= EVENING:
        day = _("%(weekday)s night, %(date)s") % {
            "weekday": date_format(start, "l", use_l10n=False),
            "date": date_format(start, "j F Y", use_l10n=False),
        }
    return _("%(day)s at %(clock)s") % {"day": day, "clock": hours(starts_at, ends_at, zone)}


def hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """`06.00-09.00 WIB`, or `22.00 sampai Sabtu 04.00 WIB`."""
    start, end = local(starts_at, zone), local(ends_at, zone)
    if start.date() == end.date():
        return f"{start:%H.%M}–{clock(ends_at, zone)}"
    return _("%(start)s until %(weekday)s %(end)s") % {
        "start": f"{start:%H.%M}",
        "weekday": date_format(end, "l", use_l10n=False),
        "end": clock(ends_at, zone),
    }
