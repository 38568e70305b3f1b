"""The screens of signing in, security and people. `test_every_page` imports them into SCENES."""

from playwright.sync_api import Page

from accounts.passwords import make_reset_link
from neighborhoods.models import Membership
from tests.browser.scenes import scene
from tests.cast import Cast


def at_desk(page: Page, cast: Cast, where: str = "") -> None:
    membership = Membership.objects.get(resident=cast.requester)
    page.goto(f"/pengurus/warga/{membership.pk}/{where}")


def new_password(page: Page, cast: Cast) -> None:
    token = make_reset_link(cast.requester, made_by=cast.rt_head)
    page.goto(f"/sandi-baru/{token}/")


@scene(None)
def forgot(page: Page, cast: Cast) -> None:
    page.goto("/masuk/lupa/")


@scene(None)
def password_new(page: Page, cast: Cast) -> None:
    new_password(page, cast)


@scene(None, status=422)
def password_new_refused(page: Page, cast: Cast) -> None:
    new_password(page, cast)
    page.locator("[name=new_password]").fill("pendek")
    page.locator("[name=repeated]").fill("lain")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None, status=404)
def password_link_gone(page: Page, cast: Cast) -> None:
    page.goto("/sandi-baru/tidak-ada/")


@scene("rw_head")
def desk_people(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/warga/")


@scene("rw_head")
def desk_people_nobody_found(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/warga/")
    page.locator("[name=name]").fill("Tidak Ada" * 6)
    page.locator("main form[role=search] button").click()
    page.locator(".empty").wait_for()


@scene("rt_head")
def desk_person(page: Page, cast: Cast) -> None:
    at_desk(page, cast)


@scene("rt_head")
def desk_person_contact(page: Page, cast: Cast) -> None:
    at_desk(page, cast)
    page.locator("form[action$='/kontak/'] button").click()
    page.locator("#contact-title").wait_for()


@scene("rt_head")
def desk_password_link(page: Page, cast: Cast) -> None:
    at_desk(page, cast, "tautan-sandi/")


@scene("rt_head")
def desk_password_link_made(page: Page, cast: Cast) -> None:
    at_desk(page, cast, "tautan-sandi/")
    page.locator("main form button").click()
    page.locator("#share-text").wait_for()


@scene("rt_head")
def desk_end_sessions(page: Page, cast: Cast) -> None:
    at_desk(page, cast, "akhiri-sesi/")


@scene("requester")
def security(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/")


@scene("requester")
def change_password(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/sandi/")


@scene("requester", status=422)
def change_phone_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/nomor/")
    page.locator("[name=phone]").fill("12")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()
