"""A forgotten password is mended by the coordinator's link once, and never twice."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Resident
from tests.browser.visits import EVERY_WAY, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "tiga kata berurutan"


def make_link(page: Page, person: Resident) -> str:
    """From the desk by taps alone; what stands in the message for WhatsApp."""
    page.goto("/pengurus/lingkungan/")
    page.locator("main a[href='/pengurus/warga/']").click()
    page.locator("[name=name]").fill(person.name.split()[0].lower())
    page.locator("main form[role=search] button").click()
    page.get_by_role("link", name=person.name).click()
    assert overflow(page) <= 0
    page.get_by_role("link", name="Lupa kata sandi").click()
    page.locator("main form button").click()
    text = page.locator("#share-text")
    expect(text).to_contain_text("Berlaku 30 menit, sekali pakai.")
    assert overflow(page) <= 0
    return text.inner_text().rsplit(" ", 1)[1]


def choose(page: Page, password: str) -> None:
    page.locator("[name=new_password]").fill(password)
    page.locator("[name=repeated]").fill(password)
    page.locator("main form button").click()


@EVERY_WAY
def test_the_link_mends_it_once_and_never_twice(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    visits.watch.expected = {200, 404, 422}
    desk = visits(cast.rt_head, width=width, script=script)
    link = make_link(desk, cast.requester)

    phone = visits(width=width, script=script)
    phone.goto("/masuk/")
    phone.get_by_role("link", name="Lupa kata sandi?").click()
    expect(phone.locator("main")).to_contain_text("RT Anda")
    assert overflow(phone) <= 0
    # WhatsApp opens it first, to show a preview.
    assert visits(width=width, script=script).goto(link).status == 200  # type: ignore[union-attr]
    phone.goto(link)
    choose(phone, "pendek")
    expect(phone.locator(".error-summary")).to_be_visible()
    choose(phone, NEW)
    expect(phone.locator("form[action='/keluar/']")).to_be_visible()
    cast.requester.refresh_from_db()
    assert cast.requester.check_password(NEW)

    thief = visits(width=width, script=script)
    thief.goto(link)
    expect(thief.locator("main")).to_contain_text("Tautan ini sudah tidak berlaku")
    expect(thief.locator("[name=new_password]")).to_have_count(0)
    assert overflow(thief) <= 0
    phone.goto("/pemberitahuan/")
    expect(phone.locator("main")).to_contain_text("Tautan untuk kata sandi baru sudah dibuat")
    expect(phone.locator("main")).to_contain_text("Kata sandi baru dibuat lewat tautan")
