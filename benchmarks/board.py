"""The board's first and a deep page, with few needs behind it and with many.

`script/bench board`. The claim (DESIGN.md, 'Growth is flat') is a ratio within one run;
the baseline is paging by OFFSET, as a first version would be written.
"""

import logging
import statistics
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.scratch import save, scratch_database

if TYPE_CHECKING:
    from neighborhoods.standing import Standing

FEW, MANY = 1_000, 200_000
ROUNDS = 30
Times = dict[str, float]


def main() -> None:
    with scratch_database():
        logging.disable(logging.WARNING)
        viewer = make_viewer()
        times: dict[str, Times] = {}
        for count in (FEW, MANY):
            fill_up_to(count, viewer)
            times[f"{count:,} needs"] = measure(viewer, count)
    print_table(times)
    save("board", {"milliseconds_per_page": times})


def make_viewer() -> "Standing":
    from gotongroyong.demo.people import make_cast
    from neighborhoods.standing import standing_of

    return standing_of(make_cast()["0003"])


def fill_up_to(count: int, viewer: "Standing") -> None:
    """Live needs spread over a year, every third one urgent."""
    from django.db import connection
    from django.utils import timezone

    from requests_app.models import AidRequest
    from volunteers.models import Shift

    now, have = timezone.now(), AidRequest.objects.count()
    needs = [need_at(now + timedelta(minutes=n), n, viewer) for n in range(have, count)]
    AidRequest.objects.bulk_create(needs, batch_size=2_000)
    Shift.objects.bulk_create([Shift(need=need, capacity=2) for need in needs], batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def need_at(starts_at, number: int, viewer: "Standing"):  # type: ignore[no-untyped-def]  # models load late
    from requests_app.models import AidRequest

    urgent = number % 3 == 0
    return AidRequest(
        code=f"{number:06}",
        rw=viewer.rw,
        rt=viewer.rt,
        requester=viewer.resident,
        category="medicine" if urgent else "errand",
        urgency="segera" if urgent else "biasa",
        urgency_rank=1 if urgent else 2,
        title=f"Titip belanja {number}",
        starts_at=starts_at,
        needed_at=starts_at,
        expires_at=starts_at + timedelta(hours=6),
        status="open",
        opened_at=starts_at - timedelta(days=400),
    )


def measure(viewer: "Standing", count: int) -> Times:
    from requests_app.board import board_page, key_of
    from requests_app.models import AidRequest

    deep = key_of(AidRequest.objects.on_board_of(viewer).in_board_order()[count * 9 // 10])
    return {
        "first page": median_ms(lambda: board_page(viewer)),
        "deep page by key": median_ms(lambda: board_page(viewer, after=deep)),
        "deep page by OFFSET (baseline)": median_ms(lambda: by_offset(viewer, count * 9 // 10)),
    }


def by_offset(viewer: "Standing", offset: int) -> None:
    from requests_app.cards import cards_for
    from requests_app.models import AidRequest

    needs = AidRequest.objects.on_board_of(viewer).in_board_order().for_cards()
    cards_for(needs[offset : offset + 21], viewer)


def median_ms(do: Callable[[], object]) -> float:
    def once() -> float:
        start = perf_counter()
        do()
        return (perf_counter() - start) * 1000

    return round(statistics.median(once() for _ in range(ROUNDS)), 1)


def print_table(times: dict[str, Times]) -> None:
    few, many = times.values()
    print(
        f"{'milliseconds a page (median)':34}"
        + "".join(f"{name:>16}" for name in times)
        + "   ratio"
    )
    for name, value in few.items():
        print(f"{name:34}{value:16.1f}{many[name]:16.1f}{many[name] / value:8.1f}")


if __name__ == "__main__":
    main()
