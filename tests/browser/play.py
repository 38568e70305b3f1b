"""The main path, step by step, as the cast plays it by hand."""

from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from gotongroyong.demo.cast import PASSWORD
from requests_app.models import AidRequest
from tests.browser.visits import overflow
from web.dates import local

TITLE = "Titip beras dan telur dari pasar"


def sign_in(page: Page, phone: str) -> None:
    page.goto("/masuk/")
    page.locator("input[name=login]").fill(phone)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("form[action='/keluar/']")).to_be_visible()


def starts_in(minutes: int) -> datetime:
    """At least so many minutes ahead, at a full minute, as the form takes it."""
    at = timezone.now() + timedelta(minutes=minutes, seconds=59)
    return at.replace(second=0, microsecond=0)


def fill_in(page: Page, starts_at: datetime, zone: str) -> None:
    on_the_spot = local(starts_at, zone)
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=details]").fill("Beras lima kilo, telur sekilo.\nUangnya saya ganti.")
    page.locator("[name=when][value=at]").check()
    page.locator("[name=date]").fill(f"{on_the_spot:%Y-%m-%d}")
    page.locator("[name=time]").fill(f"{on_the_spot:%H:%M}")
    page.locator("[name=helpers]").fill("1")


def ask(page: Page, zone: str = "Asia/Jakarta") -> AidRequest:
    """From home by taps alone to a need sent."""
    page.goto("/")
    page.locator("a[href='/minta/']:visible").first.click()
    page.locator("a[href='/minta/errand/']").click()
    fill_in(page, starts_in(61), zone)
    page.locator("button[name=step][value=preview]").click()
    expect(page.locator("main article")).to_contain_text(TITLE)
    assert overflow(page) <= 0
    page.locator("button[name=step][value=send]").click()
    page.wait_for_url("**/kebutuhan/*/")
    expect(page.locator("#messages .message")).to_be_visible()
    return AidRequest.objects.get(code=page.url.rstrip("/").rsplit("/", 1)[1])


def approve(page: Page, need: AidRequest) -> None:
    page.goto("/")
    page.locator("main a[href='/pengurus/']").first.click()
    # Beside the queue stands the oldest, which may be another.
    page.locator(f"a[href='/pengurus/{need.code}/']").first.click()
    # Else the tap comes while the queue is being replaced.
    page.locator(".desk--chosen").wait_for()
    tap(page, f"/pengurus/{need.code}/setujui/")
    expect(page.locator(f"a[href='/pengurus/{need.code}/']")).to_have_count(0)
    expect(page.locator("#messages .message")).to_be_visible()


def promise(page: Page, need: AidRequest) -> None:
    page.goto("/")
    tap(page, f"/kebutuhan/{need.code}/bantu/")
    expect(form(page, f"/kebutuhan/{need.code}/batal-membantu/")).to_be_visible()


def mark_done(page: Page, need: AidRequest) -> None:
    page.goto(f"/kebutuhan/{need.code}/")
    tap(page, f"/kebutuhan/{need.code}/selesai/")
    expect(form(page, f"/kebutuhan/{need.code}/selesai/")).to_have_count(0)


def confirm(page: Page, need: AidRequest) -> None:
    page.goto(f"/kebutuhan/{need.code}/")
    tap(page, f"/kebutuhan/{need.code}/konfirmasi/")
    expect(form(page, f"/kebutuhan/{need.code}/konfirmasi/")).to_have_count(0)


def form(page: Page, action: str) -> Locator:
    return page.locator(f"form[action='{action}']")


def tap(page: Page, action: str) -> None:
    form(page, action).locator("button:visible").first.click()
