"""A head hands over by hand: after the confirmation the old one gets 404, the new one gets in."""

from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from neighborhoods.models import Handover, Office
from neighborhoods.standing import standing_of
from tests.browser.visits import EVERY_WAY, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MINUTE = 60


@EVERY_WAY
def test_old_head_is_out_and_new_one_in_within_the_minute(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    visits.watch.expected = {404}
    old = visits(cast.rt_head, width=width, script=script)
    new = visits(cast.volunteer, width=width, script=script)
    assert desk_of(old) == 200
    assert desk_of(new) == 404
    ask(old, cast)
    accept(new)
    confirmed_at = confirm(old)
    assert desk_of(old) == 404
    assert desk_of(new) == 200
    assert monotonic() - confirmed_at < A_MINUTE
    expect(new.locator(".desk")).to_be_visible()
    held = Office.objects.in_force().filter(rt__number="003", rt__rw__number="005")
    assert [office.holder for office in held] == [cast.volunteer]
    assert not standing_of(cast.rt_head).is_coordinator


def desk_of(page: Page) -> int:
    response = page.goto("/pengurus/")
    assert response
    return response.status


def ask(page: Page, cast: Cast) -> None:
    """From 'Saya', the successor found by name; no address ever holds it."""
    name = cast.volunteer.name
    page.goto("/saya/")
    page.locator("main a[href$='/serahkan/']").click()
    page.locator("[name=search]").fill(name.split()[0])
    page.locator("[name=search]").press("Enter")
    expect(page.locator("[name=person]")).to_have_count(1)
    assert name.split()[0] not in page.url
    page.get_by_label(name).check()
    page.locator("[name=step][value=send]").click()
    page.wait_for_url("**/saya/jabatan/*/")
    expect(page.locator("[name=step][value=confirm]")).to_have_count(0)
    assert overflow(page) <= 0


def accept(page: Page) -> None:
    page.goto("/pemberitahuan/")
    page.get_by_role("button", name="Anda diminta meneruskan jabatan").first.click()
    page.wait_for_url("**/saya/jabatan/*/")
    page.locator("[name=step][value=accept]").click()
    expect(page.locator("[name=step][value=accept]")).to_have_count(0)
    assert Handover.objects.get().accepted_at is not None
    assert overflow(page) <= 0


def confirm(page: Page) -> float:
    page.reload()
    page.locator("[name=step][value=confirm]").click()
    expect(page.locator("[name=step]")).to_have_count(0)
    assert Handover.objects.get().confirmed_at is not None
    return monotonic()
