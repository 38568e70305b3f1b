"""Somebody says that they live in a house that is known: its people say so too."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.invitations import code_of
from notifications.dispatch import send_due
from tests.browser import play
from tests.browser.play_joining import create_account, current, take_house
from tests.browser.visits import BIG_PHONE, EVERY_WAY, Visits, overflow
from tests.cast import Cast
from tests.neighborhoods.joining import invitation_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Laras Prasetyo"


@EVERY_WAY
def test_the_house_says_right_and_the_coordinator_sees_it(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    newcomer_page = visits(width=BIG_PHONE, script=script)
    newcomer_page.goto(f"/gabung/{code_of(invitation_to(cast))}/")
    newcomer = create_account(newcomer_page, NAME, "0813 7700 0021")
    take_house(newcomer_page, "gg. melati no.15")
    assert current(newcomer).household == current(cast.volunteer).household
    mate = visits(cast.volunteer, width=width, script=script)
    say_right(mate)
    assert current(newcomer).household_confirmed_at
    recognise(visits(cast.rt_head, width=width, script=script), newcomer)
    mate.goto("/saya/rumah/")
    expect(mate.locator("section[aria-labelledby=members-title] li")).to_have_count(2)
    expect(mate.locator("section[aria-labelledby^=asks-]")).to_have_count(0)


def say_right(page: Page) -> None:
    """From the notice, whose line names nobody, to the house."""
    send_due()
    page.goto("/pemberitahuan/")
    expect(page.locator("main")).not_to_contain_text(NAME)
    page.locator("main .list form button").first.click()
    page.wait_for_url("**/saya/rumah/")
    assert overflow(page) <= 0
    page.locator("form[action$='/benar/'] button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()


def recognise(page: Page, newcomer: Resident) -> None:
    membership = current(newcomer)
    page.goto("/pengurus/")
    page.locator(f"a[href='/pengurus/warga-baru/{membership.pk}/']").first.click()
    panel = page.locator(".desk__detail")
    expect(panel).to_contain_text("Penghuni: betul")
    assert overflow(page) <= 0
    play.tap(page, f"/pengurus/warga-baru/{membership.pk}/kenal/")
    expect(page.locator("#messages .message")).to_be_visible()
    assert current(newcomer).status == "active"
    entries = Entry.objects.filter(object_kind="membership", object_id=membership.pk)
    assert list(entries.order_by("pk").values_list("action", flat=True)) == [
        "membership.asked",
        "membership.house_knows",
        "membership.recognised",
    ]
