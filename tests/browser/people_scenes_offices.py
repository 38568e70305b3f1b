"""The screens of offices and handovers. `test_every_page` imports them into SCENES."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from accounts.models import Resident
from neighborhoods import offices
from neighborhoods.models import Handover, Membership, Office
from neighborhoods.office_life import today_in
from neighborhoods.standing import standing_of
from tests.browser.scenes import scene
from tests.cast import Cast, rt_of


def office_of(person: Resident) -> Office:
    return Office.objects.select_related("rw", "rt").get(holder=person)


def asked(cast: Cast) -> Handover:
    office = office_of(cast.rt_head)
    return offices.ask_handover(office, successor=cast.volunteer, by=standing_of(cast.rt_head))


def accepted(cast: Cast) -> Handover:
    return offices.accept_handover(asked(cast), by=standing_of(cast.volunteer))


def with_a_deputy(cast: Cast) -> None:
    rt = rt_of(cast.rt_head)
    until = today_in(rt.rw) + timedelta(days=30)
    facts: dict[str, Any] = {
        "rw": rt.rw,
        "rt": rt,
        "by": standing_of(cast.rt_head),
        "ends_on": until,
    }
    offices.fill(cast.volunteer, post="ketua", is_deputy=True, **facts)
    offices.fill(cast.requester, post="kader", **facts)


@scene("rw_head")
def desk_offices(page: Page, cast: Cast) -> None:
    with_a_deputy(cast)
    Membership.objects.filter(resident=cast.rt_head).update(status="ended")
    offices.invite(
        rt_of(cast.other_rt).rw, rt=rt_of(cast.other_rt), post="ketua", by=standing_of(cast.rw_head)
    )
    page.goto("/pengurus/jabatan/")


@scene("rt_head")
def desk_offices_of_an_rt(page: Page, cast: Cast) -> None:
    """With all that is folded open."""
    with_a_deputy(cast)
    page.goto(f"/pengurus/jabatan/?undang={rt_of(cast.rt_head).pk}")
    page.locator("section.card summary").click()


@scene("rw_head")
def desk_appoint(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/jabatan/tunjuk/?untuk=rw&jabatan=sekretaris")


@scene("rt_head", status=422)
def desk_appoint_refused(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/jabatan/tunjuk/")
    page.locator("[name=is_deputy]").check()
    page.locator("[name=step][value=send]").click()
    page.locator(".error-summary").wait_for()


@scene("rw_head")
def desk_office_end(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/jabatan/{office_of(cast.rt_head).pk}/akhiri/")


@scene("rw_head")
def desk_office_end_of_the_last(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/jabatan/{office_of(cast.rw_head).pk}/akhiri/")


@scene("rt_head")
def hand_over(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/jabatan/{office_of(cast.rt_head).pk}/serahkan/")


@scene("rt_head")
def hand_over_to_nobody_found(page: Page, cast: Cast) -> None:
    hand_over(page, cast)
    page.locator("[name=search]").fill("Zzz")
    page.locator("[name=step][value=search]").click()
    page.locator(".empty").wait_for()


@scene("volunteer")
def handover_asked(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/jabatan/{asked(cast).pk}/")


@scene("volunteer")
def handover_accepted_by_oneself(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/jabatan/{accepted(cast).pk}/")


@scene("rt_head")
def handover_waiting(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/jabatan/{asked(cast).pk}/")


@scene("rt_head")
def handover_to_confirm(page: Page, cast: Cast) -> None:
    page.goto(f"/saya/jabatan/{accepted(cast).pk}/")


@scene("rt_head")
def handover_done(page: Page, cast: Cast) -> None:
    handover = accepted(cast)
    offices.confirm_handover(handover, by=standing_of(cast.rt_head))
    page.goto(f"/saya/jabatan/{handover.pk}/")


@scene("volunteer")
def me_with_a_handover(page: Page, cast: Cast) -> None:
    asked(cast)
    page.goto("/saya/")


@scene("rt_head")
def me_after_an_office(page: Page, cast: Cast) -> None:
    reason = "RT 003 sepakat memilih ketua baru."
    offices.end_office(office_of(cast.rt_head), by=standing_of(cast.rw_head), reason=reason)
    page.goto("/saya/")
