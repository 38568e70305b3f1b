"""Somebody without a phone is helped: a coordinator asks 'atas nama', another one approves."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.standing import standing_of
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.play_joining import current
from tests.browser.visits import DESK, PHONE, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Mbah Karto"


@pytest.mark.parametrize(
    ("width", "script"), [(DESK, True), (PHONE, False)], ids=["computer", "phone-no-script"]
)
def test_a_need_in_another_name_is_approved_helped_and_confirmed(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    poster = visits(cast.rt_head, width=width, script=script)
    assisted = create_assisted(poster)
    need = ask_for(poster, assisted)
    assert (need.requester, need.posted_by, need.status) == (assisted, cast.rt_head, "pending")
    # Not by whoever wrote it.
    poster.goto("/pengurus/")
    expect(play.form(poster, f"/pengurus/{need.code}/setujui/")).to_have_count(0)
    play.approve(visits(cast.rw_head, width=width, script=script), need)
    volunteer = visits(cast.volunteer, width=width, script=script)
    play.promise(volunteer, need)
    expect(volunteer.locator("main")).to_contain_text(NAME)
    expect(volunteer.locator("main")).to_contain_text(cast.rt_head.name)
    # Ahead of its hour only the asking side may say so: here the one who wrote it.
    play.mark_done(poster, need)
    play.confirm(volunteer, need)
    check_the_end(need, cast)


def create_assisted(page: Page) -> Resident:
    page.goto("/pengurus/lingkungan/")
    page.locator("main a[href='/pengurus/warga/dibantu/']").click()
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=address]").fill("Gang Mawar No. 4")
    page.locator("[name=kind][value=tetap]").check()
    page.locator("[name=has_agreed]").check()
    assert overflow(page) <= 0
    page.locator("main form button").click()
    expect(page.locator("#messages .message--success")).to_contain_text("atas namanya")
    expect(page.locator("main")).to_contain_text(NAME)
    made = Resident.objects.get(name=NAME)
    assert (made.phone, current(made).status) == (None, "active")
    assert standing_of(made).is_verified
    return made


def ask_for(page: Page, assisted: Resident) -> AidRequest:
    page.goto("/minta/")
    page.locator("a[href='/minta/errand/']").click()
    page.locator("[name=on_behalf]").select_option(label=NAME)
    play.fill_in(page, play.starts_in(61), "Asia/Jakarta")
    page.locator("button[name=step][value=preview]").click()
    expect(page.locator("main article")).to_contain_text(NAME)
    assert overflow(page) <= 0
    page.locator("button[name=step][value=send]").click()
    page.wait_for_url("**/kebutuhan/*/")
    expect(page.locator("#messages .message")).to_be_visible()
    return AidRequest.objects.get(requester=assisted)


def check_the_end(need: AidRequest, cast: Cast) -> None:
    need.refresh_from_db()
    assert (need.status, need.confirmed_at is None) == ("done", False)
    entries = Entry.objects.filter(object_kind="need", object_id=need.pk).order_by("pk")
    assert list(entries.values_list("action", "actor_id")) == [
        ("need.posted", cast.rt_head.pk),
        ("need.approved", cast.rw_head.pk),
        ("need.helped", cast.volunteer.pk),
        ("need.done", cast.rt_head.pk),
        ("need.confirmed", cast.volunteer.pk),
    ]
