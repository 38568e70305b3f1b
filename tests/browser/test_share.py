"""From the group's message to the sign-up, on a phone; and the message itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from gotongroyong.demo.cast import PASSWORD
from tests.browser import play
from tests.browser.visits import Visits, overflow
from tests.cast import Cast
from tests.events.factory import published_event
from tests.requests_app.factory import open_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def message_on(page: Page) -> str:
    """What WhatsApp would be opened with; the link itself leads off this machine."""
    button = page.get_by_role("link", name="Bagikan ke grup WA")
    expect(button).to_be_visible()
    target = urlsplit(button.get_attribute("href") or "")
    assert (target.scheme, target.netloc, target.path) == ("https", "wa.me", "/")
    return parse_qs(target.query)["text"][0]


def address_in(message: str) -> str:
    return urlsplit(message.rsplit(" ", 1)[1]).path


@pytest.mark.parametrize("script", [False, True], ids=["no-script", "script"])
def test_the_link_of_a_shared_need_lands_on_the_sign_up_after_signing_in(
    visits: Visits, cast: Cast, script: bool
) -> None:
    need = open_need(cast)
    sharer, reader = visits(cast.requester, script=script), visits(script=script)
    sharer.goto(f"/kebutuhan/{need.code}/")
    message = message_on(sharer)
    assert message.startswith("Butuh bantuan: Belanja / titip beli\n")

    reader.goto(address_in(message))
    expect(reader.locator("h1")).to_have_text("Belanja / titip beli")
    assert need.title not in reader.content()
    reader.get_by_role("link", name="Masuk untuk membantu").click()
    reader.locator("input[name=login]").fill("0812-0000-0003")
    reader.locator("input[name=password]").fill(PASSWORD)
    reader.locator("main form button").click()

    reader.wait_for_url(f"**/kebutuhan/{need.code}/#bantu")
    button = play.form(reader, f"/kebutuhan/{need.code}/bantu/").locator("button")
    expect(button).to_be_in_viewport(ratio=1)
    assert overflow(reader) <= 0
    button.click()
    expect(play.form(reader, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()
    assert message_on(reader).splitlines()[3] == "Masih butuh 1 orang"


def test_the_link_of_a_shared_event_lands_on_its_places_after_signing_in(
    visits: Visits, cast: Cast
) -> None:
    event = published_event(cast)
    sharer, reader = (visits(person, script=False) for person in (cast.rw_head, None))
    sharer.goto(f"/kegiatan/{event.code}/")
    reader.goto(address_in(message_on(sharer)))
    expect(reader.locator("h1")).to_have_text("Kerja bakti")
    assert event.title not in reader.content()
    reader.get_by_role("link", name="Masuk untuk ikut").click()
    reader.locator("input[name=login]").fill("0812-0000-0003")
    reader.locator("input[name=password]").fill(PASSWORD)
    reader.locator("main form button").click()
    reader.wait_for_url(f"**/kegiatan/{event.code}/#ikut")
    expect(reader.locator("#ikut form button").first).to_be_in_viewport(ratio=1)
    assert overflow(reader) <= 0


def test_without_a_script_the_text_is_there_to_be_copied_by_hand(
    visits: Visits, cast: Cast
) -> None:
    page = visits(cast.volunteer, script=False)
    page.goto(f"/kebutuhan/{open_need(cast).code}/")
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.locator("details summary").click()
    expect(page.locator("#share-text")).to_be_visible()
    assert page.locator("#share-text").text_content() == message_on(page)
    assert overflow(page) <= 0


def test_with_a_script_one_tap_copies_it_also_after_a_swap(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits(cast.volunteer)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/kebutuhan/{need.code}/")
    for left in ("Masih butuh 2 orang", "Masih butuh 1 orang"):
        page.get_by_role("button", name="Salin teks").click()
        expect(page.locator(".toast")).to_have_text("Teks tersalin")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert (copied, left in copied) == (message_on(page), True)
        if left == "Masih butuh 2 orang":
            play.tap(page, f"/kebutuhan/{need.code}/bantu/")
            expect(play.form(page, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()
