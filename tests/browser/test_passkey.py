"""A passkey from making to removing, with Chromium's own authenticator in software.

At `localhost`: an address of numbers is no place for a passkey.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import Resident
from accounts.passwords import make_reset_link, use_reset_link
from tests.browser.stack import HOST, Stack
from tests.browser.visits import DESK, PHONE, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "gotong-royong"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(transactional_db: None, stack: Stack, chromium: Browser) -> Iterator[Visits]:
    opened = Visits(chromium, stack.url.replace(HOST, "localhost"))
    yield opened
    opened.close()
    assert opened.watch.trouble == []


def give_finger(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def add_passkey(page: Page) -> None:
    page.goto("/saya/keamanan/")
    page.locator("main a[href='/saya/kunci/']").click()
    page.locator("main a[href='/saya/kunci/tambah/']").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    assert overflow(page) <= 0
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/saya/kunci/")
    expect(page.locator("main .item__title")).to_have_count(1)


def sign_out(page: Page) -> None:
    page.goto("/keluar/")
    page.locator("main form button").click()
    page.goto("/masuk/")


def touch_to_sign_in(page: Page) -> None:
    page.goto("/masuk/")
    page.locator("main a[href^='/masuk/kunci/']").click()
    assert overflow(page) <= 0
    page.locator("form[data-passkey] button").click()


def is_in(page: Page) -> None:
    expect(page.locator("form[action='/keluar/']")).to_be_visible()


def by_password(page: Page, person: Resident) -> None:
    page.goto("/masuk/")
    page.locator("[name=login]").fill(str(person.phone))
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_it_signs_in_until_it_is_removed(at_localhost: Visits, cast: Cast, width: int) -> None:
    at_localhost.watch.expected = {200, 422}
    page = at_localhost(cast.rt_head, width=width)
    give_finger(page)
    add_passkey(page)
    sign_out(page)
    touch_to_sign_in(page)
    is_in(page)
    sign_out(page)
    by_password(page, cast.rt_head)
    # No second step after it.
    is_in(page)
    page.goto("/saya/kunci/")
    page.locator("main a[href$='/hapus/']").click()
    page.locator("main form button").click()
    page.wait_for_url("**/saya/keamanan/")
    sign_out(page)
    touch_to_sign_in(page)
    expect(page.locator("main [role=alert]").first).to_contain_text("Coba sekali lagi")
    by_password(page, cast.rt_head)
    is_in(page)


def test_the_coordinators_link_removes_it(at_localhost: Visits, cast: Cast) -> None:
    at_localhost.watch.expected = {200, 422}
    page = at_localhost(cast.rt_head)
    give_finger(page)
    add_passkey(page)
    use_reset_link(make_reset_link(cast.rt_head, made_by=cast.rw_head), "tiga kata berurutan")
    touch_to_sign_in(page)
    expect(page.locator("main [role=alert]").first).to_contain_text("Coba sekali lagi")


def test_without_javascript_no_button_is_offered(at_localhost: Visits, cast: Cast) -> None:
    page = at_localhost(script=False)
    page.goto("/masuk/")
    expect(page.locator("main a[href^='/masuk/kunci/']")).to_be_hidden()
    page.goto("/masuk/kunci/")
    expect(page.locator("[data-passkey-unable]")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
