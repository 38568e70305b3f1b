"""The figures against a recount in plain Python that knows nothing of SQL's dates."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from statistics import median

import pytest
from django.test import Client
from time_machine import travel

from accounts.models import Resident
from coordinators.charts import charts_of
from coordinators.figures import Figures, figures_of
from coordinators.items import short_span
from coordinators.months import Month
from events.models import Event
from neighborhoods.models import Office, RukunWarga
from neighborhoods.standing import Standing, standing_of
from requests_app.actions import cancel_need
from requests_app.helping import wait_to_help, withdraw_help
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.coordinators.months import fill_months
from tests.requests_app.factory import helped_need

ClientOf = Callable[[Resident], Client]
# Zones without daylight saving, so that the recount needs no time zone database.
OFFSETS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
FIRST, LAST = Month(2026, 6), Month(2026, 11)
MONTHS = LAST.with_those_before(6)


@pytest.mark.parametrize("zone", OFFSETS)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("who", ["rw_head", "rt_head"])
def test_figures_agree_with_a_slow_recount(cast: Cast, zone: str, seed: int, who: str) -> None:
    RukunWarga.objects.update(zone=zone)
    fill_months(cast, random.Random(seed))  # noqa: S311 - rows to count, nothing to guess
    coordinator = standing_of(getattr(cast, who))
    counted = figures_of(coordinator, MONTHS, zone)
    assert [as_counted(figures) for figures in counted] == [
        recount(coordinator, month, OFFSETS[zone]) for month in MONTHS
    ]
    # A recount of nothing would prove nothing.
    assert all(figures.posted and figures.opened for figures in counted)
    assert any(figures.median_wait for figures in counted)
    assert any(figures.came > figures.held for figures in counted)


def as_counted(figures: Figures) -> dict[str, object]:
    return {
        "posted": figures.posted,
        "opened": figures.opened,
        "filled": figures.filled,
        "median_wait": figures.median_wait,
        "helpers": figures.helpers,
        "held": figures.held,
        "came": figures.came,
    }


# --- The recount -------------------------------------------------------------------------


def recount(coordinator: Standing, month: Month, offset: int) -> dict[str, object]:
    clock = timezone(timedelta(hours=offset))

    def within(at: datetime | None) -> bool:
        there = at.astimezone(clock) if at else None
        return there is not None and (there.year, there.month) == (month.year, month.number)

    needs = [need for need in AidRequest.objects.all() if answers_for(coordinator, need)]
    posted = [need for need in needs if within(need.created_at)]
    opened = [need for need in posted if need.opened_at]
    waits = [wait for need in opened if (wait := wait_of(need)) is not None]
    helped = [need for need in needs if within(need.done_at)]
    events = [event for event in Event.objects.all() if answers_for(coordinator, event)]
    held = [event for event in events if event.status == "done" and within(event.starts_at)]
    return {
        "posted": len(posted),
        "opened": len(opened),
        "filled": len(waits),
        "median_wait": timedelta(seconds=median(waits)) if waits else None,
        "helpers": len({person for need in helped for person in those_with(need, "done")}),
        "held": len(held),
        "came": sum(len(those_with(event, "done")) + event.walk_ins for event in held),
    }


def answers_for(coordinator: Standing, thing: AidRequest | Event) -> bool:
    return any(
        office.rt_id == thing.rt_id if office.rt_id else office.rw_id == thing.rw_id
        for office in coordinator.offices
    )


def those_with(thing: AidRequest | Event, status: str) -> set[int]:
    sign_ups = [each for shift in thing.shifts.all() for each in shift.sign_ups.all()]
    return {each.volunteer_id for each in sign_ups if each.status == status}


def wait_of(need: AidRequest) -> float | None:
    assert need.opened_at
    came = [
        each.created_at
        for shift in need.shifts.all()
        for each in shift.sign_ups.all()
        if each.status in ("active", "done") or each.reason == "cancelled"
        if each.created_at >= need.opened_at
    ]
    return (min(came) - need.opened_at).total_seconds() if came else None


# --- The page ----------------------------------------------------------------------------


def test_page_of_a_month_without_anything_says_so(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.rt_head).get("/pengurus/angka/?bulan=2025-03")
    assert page.context["is_empty"]
    assert page.context["charts"] == []


@travel(datetime(2026, 11, 30, 16, 30, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("zone", "month"),
    [("Asia/Jakarta", "2026-11"), ("Asia/Makassar", "2026-12"), ("Asia/Jayapura", "2026-12")],
)
def test_running_month_is_that_of_the_neighbourhood(
    cast: Cast, client_of: ClientOf, zone: str, month: str
) -> None:
    RukunWarga.objects.update(zone=zone)
    page = client_of(cast.rw_head).get("/pengurus/angka/")
    assert (str(page.context["month"]), page.context["after"]) == (month, None)


@travel(datetime(2026, 11, 24, 5, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-12",
        "2026-13",
        "2026-00",
        "2019-12",
        "0000-01",
        "-1",
        "2026-1",
        "２０２６-01",
        "x" * 99,
    ],
)
def test_what_is_no_month_gives_the_running_one(cast: Cast, client_of: ClientOf, text: str) -> None:
    page = client_of(cast.rw_head).get("/pengurus/angka/", {"bulan": text})
    assert (page.status_code, str(page.context["month"])) == (200, "2026-11")


@travel(datetime(2026, 11, 24, 5, 0, tzinfo=UTC), tick=False)
def test_months_lead_to_each_other(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    january = client.get("/pengurus/angka/?bulan=2026-01").context
    assert (str(january["before"]), str(january["after"])) == ("2025-12", "2026-02")
    assert client.get("/pengurus/angka/?bulan=2020-01").context["before"] is None


def test_drawing_stands_for_its_table(cast: Cast, client_of: ClientOf) -> None:
    fill_months(cast, random.Random(1))  # noqa: S311 - rows to count, nothing to guess
    page = client_of(cast.rw_head).get("/pengurus/angka/?bulan=2026-11")
    for chart in page.context["charts"]:
        assert len(chart.bars) == 6
        assert max(bar.height for bar in chart.bars) == 72
        assert [bar.is_current for bar in chart.bars] == [False] * 5 + [True]
        for bar in chart.bars:
            assert f"{bar.month_in_full}: {bar.words}" in chart.read_aloud
            cells = f'<th scope="row">{bar.month_in_full}</th><td>{bar.words}</td>'
            assert cells in page.content.decode()


def test_bar_of_a_little_is_seen_beside_a_lot() -> None:
    months = [Figures(Month(2026, 10), posted=10_000), Figures(Month(2026, 11), posted=1)]
    assert [bar.height for bar in charts_of(months)[0].bars] == [72, 2]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 menit"),
        (59, "59 menit"),
        (60, "1 jam"),
        (150, "2 jam"),
        (2879, "48 jam"),
        (2880, "2 hari"),
    ],
)
def test_time_is_said_shortly(minutes: int, words: str) -> None:
    assert short_span(timedelta(minutes=minutes)) == words


def test_figures_cost_the_same_with_one_need_and_with_many(
    cast: Cast, client_of: ClientOf, django_assert_num_queries: Callable
) -> None:
    client = client_of(cast.rw_head)
    coordinator = standing_of(cast.rw_head)
    fill_months(cast, random.Random(2))  # noqa: S311 - rows to count, nothing to guess
    with django_assert_num_queries(3):
        figures_of(coordinator, MONTHS, "Asia/Jakarta")
    assert client.get("/pengurus/angka/").status_code == 200


def test_figures_of_an_rt_leave_out_the_others(cast: Cast) -> None:
    rt = rt_of(cast.other_rt)
    Office.objects.create(holder=cast.other_rt, rw=rt.rw, rt=rt)
    fill_months(cast, random.Random(3))  # noqa: S311 - rows to count, nothing to guess
    own = figures_of(standing_of(cast.other_rt), MONTHS, "Asia/Jakarta")
    all_of_rw = figures_of(standing_of(cast.rw_head), MONTHS, "Asia/Jakarta")
    assert sum(each.posted for each in own) == sum(
        MONTHS[0].begins("Asia/Jakarta") <= need.created_at < MONTHS[-1].ends("Asia/Jakarta")
        for need in AidRequest.objects.filter(rt=rt)
    )
    assert sum(each.posted for each in own) < sum(each.posted for each in all_of_rw)


@pytest.mark.parametrize("has_helper", [True, False])
def test_line_of_a_cancelled_need_is_no_help(cast: Cast, has_helper: bool) -> None:
    """The second in line had been offered a place at the most."""
    need = helped_need(cast, helpers=1)
    wait_to_help(need, volunteer=standing_of(cast.other_rt))
    wait_to_help(need, volunteer=standing_of(cast.rt_head))
    if not has_helper:
        withdraw_help(need, volunteer=standing_of(cast.volunteer))
    cancel_need(need, requester=standing_of(cast.requester))
    now = datetime.now(UTC) + timedelta(hours=7)
    [figures] = figures_of(standing_of(cast.rw_head), [Month(now.year, now.month)], "Asia/Jakarta")
    assert (figures.opened, figures.filled) == (1, int(has_helper))
