"""The QR on paper, read as a phone's camera would read it, leads to the right RT."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, RukunTetangga
from neighborhoods.standing import standing_of
from tests.browser.visits import DESK, EVERY_WAY, PHONE, Visits
from tests.cast import Cast, rt_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A4 = re.compile(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]")


def invite(cast: Cast, rt: RukunTetangga) -> Invitation:
    return invitations.invite_residents(rt, by=standing_of(cast.rw_head))


def codes_on(page: Page) -> list[str]:
    """Every code that is to be seen there, with nothing but the picture to go by."""
    with Image.open(BytesIO(page.screenshot(full_page=True))) as picture:
        return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def sheet(page: Page, invitation: Invitation, name: str) -> Page:
    page.goto(f"/pengurus/undangan/{invitation.pk}/{name}/")
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_each_poster_leads_to_its_own_rt(visits: Visits, cast: Cast, width: int) -> None:
    head, newcomer = visits(cast.rw_head, width=width), visits(width=width)
    for person in (cast.requester, cast.other_rt):
        rt = rt_of(person)
        invitation = invite(cast, rt)
        (url,) = codes_on(sheet(head, invitation, "cetak"))
        assert url == f"{visits.url}/gabung/{code_of(invitation)}/"
        newcomer.goto(urlsplit(url).path)
        expect(newcomer.get_by_role("heading", level=1)).to_have_text(f"{rt}/{rt.rw}")


def test_all_ten_cards_lead_there(visits: Visits, cast: Cast) -> None:
    invitation = invite(cast, rt_of(cast.requester))
    head = visits(cast.rw_head, width=DESK)
    found = codes_on(sheet(head, invitation, "kartu"))
    assert found == [f"{visits.url}/gabung/{code_of(invitation)}/"] * 10


@pytest.mark.parametrize("name", ["cetak", "kartu"])
def test_it_is_one_page_of_a4(visits: Visits, cast: Cast, name: str) -> None:
    page = sheet(visits(cast.rw_head), invite(cast, rt_of(cast.requester)), name)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    assert len(A4.findall(printed)) == 1


def test_a_card_is_as_large_as_a_bank_card(visits: Visits, cast: Cast) -> None:
    page = sheet(visits(cast.rw_head), invite(cast, rt_of(cast.requester)), "kartu")
    box = page.locator(".card").nth(4).bounding_box()
    assert box is not None
    millimetre = 96 / 25.4
    assert abs(box["width"] / millimetre - 85) < 0.5
    assert abs(box["height"] / millimetre - 54) < 0.5


@EVERY_WAY
def test_a_code_copied_off_paper_leads_to_the_rt(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    invitation = invite(cast, rt_of(cast.requester))
    page = visits(width=width, script=script)
    page.goto("/")
    page.get_by_role("link", name="Punya kode undangan?").click()
    page.get_by_label("Kode undangan").fill(str(code_of(invitation)).lower().replace("-", " "))
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("RT 003/RW 005")
    expect(page.get_by_role("link", name="Buat akun")).to_be_visible()


def test_the_button_prints_and_is_not_there_without_a_script(visits: Visits, cast: Cast) -> None:
    invitation = invite(cast, rt_of(cast.requester))
    page, plain = visits(cast.rw_head), visits(cast.rw_head, script=False)
    page.add_init_script("window.print = () => { document.title = 'dicetak'; }")
    for each in (page, plain):
        each.goto(f"/pengurus/undangan/{invitation.pk}/cetak/")
        expect(each.get_by_text("Cetak lewat menu peramban")).to_be_visible()
    expect(plain.get_by_role("button", name="Cetak")).to_be_hidden()
    page.get_by_role("button", name="Cetak").click()
    expect(page).to_have_title("dicetak")
