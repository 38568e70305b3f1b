"""The screens of reveal, of people without a phone and of first steps (into SCENES)."""

from django.utils import timezone
from playwright.sync_api import Page

from neighborhoods.assisted import create_assisted
from neighborhoods.models import Household, Membership
from neighborhoods.standing import standing_of
from requests_app import actions
from requests_app.models import AidRequest
from tests.browser.scenes import open_page, scene
from tests.cast import Cast, rt_of
from tests.requests_app.factory import draft, helped_need, open_need


def mbah(cast: Cast) -> AidRequest:
    """Somebody of the requester's house, and a need in her name."""
    house = Household.objects.select_related("rt").get(memberships__resident=cast.requester)
    by = standing_of(cast.rt_head)
    person = create_assisted("Mbah Sari", household=house, by=by, kind="tetap", has_agreed=True)
    return actions.post_need(
        draft(category="water"),
        requester=standing_of(person),
        written_by=standing_of(cast.requester),
    )


@scene("requester")
def helpers_numbers(page: Page, cast: Cast) -> None:
    open_page(page, helped_need(cast))
    page.get_by_role("button", name="Tampilkan nomor HP yang membantu").click()
    page.locator("#contact-title").wait_for()


@scene("requester")
def need_nobody_helps_yet(page: Page, cast: Cast) -> None:
    open_page(page, open_need(cast))


@scene("requester")
def need_on_behalf(page: Page, cast: Cast) -> None:
    open_page(page, mbah(cast))


@scene("requester")
def ask_on_behalf(page: Page, cast: Cast) -> None:
    mbah(cast)
    page.goto("/minta/errand/")


@scene("rt_head")
def assisted_at_the_desk(page: Page, cast: Cast) -> None:
    mbah(cast)
    page.goto("/pengurus/warga/dibantu/")


@scene("rt_head", status=422)
def assisted_refused(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/warga/dibantu/")
    page.get_by_role("button", name="Buat akun").click()
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def assisted_gets_a_phone(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/warga/dibantu/{mbah(cast).requester_id}/")


@scene("volunteer")
def assisted_of_the_house(page: Page, cast: Cast) -> None:
    page.goto("/saya/rumah/dibantu/")


@scene("rt_head")
def first_steps_at_the_desk(page: Page, cast: Cast) -> None:
    others = Membership.objects.filter(rt=rt_of(cast.rt_head)).exclude(resident=cast.rt_head)
    others.update(status="ended")
    page.goto("/pengurus/")


@scene("rw_head")
def first_steps_of_an_rw(page: Page, cast: Cast) -> None:
    """RT 001 has hardly anybody, and nobody leads it."""
    page.goto("/pengurus/")


@scene("rw_head")
def first_steps_without_an_rt(page: Page, cast: Cast) -> None:
    bare_rw(cast)
    page.goto("/pengurus/")


@scene("rw_head")
def invitations_without_an_rt(page: Page, cast: Cast) -> None:
    bare_rw(cast)
    page.goto("/pengurus/undangan/")


@scene("rw_head")
def assisted_without_an_rt(page: Page, cast: Cast) -> None:
    bare_rw(cast)
    page.goto("/pengurus/warga/dibantu/")


def bare_rw(cast: Cast) -> None:
    """Its head holds the RW's office; the RT are closed and their people gone."""
    rw = rt_of(cast.rw_head).rw
    Membership.objects.filter(rt__rw=rw).update(status="ended")
    rw.rts.update(closed_at=timezone.now())
