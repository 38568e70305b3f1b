"""Coming into a neighbourhood, step by step, as somebody does it on their own phone."""

from playwright.sync_api import Page, expect

from accounts.models import Resident
from gotongroyong.demo.cast import PASSWORD
from neighborhoods.models import Membership
from tests.browser.visits import overflow
from web.phones import normalize_phone


def create_account(page: Page, name: str, phone: str) -> Resident:
    """From the invitation's page to the house's; each consent has a box of its own."""
    page.locator("main .actions a[href$='/akun/']").click()
    page.locator("[name=name]").fill(name)
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=password]").fill(PASSWORD)
    for box in ("is_adult", "consent_account"):
        expect(page.locator(f"[name={box}]")).not_to_be_checked()
        page.locator(f"[name={box}]").check()
    expect(page.locator("[name=consent_whatsapp]")).not_to_be_checked()
    assert overflow(page) <= 0
    page.locator("main form button").click()
    page.wait_for_url("**/rumah/")
    return Resident.objects.get(phone=normalize_phone(phone))


def take_house(page: Page, address: str, *, rt: str = "", kind: str = "tetap") -> None:
    if rt:
        page.locator("[name=rt]").select_option(label=rt)
    page.locator("[name=address]").fill(address)
    page.locator("[name=landmark]").fill("pagar hijau")
    page.locator(f"[name=kind][value={kind}]").check()
    assert overflow(page) <= 0
    page.locator("main form button").click()
    page.wait_for_url(lambda url: not url.endswith("/rumah/"))
    expect(page.locator("#messages .message--success")).to_be_visible()
    assert overflow(page) <= 0


def current(resident: Resident) -> Membership:
    return Membership.objects.current().select_related("rt", "household").get(resident=resident)


def statuses(page: Page, *paths: str) -> dict[str, int]:
    """What each of those pages answers to whoever holds this phone."""
    answers = {path: page.goto(path) for path in paths}
    return {path: answer.status if answer else 0 for path, answer in answers.items()}
