"""Months on the clocks of an RW, as figures and their address name them: `2026-11`."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from web.dates import local, zone_info

# Before the board there is nothing to count.
FIRST_YEAR = 2020
WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @classmethod
    def of(cls, at: datetime, zone: str) -> "Month":
        there = local(at, zone)
        return cls(there.year, there.month)

    @classmethod
    def parse(cls, text: str, *, latest: "Month") -> "Month":
        """A month from an address; `latest` for anything that isn't one up to then."""
        found = WRITTEN.fullmatch(text)
        month = cls(int(found[1]), int(found[2])) if found else latest
        return month if cls(FIRST_YEAR, 1) <= month <= latest else latest

    def plus(self, months: int) -> "Month":
        year, before = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, before + 1)

    def with_those_before(self, count: int) -> list["Month"]:
        """`count` months in all, this one last."""
        return [self.plus(back) for back in range(1 - count, 1)]

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def begins(self, zone: str) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=zone_info(zone))

    def ends(self, zone: str) -> datetime:
        """The moment at which the next one begins."""
        return self.plus(1).begins(zone)

    @property
    def name(self) -> str:
        return date_format(self.first_day, "F Y", use_l10n=False)

    @property
    def short_name_and_year(self) -> str:
        return date_format(self.first_day, "M Y", use_l10n=False)

    @property
    def short_name(self) -> str:
        return date_format(self.first_day, "M", use_l10n=False)
