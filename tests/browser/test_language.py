"""Indonesian for everybody until they choose otherwise, whatever their browser is set to."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import play
from tests.browser.visits import Visits, sign_in_quietly
from tests.cast import Cast
from tests.requests_app.factory import open_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def speaks(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)
    words = {"id": "Nomor darurat", "en": "Emergency numbers"}[language]
    expect(page.locator("footer a[href='/darurat/']")).to_have_text(words)


def choose(page: Page, language: str) -> None:
    page.locator(f"form[action='/bahasa/'] button[value={language}]").click()


def test_an_english_browser_gets_indonesian_until_its_user_chooses(visits: Visits) -> None:
    page = visits(locale="en-US")
    assert page.evaluate("navigator.language") == "en-US"
    page.goto("/masuk/")
    speaks(page, "id")
    choose(page, "en")
    page.wait_for_url("**/masuk/")
    speaks(page, "en")
    choose(page, "id")
    speaks(page, "id")


def test_a_strangers_choice_stays_on_the_device_through_sign_in(visits: Visits, cast: Cast) -> None:
    page = visits(locale="en-US")
    page.goto("/")
    choose(page, "en")
    speaks(page, "en")
    play.sign_in(page, "0812-0000-0004")
    speaks(page, "en")


def test_the_choice_of_somebody_signed_in_follows_to_another_device(
    visits: Visits, cast: Cast
) -> None:
    phone, computer = visits(cast.requester, locale="en-US"), visits(cast.requester, width=1280)
    phone.goto("/")
    computer.goto("/")
    speaks(phone, "id")
    choose(phone, "en")
    speaks(phone, "en")
    computer.reload()
    speaks(computer, "en")


def test_a_device_that_two_people_share_keeps_its_own_choice(visits: Visits, cast: Cast) -> None:
    cast.requester.language = "en"
    cast.requester.save(update_fields=["language"])
    page = visits()
    page.goto("/")
    choose(page, "en")
    choose(page, "id")
    sign_in_quietly(page.context, cast.requester, page.url)
    page.goto("/")
    speaks(page, "id")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_board_says_its_words_in_indonesian(visits: Visits, cast: Cast, script: bool) -> None:
    need = open_need(cast)
    page = visits(cast.volunteer, script=script, locale="en-US")
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Butuh bantuan")
    card = page.locator("article.need")
    expect(card).to_contain_text("Masih butuh 2 orang")
    expect(card.locator("button")).to_contain_text("Saya bisa bantu")
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    expect(page.locator("main")).to_contain_text("Masih butuh 1 orang")
    expect(play.form(page, f"/kebutuhan/{need.code}/selesai/")).to_contain_text("Tandai selesai")
