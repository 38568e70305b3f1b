"""Redis gone or frozen, as the people of the main path notice it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from neighborhoods.models import RukunWarga
from notifications.models import Delivery, Notification
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.mail import letters, mailed
from tests.browser.stack import DAY, NIGHT, Stack
from tests.browser.visits import Visits
from tests.cast import Cast
from tests.notifications.valkey import Valkey

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GONE_MOST, FROZEN_MOST = 1.5, 3.0


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def frail(
    broker: Valkey, stack: Stack, static_files: Path, tmp_path: Path, transactional_db: None
) -> Iterator[Stack]:
    """A second server, on a broker that this test may harm."""
    with Stack(tmp_path / "stack", broker=broker.url, static=static_files) as served:
        served.open()
        yield served


@pytest.fixture
def visits(frail: Stack, chromium: Browser) -> Iterator[Visits]:
    opened = Visits(chromium, frail.url)
    yield opened
    opened.close()
    assert opened.watch.trouble == []


class Stopwatch:
    """Times each step; without JavaScript, so that each answer is a whole page."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def open(self, page: Page, path: str) -> None:
        start = time.monotonic()
        page.goto(path, wait_until="commit")
        self.seconds[f"GET {path}"] = time.monotonic() - start
        page.wait_for_load_state()

    def tap(self, page: Page, action: str) -> None:
        self.press(page, play.form(page, action).locator("button:visible").first, action)

    def press(self, page: Page, button: Locator, action: str) -> None:
        button.scroll_into_view_if_needed()
        start = time.monotonic()
        with page.expect_navigation(wait_until="commit"):
            button.click()
        self.seconds[f"POST {action}"] = time.monotonic() - start
        page.wait_for_load_state()

    def assert_within(self, most: float) -> None:
        slow = {step: round(took, 2) for step, took in self.seconds.items() if took > most}
        assert not slow


def walk_the_path(visits: Visits, cast: Cast) -> tuple[AidRequest, Stopwatch]:
    """Every page and every deed of the main path, the clock running."""
    watch = Stopwatch()
    requester, coordinator, volunteer = (
        visits(who, script=False) for who in (cast.requester, cast.rt_head, cast.volunteer)
    )
    sign_in(visits(script=False), watch)
    for path in ("/", "/minta/", "/minta/errand/"):
        watch.open(requester, path)
    zone = RukunWarga.objects.get(number="005").zone
    play.fill_in(requester, play.starts_in(60), zone)
    for step in ("preview", "send"):
        watch.press(requester, requester.locator(f"button[name=step][value={step}]"), step)
    need = AidRequest.objects.get(title=play.TITLE)
    code = need.code
    for path in ("/pengurus/", f"/pengurus/{code}/"):
        watch.open(coordinator, path)
    watch.tap(coordinator, f"/pengurus/{code}/setujui/")
    for path in ("/papan/", f"/kebutuhan/{code}/"):
        watch.open(volunteer, path)
    watch.tap(volunteer, f"/kebutuhan/{code}/bantu/")
    for path in (f"/kebutuhan/{code}/", "/pemberitahuan/", "/saya/"):
        watch.open(requester, path)
    return need, watch


def sign_in(page: Page, watch: Stopwatch) -> None:
    for path in ("/", "/masuk/"):
        watch.open(page, path)
    page.locator("[name=login]").fill("0812-0000-0005")
    page.locator("[name=password]").fill("gotong-royong")
    watch.press(page, page.locator("main form button"), "/masuk/")
    expect(page.locator("form[action='/keluar/']")).to_be_visible()


def test_with_redis_gone_every_page_answers_and_send_due_delivers_or_holds(
    visits: Visits, cast: Cast, broker: Valkey, frail: Stack
) -> None:
    broker.stop()
    need, watch = walk_the_path(visits, cast)
    need.refresh_from_db()
    assert need.status == "in_progress"
    watch.assert_within(GONE_MOST)
    assert letters(frail.mail) == []
    frail.manage("send_due", QUIET_HOURS=DAY)
    told = Notification.objects.get(code=need.code, kind="need.helper_joined")
    assert mailed(frail.mail, told)
    reminder = Notification.objects.get(code=need.code, kind="need.hour")
    wait_at_night(reminder, frail)
    page = visits(cast.requester)
    page.goto("/pemberitahuan/")
    for notice in (told, reminder):
        expect(play.form(page, f"/pemberitahuan/{notice.pk}/")).to_be_visible()
    play.mark_done(page, need)
    frail.manage("send_due", QUIET_HOURS=NIGHT)
    asked = Notification.objects.get(code=need.code, kind="need.done")
    assert held_mails(asked)
    assert not mailed(frail.mail, asked)
    page = visits(cast.volunteer)
    page.goto("/pemberitahuan/")
    expect(play.form(page, f"/pemberitahuan/{asked.pk}/")).to_be_visible()


def wait_at_night(reminder: Notification, frail: Stack) -> None:
    """One's own duty passes quiet hours, so the real hour is no matter."""
    deadline = time.monotonic() + 90
    while not mailed(frail.mail, reminder) and time.monotonic() < deadline:
        time.sleep(5)
        frail.manage("send_due", QUIET_HOURS=NIGHT)
    assert mailed(frail.mail, reminder)


def held_mails(notice: Notification) -> bool:
    return Delivery.objects.filter(notification=notice, channel="email", status="held").exists()


def test_with_redis_frozen_no_page_takes_three_seconds(
    visits: Visits, cast: Cast, broker: Valkey
) -> None:
    broker.freeze()
    need, watch = walk_the_path(visits, cast)
    broker.thaw()
    need.refresh_from_db()
    assert need.status == "in_progress"
    watch.assert_within(FROZEN_MOST)


def test_redis_frozen_after_it_served_costs_no_more(
    visits: Visits, cast: Cast, broker: Valkey
) -> None:
    page = visits(cast.requester, script=False)
    for answered in range(2):
        page.goto("/minta/errand/")
        play.fill_in(page, play.starts_in(61), RukunWarga.objects.get(number="005").zone)
        page.locator("[name=step][value=preview]").click()
        if answered:
            broker.freeze()
        watch = Stopwatch()
        watch.press(page, page.locator("[name=step][value=send]"), "send")
    broker.thaw()
    assert AidRequest.objects.filter(title=play.TITLE).count() == 2
    watch.assert_within(FROZEN_MOST)
