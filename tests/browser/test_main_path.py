"""The whole path with the demo's cast, by the buttons they tap."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from notifications.models import Notification
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.mail import letters, mailed
from tests.browser.stack import Stack
from tests.browser.visits import DESK, PHONE, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REQUESTER, RT_HEAD, VOLUNTEER = "0812 0000 0004", "+62 812-0000-0002", "62812-0000-0003"
REMINDERS = ("duty.hour", "need.hour")
# The minute that the form rounds up to, a tick, the planner's turn, and patience.
LONGEST_WAIT = timedelta(seconds=150)


def up_to_the_promise(requester: Page, coordinator: Page, volunteer: Page) -> AidRequest:
    play.sign_in(requester, REQUESTER)
    play.sign_in(coordinator, RT_HEAD)
    play.sign_in(volunteer, VOLUNTEER)
    need = play.ask(requester)
    play.approve(coordinator, need)
    play.promise(volunteer, need)
    return need


def down_to_the_end(requester: Page, volunteer: Page, need: AidRequest) -> None:
    play.mark_done(requester, need)
    play.confirm(volunteer, need)
    need.refresh_from_db()
    assert (need.status, need.confirmed_at is None) == ("done", False)
    requester.goto(f"/kebutuhan/{need.code}/")
    steps = requester.locator("ol.timeline").first.locator("li")
    expect(steps).to_have_count(5)  # posted, approved, helped, done, confirmed
    assert overflow(requester) <= 0


@pytest.mark.parametrize(
    ("width", "script"), [(DESK, True), (PHONE, False)], ids=["computer", "phone-no-script"]
)
def test_a_need_is_asked_approved_promised_done_and_confirmed(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    people = [visits(width=width, script=script) for _ in range(3)]
    need = up_to_the_promise(*people)
    down_to_the_end(people[0], people[2], need)


@pytest.mark.slow
def test_the_hour_ahead_reminder_reaches_both_inboxes_and_the_mail_by_celery(
    visits: Visits, cast: Cast, stack: Stack, celery_worker: None
) -> None:
    requester, coordinator, volunteer = (visits(width=PHONE) for _ in range(3))
    need = up_to_the_promise(requester, coordinator, volunteer)
    told = wait_for_reminders(need, stack.mail)
    assert {told["duty.hour"].recipient, told["need.hour"].recipient} == {
        cast.volunteer,
        cast.requester,
    }
    for page, kind in ((volunteer, "duty.hour"), (requester, "need.hour")):
        page.goto("/pemberitahuan/")
        play.tap(page, f"/pemberitahuan/{told[kind].pk}/")
        page.wait_for_url(f"**/kebutuhan/{need.code}/")
    down_to_the_end(requester, volunteer, need)


def wait_for_reminders(need: AidRequest, mail: Path) -> dict[str, Notification]:
    assert need.starts_at
    due_at = need.starts_at - timedelta(hours=1)
    deadline = timezone.now() + LONGEST_WAIT
    while timezone.now() < deadline:
        found = {each.kind: each for each in reminders_of(need)}
        if len(found) == 2 and all(mailed(mail, each) for each in found.values()):
            assert all(each.delivered_at and each.delivered_at >= due_at for each in found.values())
            return found
        time.sleep(1)
    raise AssertionError(f"no reminder: {list(reminders_of(need))}, mail: {letters(mail)}")


def reminders_of(need: AidRequest) -> list[Notification]:
    delivered = Notification.objects.exclude(delivered_at=None)
    return list(delivered.filter(kind__in=REMINDERS, code=need.code).select_related("recipient"))
