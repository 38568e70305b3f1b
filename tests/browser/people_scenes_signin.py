"""The screens of signing in, security and people. `test_every_page` imports them into SCENES."""

from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Page

from accounts.models import Resident
from accounts.passwords import make_reset_link
from neighborhoods.models import Membership
from tests.browser.scenes import scene
from tests.cast import Cast

PASSWORD = "gotong-royong"


def at_desk(page: Page, cast: Cast, where: str = "") -> None:
    membership = Membership.objects.get(resident=cast.requester)
    page.goto(f"/pengurus/warga/{membership.pk}/{where}")


def new_password(page: Page, cast: Cast) -> None:
    token = make_reset_link(cast.requester, made_by=cast.rt_head)
    page.goto(f"/sandi-baru/{token}/")


def on_two_devices(page: Page, person: Resident) -> None:
    """Signed in elsewhere as well; here by this page's own cookie."""
    agents = ("Mozilla/5.0 (Linux; Android 13) Chrome/130.0", "Mozilla/5.0 (iPhone) Safari/604.1")
    for agent in agents:
        Client(headers={"User-Agent": agent}).post(
            "/masuk/", {"login": person.phone, "password": PASSWORD}
        )


def has_passkey(person: Resident) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Chrome, Android"}
    )


def asked_for_code(page: Page) -> None:
    page.goto("/masuk/kode/")
    page.locator("[name=phone]").fill("0812-0000-0004")
    page.locator("main form button").click()
    page.locator("[name=code]").wait_for()


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
def security_other_devices(page: Page, cast: Cast) -> None:
    on_two_devices(page, cast.requester)
    page.goto("/saya/keamanan/")


@scene("requester")
def security_others_ended(page: Page, cast: Cast) -> None:
    on_two_devices(page, cast.requester)
    page.goto("/saya/keamanan/")
    page.locator("form[action$='/akhiri-lainnya/'] button").click()
    page.locator(".messages, [role=status]").first.wait_for(state="attached")


@scene("requester", status=422)
def change_password_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/sandi/")
    page.locator("[name=password]").fill("salah")
    page.locator("[name=new_password]").fill("pendek")
    page.locator("[name=repeated]").fill("lain")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def change_phone(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/nomor/")


@scene("requester")
def change_password(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/sandi/")


@scene("requester", status=422)
def change_phone_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/nomor/")
    page.locator("[name=phone]").fill("12")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None)
def code_ask(page: Page, cast: Cast) -> None:
    page.goto("/masuk/kode/")


@scene(None)
def code_enter(page: Page, cast: Cast) -> None:
    asked_for_code(page)


@scene(None, status=422)
def code_refused(page: Page, cast: Cast) -> None:
    asked_for_code(page)
    page.locator("[name=code]").fill("12")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None)
def passkey_sign_in(page: Page, cast: Cast) -> None:
    page.goto("/masuk/kunci/")


@scene(None, status=422)
def passkey_sign_in_refused(page: Page, cast: Cast) -> None:
    page.goto("/masuk/kunci/")
    page.evaluate("document.querySelector('form[data-passkey]').submit()")
    page.locator("main > .notice[role=alert]").wait_for()


@scene(None)
def passkey_sign_in_given_up(page: Page, cast: Cast) -> None:
    """At an address of numbers the browser itself says no."""
    page.goto("/masuk/kunci/")
    page.locator("form[data-passkey] button").click()
    page.locator("form[data-passkey] [role=alert]").wait_for()


@scene("rt_head")
def security_coordinator(page: Page, cast: Cast) -> None:
    page.goto("/saya/keamanan/")


@scene("rt_head")
def passkeys_empty(page: Page, cast: Cast) -> None:
    page.goto("/saya/kunci/")


@scene("rt_head")
def passkeys(page: Page, cast: Cast) -> None:
    has_passkey(cast.rt_head)
    page.goto("/saya/kunci/")


@scene("requester")
def passkeys_out_of_office(page: Page, cast: Cast) -> None:
    has_passkey(cast.requester)
    page.goto("/saya/kunci/")


@scene("rt_head")
def passkey_remove(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/kunci/{has_passkey(cast.rt_head).pk}/hapus/")


@scene("rt_head")
def passkey_add(page: Page, cast: Cast) -> None:
    page.goto("/saya/kunci/tambah/")


@scene("rt_head", status=422)
def passkey_add_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/kunci/tambah/")
    page.locator("[name=password]").fill("salah")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def passkey_add_finger(page: Page, cast: Cast) -> None:
    page.goto("/saya/kunci/tambah/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.locator("form[data-passkey] button").wait_for()
