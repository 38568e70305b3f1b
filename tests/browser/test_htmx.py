"""What JavaScript makes quicker stays whole: fragments, back button, lost sessions, errors."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.visits import DESK, Visits
from tests.cast import Cast
from tests.requests_app.factory import helped_need, open_need, pending_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def mark(page: Page) -> None:
    """Leave a sign that only a new page would lack."""
    page.evaluate("window.sameDocument = true")


def same_page(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def open_marked(page: Page, need: AidRequest) -> None:
    page.goto(f"/kebutuhan/{need.code}/")
    mark(page)


def test_signing_up_swaps_the_need_and_says_thanks(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits(cast.volunteer)
    open_marked(page, need)
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    expect(play.form(page, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()
    expect(page.locator("#messages .message")).to_have_count(1)
    expect(page.locator("#need")).to_have_count(1)
    assert same_page(page)
    page.reload()
    expect(page.locator("#messages .message")).to_have_count(0)


def test_two_taps_one_after_the_other_both_go_through(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits(cast.volunteer)
    open_marked(page, need)
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    play.tap(page, f"/kebutuhan/{need.code}/batal-membantu/")
    expect(play.form(page, f"/kebutuhan/{need.code}/bantu/")).to_be_visible()
    assert same_page(page)


def test_the_last_place_taken_meanwhile_is_said_in_place(visits: Visits, cast: Cast) -> None:
    need = open_need(cast, helpers=1)
    page, other = visits(cast.volunteer), visits(cast.other_rt)
    open_marked(page, need)
    other.goto(f"/kebutuhan/{need.code}/")
    play.tap(other, f"/kebutuhan/{need.code}/bantu/")
    expect(play.form(other, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    expect(page.locator("#messages .message--info")).to_be_visible()
    expect(play.form(page, f"/kebutuhan/{need.code}/bantu/")).to_have_count(0)
    assert same_page(page)


def test_the_back_button_brings_the_whole_board_back(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits(cast.other_rt)
    page.goto("/papan/")
    mark(page)
    card = page.locator(f"a[href='/kebutuhan/{need.code}/']")
    page.locator("#board a[href='/papan/?rt=saya']").click()
    page.wait_for_url("**/papan/?rt=saya")
    expect(card).to_have_count(0)
    assert same_page(page)
    page.go_back()
    page.wait_for_url("**/papan/")
    expect(card).to_be_visible()
    for whole in ("header", "footer", "#board"):
        expect(page.locator(f"{whole}:visible")).to_have_count(1)


def test_the_back_button_leads_from_a_chosen_need_to_the_queue(visits: Visits, cast: Cast) -> None:
    need = pending_need(cast)
    page = visits(cast.rt_head, width=DESK)
    page.goto("/pengurus/")
    mark(page)
    page.locator(f"#desk a[href='/pengurus/{need.code}/']").click()
    expect(page.locator(".desk--chosen")).to_be_visible()
    page.wait_for_url(f"**/pengurus/{need.code}/")
    assert same_page(page)
    page.go_back()
    page.wait_for_url("**/pengurus/")
    expect(page.locator(".desk--chosen")).to_have_count(0)
    expect(page.locator("header")).to_have_count(1)
    expect(page.locator("#desk")).to_have_count(1)


def test_a_lost_session_leads_to_the_sign_in_page(visits: Visits, cast: Cast) -> None:
    need = open_need(cast)
    page = visits(cast.volunteer)
    open_marked(page, need)
    Session.objects.all().delete()
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    page.wait_for_url("**/masuk/?next=**")
    expect(page.locator("header")).to_have_count(1)
    expect(page.locator("input[name=login]")).to_be_visible()


def test_a_refused_reason_is_shown_with_the_entry_kept(visits: Visits, cast: Cast) -> None:
    visits.watch.expected = {422}
    need = pending_need(cast)
    page = visits(cast.rt_head)
    page.goto(f"/pengurus/{need.code}/")
    mark(page)
    refuse(page, "x")
    expect(page.locator(".error-summary")).to_be_focused()
    assert same_page(page)
    field = page.locator("#reason-decline")
    expect(field).to_be_visible()
    expect(field).to_have_value("x")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.locator(".error-summary a").click()
    expect(field).to_be_focused()
    refuse(page, "Sudah ada di papan.", opened=True)
    expect(page.locator("#messages .message--success")).to_be_visible()
    need.refresh_from_db()
    assert (need.status, need.reason) == ("declined", "Sudah ada di papan.")


def refuse(page: Page, reason: str, *, opened: bool = False) -> None:
    if not opened:
        page.locator("details:has(#reason-decline) summary").click()
    page.locator("#reason-decline").fill(reason)
    page.locator("#reason-decline").press("Enter")


def test_a_ready_reason_goes_with_one_tap(visits: Visits, cast: Cast) -> None:
    need = pending_need(cast)
    page = visits(cast.rt_head)
    page.goto(f"/pengurus/{need.code}/")
    ready = page.locator(f"form[action='/pengurus/{need.code}/minta-perbaikan/'] button.item").first
    words = ready.get_attribute("value")
    ready.click()
    expect(page.locator("#messages .message--success")).to_be_visible()
    need.refresh_from_db()
    assert (need.status, need.reason) == ("needs_changes", words)


def test_the_phone_number_is_shown_in_place_and_the_look_noted(visits: Visits, cast: Cast) -> None:
    need = helped_need(cast)
    page = visits(cast.volunteer)
    open_marked(page, need)
    play.tap(page, f"/kebutuhan/{need.code}/kontak/")
    expect(page.locator("#need a[href^='tel:']")).to_have_text("0812-0000-0004")
    assert same_page(page)
    requester = visits(cast.requester)
    requester.goto(f"/kebutuhan/{need.code}/")
    expect(requester.locator("main")).to_contain_text(cast.volunteer.name)


def test_without_a_signal_the_entry_stays_on_the_page(visits: Visits, cast: Cast) -> None:
    page = visits(cast.requester)
    page.goto("/minta/errand/")
    page.locator("[name=title]").fill(play.TITLE)
    page.context.set_offline(True)
    page.locator("[name=step]").click()
    expect(page.locator("#toasts p")).to_have_text("Sinyal terputus, isian tersimpan")
    expect(page.locator("[name=title]")).to_have_value(play.TITLE)
    page.context.set_offline(False)
    page.locator("[name=step]").click()
    expect(page.locator("button[name=step][value=send]")).to_be_visible()
