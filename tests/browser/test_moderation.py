"""Reported by three, hidden, kept by the RT, appealed, decided by the RW: both sides read why."""

import pytest
from playwright.sync_api import Page, expect

from moderation.models import Case
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.visits import EVERY_WAY, Visits, overflow
from tests.cast import Cast
from tests.moderation.factory import neighbours
from tests.requests_app.factory import open_need

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY_KEPT = "Sudah kami periksa dan tidak ada masalah."
WHY_HIDDEN = "Papan ini bukan untuk urusan uang, jualan, atau kampanye."
WHY_APPEAL = "Dia meminta uang lewat telepon."
WHY_NOT = "Ini titipan biasa, uangnya saya ganti."


def report(page: Page, need: AidRequest) -> None:
    """From the need's page, by taps alone."""
    page.goto(f"/kebutuhan/{need.code}/")
    page.get_by_role("link", name="Laporkan").click()
    page.locator("[name=reason][value=scam]").check()
    page.locator("[name=details]").fill("Minta ditransfer dulu.")
    assert overflow(page) <= 0
    page.locator("main form button").click()
    page.wait_for_url("**/kasus/*/")
    expect(page.locator("#messages .message")).to_be_visible()


def decide(page: Page, case: Case, reason: str, *, at: str = "laporan") -> None:
    """From the coordinators' queue, with a ready reason."""
    page.goto("/pengurus/")
    page.locator(f"a.item[href='/pengurus/{at}/{case.pk}/']").click()
    page.wait_for_url(f"**/pengurus/{at}/{case.pk}/")
    button = page.locator("#desk button", has_text=reason)
    expect(button).to_be_visible()
    assert overflow(page) <= 0
    button.click()
    expect(page.locator("#messages .message").first).to_be_visible()
    expect(page.locator(f"a.item[href='/pengurus/{at}/{case.pk}/']")).to_have_count(0)


def appeal(page: Page, case: Case, words: str) -> None:
    page.goto(f"/kasus/{case.pk}/")
    page.locator("[name=appeal]").fill(words)
    page.locator("#case form button").click()
    expect(page.locator("#case [name=appeal]")).to_have_count(0)
    expect(page.locator("#case")).to_contain_text("Banding di RW")


def reads(page: Page, path: str, *words: str) -> None:
    page.goto(path)
    for each in words:
        expect(page.locator("main")).to_contain_text(each)
    assert overflow(page) <= 0


@EVERY_WAY
def test_a_report_goes_its_whole_way(visits: Visits, cast: Cast, width: int, script: bool) -> None:
    need = open_need(cast, title="Titip beras dari pasar")
    reporters = [visits(person, width=width, script=script) for person in neighbours(cast, 3)]
    for page in reporters:
        report(page, need)
    need.refresh_from_db()
    assert need.hidden_at is not None
    case = Case.objects.get()
    owner, rt_head, rw_head, neighbour = (
        visits(person, width=width, script=script)
        for person in (cast.requester, cast.rt_head, cast.rw_head, cast.other_rt)
    )
    reads(owner, f"/kebutuhan/{need.code}/", "disembunyikan sampai pengurus memutuskan")
    neighbour.goto("/papan/")
    expect(neighbour.locator("main")).not_to_contain_text(need.title)

    decide(rt_head, case, WHY_KEPT)
    neighbour.goto("/papan/")
    expect(neighbour.locator("main")).to_contain_text(need.title)
    for page in (owner, reporters[1]):
        reads(page, f"/kasus/{case.pk}/", "tetap tampil", WHY_KEPT)

    appeal(reporters[1], case, WHY_APPEAL)
    reads(owner, f"/kasus/{case.pk}/", "Pihak lain mengajukan banding")
    expect(owner.locator("main")).not_to_contain_text(WHY_APPEAL)
    rt_head.goto("/pengurus/")
    expect(rt_head.locator(f"a.item[href='/pengurus/banding/{case.pk}/']")).to_have_count(0)
    decide(rw_head, case, WHY_HIDDEN, at="banding")

    need.refresh_from_db()
    assert need.hidden_at is not None
    for page in (owner, reporters[1], reporters[2]):
        reads(
            page, f"/kasus/{case.pk}/", WHY_KEPT, "disembunyikan", WHY_HIDDEN, "keputusan terakhir"
        )
    reads(owner, f"/kebutuhan/{need.code}/", WHY_HIDDEN)
    neighbour.goto("/papan/")
    expect(neighbour.locator("main")).not_to_contain_text(need.title)


@EVERY_WAY
def test_the_owner_appeals_and_is_heard(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    need = open_need(cast, title="Titip beras dari pasar")
    for person in neighbours(cast, 3):
        report(visits(person, width=width, script=script), need)
    case = Case.objects.get()
    owner, rt_head, rw_head = (
        visits(person, width=width, script=script)
        for person in (cast.requester, cast.rt_head, cast.rw_head)
    )
    decide(rt_head, case, WHY_HIDDEN)
    owner.goto(f"/kebutuhan/{need.code}/")
    owner.get_by_role("link", name="Baca selengkapnya, atau ajukan banding ke RW").click()
    appeal(owner, case, WHY_NOT)
    decide(rw_head, case, WHY_KEPT, at="banding")
    need.refresh_from_db()
    assert need.hidden_at is None
    reads(owner, f"/kebutuhan/{need.code}/", WHY_KEPT)


def test_held_words_are_said_before_sending_and_wait(visits: Visits, cast: Cast) -> None:
    page = visits(cast.requester, script=False)
    page.goto("/minta/medicine/")
    page.locator("[name=title]").fill("Ambil obat di apotek")
    page.locator("[name=details]").fill("Transfer ke BCA 1234567890 dulu.")
    page.locator("[name=step][value=preview]").click()
    expect(page.locator("main")).to_contain_text("Ada nomor rekening di tulisan ini.")
    page.locator("[name=step][value=send]").click()
    page.wait_for_url("**/kebutuhan/*/")
    need = AidRequest.objects.get()
    assert (need.status, need.held_for) == ("pending", "account")
    coordinator = visits(cast.rt_head, script=False)
    coordinator.goto(f"/pengurus/{need.code}/")
    expect(coordinator.locator("main")).to_contain_text("nomor rekening")
    play.tap(coordinator, f"/pengurus/{need.code}/setujui/")
    need.refresh_from_db()
    assert (need.status, need.held_for) == ("open", "")
