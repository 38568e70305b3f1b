"""From nothing to the first verified resident, on the phones of a head and of two neighbours."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Consent, Resident
from journal.models import Entry
from neighborhoods.models import Founding, Invitation, Membership, Office, RukunWarga
from neighborhoods.standing import standing_of
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.play_joining import create_account, current, take_house
from tests.browser.visits import BIG_PHONE, DESK, PHONE, Visits, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD, NEIGHBOUR, RT_HEAD = "0813-7700-0001", "+62 813 7700 0002", "6281377000003"
CLOSED = ("/kegiatan/", "/minta/", "/saya/bantuan/", "/saya/rumah/", "/saya/pindah/")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_empty_platform_comes_to_a_verified_resident_who_asks_for_help(
    visits: Visits, script: bool
) -> None:
    head = visits(width=PHONE, script=script)
    ask_for_the_rw(head)
    link = approve(visits(make_operator(), width=DESK, script=script))
    come_in_as_head(head, link)
    neighbour = visits(width=BIG_PHONE, script=script)
    neighbour.goto(invite_residents(head))
    newcomer = come_in_as_neighbour(neighbour)
    sees_the_waiting_page_alone(neighbour)
    recognise(head, newcomer)
    need = ask_for_help(neighbour, newcomer)
    play.approve(head, need)
    need.refresh_from_db()
    assert (need.status, need.rt.number) == ("open", "007")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_head_of_the_rw_invites_the_head_of_an_rt_who_lets_neighbours_in(
    visits: Visits, script: bool
) -> None:
    founded = visits(width=PHONE, script=script)
    ask_for_the_rw(founded)
    come_in_as_head(founded, approve(visits(make_operator(), width=DESK, script=script)))
    code = invite_head_of_rt(founded)
    head = visits(width=BIG_PHONE, script=script)
    come_in_by_code(head, code)
    neighbour = visits(width=PHONE, script=script)
    neighbour.goto(invite_residents(head))
    newcomer = come_in_as_neighbour(neighbour)
    recognise(head, newcomer)
    assert current(newcomer).decided_by == Resident.objects.get(name="Wayan Sudarma")
    neighbour.goto("/")
    expect(neighbour.locator("main a[href='/minta/']").first).to_be_visible()


def make_operator() -> Resident:
    return Resident.objects.create(
        phone="+6281377000009", name="Nur Aini", is_staff=True, is_superuser=True
    )


def ask_for_the_rw(page: Page) -> None:
    page.goto("/")
    page.locator("main a[href='/daftarkan-rw/']").click()
    said = {
        "number": "RW.12",
        "rt_numbers": "1-2",
        "village": "Mekarjaya",
        "district": "Sukmajaya",
        "city": "Kota Depok",
        "contact_name": "Made Suarta",
        "contact_phone": HEAD,
    }
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=province]").select_option("Jawa Barat")
    assert overflow(page) <= 0
    page.locator("main form button").click()
    page.wait_for_url("**/daftarkan-rw/terima-kasih/")
    assert overflow(page) <= 0
    founding = Founding.objects.get()
    assert (founding.status, founding.number, founding.rt_numbers) == (
        "pending",
        "012",
        ["001", "002"],
    )
    assert not RukunWarga.objects.exists()


def approve(page: Page) -> str:
    """In the admin, by its own buttons; the contact is gone once it is decided."""
    page.goto("/admin/neighborhoods/founding/")
    page.locator("#result_list tbody th a").click()
    expect(page.locator(".field-contact_name")).to_contain_text("Made Suarta")
    page.locator("input[form=approve]").click()
    page.wait_for_url("**/setujui/")
    link = page.locator("#content dd").first.inner_text()
    founding = Founding.objects.get()
    assert (founding.status, founding.contact_name, founding.contact_phone) == ("approved", "", "")
    assert Office.objects.count() == 0
    return link


def come_in_as_head(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("main h1")).to_contain_text("RW 012")
    expect(page.locator("main dl")).to_contain_text("Pengelola")
    head = create_account(page, "Made Suarta", HEAD)
    take_house(page, "Gang Anggrek No. 1", rt="RT 001")
    office = Office.objects.in_force().get()
    assert (office.holder, office.post, str(office.unit)) == (
        head,
        "ketua",
        "RW\N{NO-BREAK SPACE}012",
    )
    membership = current(head)
    assert (membership.status, membership.rt.number) == ("active", "001")
    invitation = Invitation.objects.get(post="ketua", rt=None)
    assert (invitation.uses, invitation.max_uses) == (1, 1)
    given = Consent.objects.filter(resident=head, withdrawn_at=None)
    assert [consent.purpose for consent in given] == ["account"]
    assert {"invitation.used", "membership.asked", "membership.invited", "office.given"} <= (
        actions_in(office.rw_id)
    )
    page.locator("header a[href='/pengurus/']").click()
    expect(page.locator("#desk")).to_be_visible()


def actions_in(rw_id: int) -> set[str]:
    return set(Entry.objects.filter(rw_id=rw_id).values_list("action", flat=True))


def invite_residents(page: Page) -> str:
    """At the desk: an RT of its own is added where the RW does that, then its invitation."""
    page.goto("/pengurus/")
    page.locator("main nav a[href='/pengurus/lingkungan/']").click()
    if page.locator("main a[href='/pengurus/rt/']").count():
        add_rt(page)
    page.locator("main a[href='/pengurus/undangan/']").click()
    if page.locator("[name=rt]").count():
        page.locator("[name=rt]").select_option(label="RT 007")
    page.locator("main form button").click()
    page.wait_for_url("**/pengurus/undangan/*/")
    assert overflow(page) <= 0
    return page.locator("dd", has_text="/gabung/").inner_text()


def add_rt(page: Page) -> None:
    page.locator("main a[href='/pengurus/rt/']").click()
    page.locator("[name=number]").fill("RT VII")
    page.locator("main form button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()
    page.goto("/pengurus/lingkungan/")


def come_in_as_neighbour(page: Page) -> Resident:
    newcomer = create_account(page, "Tuti Handayani", NEIGHBOUR)
    take_house(page, "Blok C3 No. 12", kind="kontrak")
    membership = current(newcomer)
    assert (membership.status, membership.kind) == ("pending", "kontrak")
    assert membership.invitation
    assert (membership.invitation.uses, membership.invitation.post) == (1, "")
    expect(page.locator("li[aria-current=step]")).to_be_visible()
    expect(page.locator("main a[href='/minta/']")).to_have_count(0)
    return newcomer


def sees_the_waiting_page_alone(page: Page) -> None:
    for path in CLOSED:
        page.goto(path)
        assert urlsplit(page.url).path == "/"
        expect(page.locator("li[aria-current=step]")).to_be_visible()


def recognise(page: Page, newcomer: Resident) -> None:
    page.goto("/")
    page.locator("main a.notice[href='/pengurus/']").click()
    play.tap(page, f"/pengurus/warga-baru/{current(newcomer).pk}/kenal/")
    expect(page.locator("#messages .message")).to_be_visible()
    assert current(newcomer).status == Membership.Status.ACTIVE
    assert standing_of(newcomer).is_verified
    assert "membership.recognised" in actions_in(current(newcomer).rt.rw_id)


def ask_for_help(page: Page, newcomer: Resident) -> AidRequest:
    page.goto("/")
    expect(page.locator("li[aria-current=step]")).to_have_count(0)
    need = play.ask(page)
    assert (need.requester, need.status) == (newcomer, "pending")
    return need


def invite_head_of_rt(page: Page) -> str:
    page.goto("/pengurus/lingkungan/")
    add_rt(page)
    page.locator("main a[href='/pengurus/jabatan/']").click()
    page.locator("[aria-labelledby=invite-title] summary").click()
    page.locator("[name=unit]").select_option(label="RT 007")
    page.locator("[name=post]").select_option("ketua")
    page.locator("main form button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()
    assert overflow(page) <= 0
    return page.locator("dd.nums strong").inner_text()


def come_in_by_code(page: Page, code: str) -> None:
    """Typed off a paper, in small letters and without the dash."""
    page.goto("/")
    page.locator("main a[href='/gabung/']").click()
    page.locator("[name=code]").fill(code.replace("-", "").lower())
    page.locator("main form button").click()
    expect(page.locator("main h1")).to_contain_text("RT 007")
    head = create_account(page, "Wayan Sudarma", RT_HEAD)
    take_house(page, "Blok C3 No. 2")
    office = Office.objects.in_force().get(rt__number="007")
    assert (office.holder, office.post) == (head, "ketua")
    assert standing_of(head).is_verified
