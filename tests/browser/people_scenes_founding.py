"""The screens of founding an RW and keeping its RT. `test_every_page` imports them into SCENES."""

from playwright.sync_api import Page

from neighborhoods.models import RukunTetangga
from tests.browser.scenes import scene
from tests.cast import Cast, rt_of


def open_rt(page: Page, cast: Cast, what: str = "") -> None:
    page.goto(f"/pengurus/rt/{rt_of(cast.volunteer).pk}/{what}")


def open_houses(page: Page, cast: Cast) -> None:
    open_rt(page, cast, "pecah/")
    page.locator("[name=step][value=houses]").click()
    page.locator("[name=houses]").first.wait_for()


@scene(None)
def found(page: Page, cast: Cast) -> None:
    page.goto("/daftarkan-rw/")


@scene(None, status=422)
def found_with_errors(page: Page, cast: Cast) -> None:
    page.goto("/daftarkan-rw/")
    page.locator("[name=number]").fill("tiga")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None)
def found_thanks(page: Page, cast: Cast) -> None:
    page.goto("/daftarkan-rw/terima-kasih/")


@scene("rw_head")
def desk_hood_of_the_rw(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/lingkungan/")


@scene("rw_head")
def desk_rts(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/rt/")


@scene("rw_head")
def desk_rts_empty(page: Page, cast: Cast) -> None:
    RukunTetangga.objects.update(closed_at="2026-01-01T00:00:00Z")
    page.goto("/pengurus/rt/")


@scene("rw_head", status=422)
def desk_rts_with_errors(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/rt/")
    page.locator("[name=number]").fill("003")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("rw_head")
def desk_rt(page: Page, cast: Cast) -> None:
    open_rt(page, cast)


@scene("rw_head")
def desk_rt_split(page: Page, cast: Cast) -> None:
    open_rt(page, cast, "pecah/")


@scene("rw_head")
def desk_rt_split_houses(page: Page, cast: Cast) -> None:
    open_houses(page, cast)


@scene("rw_head", status=422)
def desk_rt_split_with_errors(page: Page, cast: Cast) -> None:
    open_houses(page, cast)
    page.locator("[name=step][value=preview]").click()
    page.locator(".error-summary").wait_for()


@scene("rw_head")
def desk_rt_split_confirm(page: Page, cast: Cast) -> None:
    open_houses(page, cast)
    page.locator("[name=number]").fill("7")
    page.locator("[name=houses]").first.check()
    page.locator("[name=step][value=preview]").click()
    page.locator("[name=step][value=send]").wait_for()


@scene("rw_head")
def desk_rt_merge(page: Page, cast: Cast) -> None:
    open_rt(page, cast, "gabung/")


@scene("rw_head")
def desk_rt_merge_confirm(page: Page, cast: Cast) -> None:
    open_rt(page, cast, "gabung/")
    page.locator("[name=into]").first.check()
    page.locator("[name=step][value=preview]").click()
    page.locator("[name=step][value=send]").wait_for()
