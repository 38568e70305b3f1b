"""By the keyboard alone, as with a screen reader or a broken touch screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import play
from tests.browser.visits import DESK, Visits
from tests.cast import Cast
from tests.requests_app.factory import open_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page: Page, selector: str, *, at_most: int) -> int:
    """How many times Tab is pressed until the element that matches has the focus."""
    for presses in range(1, at_most + 1):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return presses
    raise AssertionError(f"{selector} not reached with {at_most} tabs")


def focus_can_be_seen(page: Page) -> bool:
    """It has an outline and lies neither under the header nor under the bottom bar."""
    return bool(
        page.evaluate("""() => {
          const at = document.activeElement, box = at.getBoundingClientRect();
          const drawn = getComputedStyle(at).outlineStyle !== "none";
          const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return drawn && (at.contains(seen) || (seen !== null && seen.contains(at)));
        }""")
    )


def test_the_first_tab_offers_to_skip_the_menu(visits: Visits, cast: Cast) -> None:
    page = visits(cast.volunteer, width=DESK)
    page.goto("/")
    assert tab_to(page, ".skip", at_most=1) == 1
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_from_the_skip_link_the_primary_action_is_next(visits: Visits, cast: Cast) -> None:
    page = visits(cast.volunteer)
    page.goto("/")
    tab_to(page, ".skip", at_most=1)
    page.keyboard.press("Enter")
    tab_to(page, "main a[href='/minta/']", at_most=1)
    assert focus_can_be_seen(page)


def test_signing_in_and_up_works_by_keys_alone(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits()
    page.goto("/masuk/")
    tab_to(page, "[name=login]", at_most=6)
    page.keyboard.type("081200000003")
    tab_to(page, "[name=password]", at_most=1)
    page.keyboard.type("gotong-royong")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "masuk" not in url)
    action = f"/kebutuhan/{need.code}/bantu/"
    tab_to(page, f"form[action='{action}'] button", at_most=12)
    assert focus_can_be_seen(page)
    page.keyboard.press("Enter")
    expect(play.form(page, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()


def test_every_stop_on_the_board_shows_where_one_is(visits: Visits, cast: Cast) -> None:
    for number in range(6):
        open_need(cast, title=f"Titip belanja nomor {number}")
    page = visits(cast.volunteer)
    page.goto("/papan/")
    stops = []
    while (stop := next_stop(page)) is not None:
        stops.append(stop)
        assert focus_can_be_seen(page), stop
    assert len([stop for stop in stops if "nomor" in stop]) == 12  # six links, six buttons


def next_stop(page: Page) -> str | None:
    """What Tab leads to, until it leaves the page."""
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.outerHTML")
    return None if str(name).startswith("<body") else str(name)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_focus_goes_to_the_summary_of_errors_and_on_to_the_field(
    visits: Visits, cast: Cast, script: bool
) -> None:
    visits.watch.expected = {422}
    page = visits(cast.requester, script=script)
    page.goto("/minta/errand/")
    page.locator("[name=details]").fill("Tidak ada judulnya.")
    page.locator("[name=helpers]").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, ".error-summary a", at_most=1)
    page.keyboard.press("Enter")
    expect(page.locator("[name=title]")).to_be_focused()
    expect(page.locator("[name=details]")).to_have_value("Tidak ada judulnya.")
    assert page.locator("[name=title]").get_attribute("aria-invalid") == "true"
