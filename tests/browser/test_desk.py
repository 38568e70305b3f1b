"""The desk by hand: ten things of every kind cleared in few taps, and a decision taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from coordinators.queue import queue_for
from events.models import Event
from moderation.models import Case
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from requests_app.models import AidRequest
from tests.browser.visits import DESK, EVERY_WAY, PHONE, Visits, overflow
from tests.cast import Cast, nobody_waits
from tests.coordinators import waiting
from tests.requests_app.factory import pending_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 15
# Where each of a screen's widths has its taps: on the card, or in the detail beside it.
TAPS = {PHONE: ".desk__quick", DESK: ".desk__detail"}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return nobody_waits(cast)


class Finger:
    """Counts what it really taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, button: Locator) -> None:
        button.click()
        self.taps += 1


def ten_things(cast: Cast) -> None:
    """Approvals, looks, held words, reports, an event to let through, needs nobody helps with."""
    for number in range(2):
        pending_need(cast, title=f"Titip belanja nomor {number}")
        waiting.an_unread_need(cast)
        waiting.an_unfilled_need(cast)
    waiting.a_held_need(cast)
    waiting.a_held_event(cast)
    waiting.a_report(cast)
    waiting.a_report(cast)


@EVERY_WAY
def test_ten_waiting_things_of_every_kind_are_cleared_in_fifteen_taps(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    ten_things(cast)
    page = visits(cast.rt_head, width=width, script=script)
    page.goto("/")
    finger = Finger(page)
    finger.tap(page.locator("main a[href='/pengurus/']"))
    for left in range(10, 0, -1):
        expect(page.locator(".desk__queue .list > li")).to_have_count(left)
        # The first button is the decision; the next thing comes up by itself.
        finger.tap(page.locator(TAPS[width]).locator("form button:visible").first)
    expect(page.locator(".desk__queue .empty")).to_be_visible()
    assert queue_for(standing_of(cast.rt_head)).items == []
    assert finger.taps <= MOST_TAPS, finger.taps
    assert overflow(page) <= 0
    check_decided()


def check_decided() -> None:
    assert set(AidRequest.objects.values_list("status", flat=True)) == {"open"}
    assert set(AidRequest.objects.values_list("held_for", flat=True)) == {""}
    assert set(Case.objects.values_list("decision", flat=True)) == {"kept"}
    assert set(Event.objects.values_list("held_for", flat=True)) == {""}
    assert AidRequest.objects.exclude(called_at=None).count() == 2


@EVERY_WAY
def test_decision_is_taken_back_by_its_button(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    need, _other = pending_need(cast), pending_need(cast, title="Titip obat")
    page = visits(cast.rt_head, width=width, script=script)
    page.goto("/pengurus/")
    page.locator(TAPS[width]).locator("form button:visible").first.click()
    expect(page.locator(".undo button")).to_be_visible()
    need.refresh_from_db()
    assert need.status == "open"
    page.locator(".undo button").click()
    page.wait_for_url(f"**/pengurus/{need.code}/")
    expect(page.locator("#chosen-title")).to_have_text(need.title)
    expect(page.locator(".undo")).to_have_count(0)
    need.refresh_from_db()
    assert need.status == "pending"
    send_due()
    assert not cast.requester.notifications.exclude(delivered_at=None).exists()


@pytest.mark.slow
def test_undo_is_gone_after_ten_seconds_and_refused_when_late(visits: Visits, cast: Cast) -> None:
    need = pending_need(cast)
    page = visits(cast.rt_head)
    page.goto("/pengurus/")
    page.locator(".desk__quick button").first.click()
    button = page.locator(".undo button")
    expect(button).to_be_visible()
    expect(button).to_be_hidden(timeout=12_000)
    page.wait_for_timeout(6_000)
    # Somebody whose browser knows no animation would still see it.
    page.locator(".undo").evaluate("form => form.submit()")
    expect(page.locator(".message--info")).to_be_visible()
    need.refresh_from_db()
    assert need.status == "open"


@pytest.mark.parametrize(
    ("make", "path", "after"),
    [
        (waiting.a_report, "/pengurus/laporan/{0.pk}/", "hidden"),
        (waiting.an_appeal, "/pengurus/banding/{0.pk}/", "kept"),
    ],
)
def test_report_and_appeal_are_decided_with_a_ready_reason(
    visits: Visits, cast: Cast, make: Callable[[Cast], Case], path: str, after: str
) -> None:
    case = make(cast)
    page = visits(cast.rw_head, width=DESK)
    page.goto(path.format(case))
    section = page.locator(f"section[aria-labelledby='{after}-title']")
    section.locator(".list button").first.click()
    expect(page.locator(".message--success")).to_be_visible()
    case.refresh_from_db()
    assert case.outcome == after
