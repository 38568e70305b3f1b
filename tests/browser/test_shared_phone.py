"""A phone that several people use: after signing out it shows nothing of who was there."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import play
from tests.browser.play_joining import current, statuses
from tests.browser.visits import PHONE, Visits
from tests.cast import Cast
from tests.requests_app.factory import open_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REQUESTER, RT_HEAD = "0812-0000-0004", "0812-0000-0002"
SECRET = "Tolong, ini tidak boleh dibaca orang lain"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_back_button_shows_nothing_of_before(visits: Visits, cast: Cast, script: bool) -> None:
    need = open_need(cast)
    page = visits(width=PHONE, script=script)
    play.sign_in(page, REQUESTER)
    pages = ("/", "/saya/", "/saya/rumah/", f"/kebutuhan/{need.code}/")
    assert set(statuses(page, *pages).values()) == {200}
    expect(page.locator("main")).to_contain_text(need.title)
    leave(page)
    for _step in pages:
        page.go_back()
        is_a_strangers(page, house_of(cast), need.title)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_half_written_need_is_gone_for_whoever_comes_next(
    visits: Visits, cast: Cast, script: bool
) -> None:
    page = visits(width=PHONE, script=script)
    play.sign_in(page, REQUESTER)
    page.goto("/minta/errand/")
    page.locator("[name=details]").fill(SECRET)
    leave(page)
    page.go_back()
    is_a_strangers(page, SECRET)
    play.sign_in(page, RT_HEAD)
    page.goto("/minta/errand/")
    expect(page.locator("[name=details]")).to_have_value("")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert SECRET not in page.evaluate(kept)


def house_of(cast: Cast) -> str:
    """The demo's front page names the cast, but never where they live."""
    house = current(cast.requester).household
    assert house
    return house.address


def leave(page: Page) -> None:
    page.locator("form[action='/keluar/'] button:visible").last.click()
    expect(page.locator("form[action='/keluar/']")).to_have_count(0)
    expect(page.locator("header a[href='/masuk/']")).to_be_visible()


def is_a_strangers(page: Page, *secrets: str) -> None:
    """Read as it is shown, boxes that are filled in included."""
    expect(page.locator("form[action='/keluar/']")).to_have_count(0)
    shown = page.content() + "".join(
        box.input_value() for box in page.locator("textarea, input:not([type=hidden])").all()
    )
    assert [secret for secret in secrets if secret in shown] == []
