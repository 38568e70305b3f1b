"""The screens of the desk. `test_every_page` imports them into SCENES."""

import random

from playwright.sync_api import Page

from tests.browser import play
from tests.browser.scenes import LONG, scene, some_needs
from tests.cast import Cast
from tests.coordinators import waiting as at_desk
from tests.coordinators.months import fill_months
from tests.requests_app.factory import open_need, pending_need


@scene("rt_head")
def desk_empty(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/")


@scene("rt_head")
def desk_queue(page: Page, cast: Cast) -> None:
    pending_need(cast)
    open_need(cast, category="medicine", title="Ambil obat di puskesmas")
    page.goto("/pengurus/")


@scene("rt_head")
def desk_detail(page: Page, cast: Cast) -> None:
    pending_need(cast, category="tools", title="Pinjam tangga lipat")
    page.goto(f"/pengurus/{pending_need(cast, name_hidden=True).code}/")


@scene("rt_head", status=422)
def desk_reason_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/{pending_need(cast).code}/")
    page.locator("details").nth(1).locator("summary").click()
    page.locator("#reason-decline").fill("x")
    page.locator("#reason-decline").press("Enter")
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def desk_after_opening(page: Page, cast: Cast) -> None:
    need = open_need(cast, category="medicine", title="Ambil obat di puskesmas")
    page.goto(f"/pengurus/{need.code}/")


@scene("rt_head")
def desk_of_all_kinds(page: Page, cast: Cast) -> None:
    """What waits, of each kind; on a computer the oldest beside it."""
    at_desk.an_unfilled_need(cast)
    at_desk.a_held_need(cast)
    at_desk.an_unread_need(cast)
    at_desk.a_report(cast)
    at_desk.a_held_event(cast)
    at_desk.a_past_event(cast)
    page.goto("/pengurus/")


@scene("rt_head")
def desk_unfilled(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/{at_desk.an_unfilled_need(cast).code}/")


@scene("rt_head")
def desk_held_need(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/{at_desk.a_held_need(cast).code}/")


@scene("rt_head")
def desk_report(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/laporan/{at_desk.a_report(cast).pk}/")


@scene("rw_head")
def desk_appeal(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/banding/{at_desk.an_appeal(cast).pk}/")


@scene("rt_head", status=422)
def desk_report_reason_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/laporan/{at_desk.a_report(cast).pk}/")
    page.locator("details summary").last.click()
    page.locator("#reason-hidden").fill("x")
    page.locator("#reason-hidden").press("Enter")
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def desk_held_event(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/kegiatan/{at_desk.a_held_event(cast).code}/")


@scene("rt_head")
def desk_event_to_close(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/kegiatan/{at_desk.a_past_event(cast).code}/")


@scene("rt_head")
def desk_undo(page: Page, cast: Cast) -> None:
    need = pending_need(cast)
    at_desk.a_report(cast)
    page.goto("/pengurus/")
    play.tap(page, f"/pengurus/{need.code}/setujui/")
    page.locator(".undo").wait_for()


@scene("rw_head")
def desk_figures(page: Page, cast: Cast) -> None:
    fill_months(cast, random.Random(7))  # noqa: S311 - rows to look at, nothing to guess
    page.goto("/pengurus/angka/?bulan=2026-11")
    page.locator(".figure summary").first.click()


@scene("rt_head")
def desk_figures_empty(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/angka/?bulan=2025-03")


@scene("rt_head")
def desk_journal(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/pengurus/catatan/")


@scene("rt_head")
def desk_journal_empty(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/catatan/?jenis=kegiatan")


@scene("rt_head")
def desk_with_long_words(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/{pending_need(cast, **LONG).code}/")
