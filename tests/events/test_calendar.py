"""The month at a glance and its agenda."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Resident
from events import actions
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.events.factory import join, next_morning, published_event
from web.dates import local

ClientOf = Callable[[Resident], Client]


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        ("", ["Acara RT 003", "Kerja bakti RW", "Senam RW"]),
        ("saya", ["Senam RW"]),
        ("rt", ["Acara RT 003"]),
        ("<b>", ["Acara RT 003", "Kerja bakti RW", "Senam RW"]),
    ],
)
def test_filters(only: str, titles: list[str], cast: Cast, client_of: ClientOf) -> None:
    published_event(cast, title="Kerja bakti RW")
    joined = published_event(cast, title="Senam RW")
    rt = rt_of(cast.volunteer)
    published_event(cast, title="Acara RT 003", rt=rt)
    published_event(cast, title="Acara RT 001", rt=rt_of(cast.other_rt))
    join(cast.volunteer, joined)
    month = f"{local(joined.starts_at, 'Asia/Jakarta'):%Y-%m}"
    page = client_of(cast.volunteer).get("/kegiatan/", {"bulan": month, "hanya": only})
    days = page.context["month"].ahead
    assert sorted(card.title for day in days for card in day.cards) == titles


def test_each_day_of_the_calendar_leads_to_its_part_of_the_agenda(
    cast: Cast, client_of: ClientOf
) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        at = next_morning(1)
        published_event(cast, starts_at=at)
        rained = published_event(cast, starts_at=at + timedelta(days=1))
        actions.cancel_event(rained, reason="Hujan", coordinator=standing_of(cast.rw_head))
        page = client_of(cast.volunteer).get("/kegiatan/?bulan=2026-11").content.decode()
    links = re.findall(r'class="cal__day" href="#([\w-]+)"', page)
    assert links == ["hari-2026-11-25", "hari-2026-11-26"]
    assert [f'id="{link}"' in page for link in links] == [True, True]
    # Monday first: the first of November 2026 is a Sunday, after six empty cells.
    first_week = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert first_week.count("<td></td>") == 6


def test_the_month_at_hand_has_today_and_what_comes_after(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        soon = published_event(cast, starts_at=next_morning(20))
        month = client_of(cast.volunteer).get("/kegiatan/").context["month"]
    assert (month.key, month.ahead, [card.code for card in month.soon]) == (
        "2026-11",
        [],
        [soon.code],
    )
    days = [day for week in month.weeks for day in week if day]
    assert [day.date.day for day in days if day.is_today] == [24]
    assert [len(week) for week in month.weeks] == [7] * 6


@pytest.mark.parametrize(
    "month", ["", "2026-13", "2026-00", "0000-01", "9999-12", "x", "2026-1", "²026-12", "2026-12\n"]
)
def test_a_month_that_is_none_is_the_month_at_hand(
    cast: Cast, client_of: ClientOf, month: str
) -> None:
    page = client_of(cast.volunteer).get("/kegiatan/", {"bulan": month})
    assert page.context["month"].is_current is True
