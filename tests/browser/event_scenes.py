"""The screens of events. `test_every_page` imports them into SCENES."""

from datetime import timedelta

from playwright.sync_api import Page

from events import actions, closing
from events.models import Event, PublicPlace
from events.plans import Place
from neighborhoods.standing import standing_of
from tests.browser.scenes import scene
from tests.cast import Cast, rt_of
from tests.events.factory import begun, join, leave, next_morning, published_event, wait
from tests.requests_app.factory import open_need

BIG = (
    Place("people", "Regu selokan", 10),
    Place("people", "Regu taman dan jalan", 10),
    Place("tools", "Cangkul", 3),
    Place("tools", "Sapu lidi", 10),
    Place("food", "Makanan kecil", 1),
)


def some_events(cast: Cast) -> Event:
    """A month with each chip, somebody's own, an RT's own and one past midnight."""
    first = published_event(cast, title="Kerja bakti bersih selokan", places=BIG)
    night = next_morning(3) - timedelta(hours=9)
    published_event(
        cast,
        kind="ronda",
        title="Ronda malam",
        starts_at=night,
        ends_at=night + timedelta(hours=6),
        repeat="weekly",
        place_text="Pos ronda",
    )
    own = published_event(cast, kind="arisan", title="Arisan RT 003", rt=rt_of(cast.volunteer))
    wet = published_event(cast, kind="sports", title="Senam pagi", starts_at=next_morning(4))
    off = published_event(cast, kind="posyandu", title="Posyandu Melati", starts_at=next_morning(5))
    head = standing_of(cast.rw_head)
    actions.postpone_event(wet, starts_at=next_morning(6), why="rain", coordinator=head)
    actions.cancel_event(off, reason="Balai warga sedang diperbaiki.", coordinator=head)
    join(cast.volunteer, first)
    join(cast.rt_head, first, "Cangkul")
    join(cast.rt_head, first, "Makanan kecil")
    wait(cast.volunteer, first, "Makanan kecil")
    join(cast.volunteer, own)
    return first


def open_event(page: Page, event: Event) -> None:
    page.goto(f"/kegiatan/{event.code}/")


def done_event(cast: Cast) -> Event:
    event = published_event(cast, title="Kerja bakti bersih selokan", places=BIG)
    join(cast.volunteer, event)
    join(cast.requester, event, "Cangkul")
    return closing.close_event(
        begun(event),
        attendance={},
        walk_ins=7,
        summary="Selokan depan masjid bersih. Sampah dua gerobak.\nBulan depan lanjut ke RT 002.",
        coordinator=standing_of(cast.rw_head),
    )


def kerja_bakti(page: Page, cast: Cast) -> None:
    PublicPlace.objects.create(rw=rt_of(cast.rw_head).rw, name="Balai warga RW 005")
    page.goto("/kegiatan/baru/kerja_bakti/")


@scene("requester")
def events_empty(page: Page, cast: Cast) -> None:
    page.goto("/kegiatan/")


@scene("volunteer")
def events(page: Page, cast: Cast) -> None:
    some_events(cast)
    page.goto("/kegiatan/")


@scene("volunteer")
def events_next_month(page: Page, cast: Cast) -> None:
    event = some_events(cast)
    page.goto(f"/kegiatan/?bulan={event.starts_at:%Y-%m}")


@scene("rw_head")
def events_coordinator(page: Page, cast: Cast) -> None:
    some_events(cast)
    page.goto("/kegiatan/")


@scene("other_rt")
def events_mine_empty(page: Page, cast: Cast) -> None:
    some_events(cast)
    page.goto("/kegiatan/?hanya=saya&bulan=2027-03")


@scene("volunteer")
def home_with_events(page: Page, cast: Cast) -> None:
    some_events(cast)
    open_need(cast)
    page.goto("/")


@scene("other_rt")
def event(page: Page, cast: Cast) -> None:
    open_event(page, some_events(cast))


@scene("volunteer")
def event_joined_and_waiting(page: Page, cast: Cast) -> None:
    open_event(page, some_events(cast))


@scene("volunteer")
def event_offered(page: Page, cast: Cast) -> None:
    event = some_events(cast)
    leave(cast.rt_head, event, "Makanan kecil")
    open_event(page, event)


@scene("rw_head")
def event_coordinator(page: Page, cast: Cast) -> None:
    open_event(page, some_events(cast))


@scene("volunteer")
def event_rained_off(page: Page, cast: Cast) -> None:
    some_events(cast)
    open_event(page, Event.objects.get(postponed_for="rain"))


@scene("volunteer")
def event_cancelled(page: Page, cast: Cast) -> None:
    some_events(cast)
    open_event(page, Event.objects.get(status="cancelled"))


@scene("volunteer")
def event_past_midnight(page: Page, cast: Cast) -> None:
    some_events(cast)
    open_event(page, Event.objects.filter(kind="ronda").order_by("starts_at")[0])


@scene("volunteer")
def event_done(page: Page, cast: Cast) -> None:
    open_event(page, done_event(cast))


@scene("rw_head")
def event_kinds(page: Page, cast: Cast) -> None:
    page.goto("/kegiatan/baru/")


@scene("rw_head")
def event_form(page: Page, cast: Cast) -> None:
    kerja_bakti(page, cast)


@scene("rw_head", status=422)
def event_form_with_errors(page: Page, cast: Cast) -> None:
    kerja_bakti(page, cast)
    page.locator("[name=title]").fill("x")
    page.locator("[name=date]").fill("2020-01-01")
    page.locator("[name=tempat-0-capacity]").fill("9999")
    page.locator("[name=tempat-2-label]").fill("")
    page.locator(".actions [name=step]").click()
    page.locator(".error-summary").wait_for()


@scene("rw_head")
def event_preview(page: Page, cast: Cast) -> None:
    kerja_bakti(page, cast)
    page.locator(".actions [name=step]").click()
    page.locator("[name=step][value=send]").wait_for()


@scene("rw_head")
def event_edit(page: Page, cast: Cast) -> None:
    page.goto(f"/kegiatan/{some_events(cast).code}/ubah/")


@scene("rw_head")
def event_postpone(page: Page, cast: Cast) -> None:
    page.goto(f"/kegiatan/{some_events(cast).code}/tunda/")


@scene("rw_head")
def event_cancel(page: Page, cast: Cast) -> None:
    page.goto(f"/kegiatan/{some_events(cast).code}/batalkan/")


@scene("rw_head")
def event_end_series(page: Page, cast: Cast) -> None:
    some_events(cast)
    ronda = Event.objects.filter(kind="ronda").order_by("starts_at")[0]
    page.goto(f"/kegiatan/{ronda.code}/hentikan/")


@scene("rw_head")
def event_close(page: Page, cast: Cast) -> None:
    page.goto(f"/kegiatan/{begun(some_events(cast)).code}/selesai/")
