"""The screens of reports and cases. `test_every_page` imports them into SCENES."""

from playwright.sync_api import Page

from accounts.models import Resident
from moderation.decisions import decide_appeal
from moderation.models import Case
from neighborhoods.standing import standing_of
from requests_app import actions
from tests.browser.scenes import LONG, open_page, scene
from tests.cast import Cast
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, neighbours, report, report_by
from tests.requests_app.factory import draft, open_need, pending_need

ACCOUNT = "Uangnya bisa ditransfer ke BCA 1234567890."


def reported(cast: Cast, **changes: object) -> tuple[Case, list[Resident]]:
    people = [cast.volunteer, *neighbours(cast, 2)]
    return report_by(people, open_need(cast, **changes)), people


def open_case(page: Page, case: Case) -> None:
    page.goto(f"/kasus/{case.pk}/")


@scene("requester")
def need_held(page: Page, cast: Cast) -> None:
    open_page(page, pending_need(cast, category="medicine", details=ACCOUNT))


@scene("requester")
def need_held_after_an_edit(page: Page, cast: Cast) -> None:
    need = open_need(cast)
    actions.change_need(need, draft(details=ACCOUNT), requester=standing_of(cast.requester))
    open_page(page, need)


@scene("requester")
def preview_held(page: Page, cast: Cast) -> None:
    page.goto("/minta/errand/")
    page.locator("[name=title]").fill("Titip beras dan telur")
    page.locator("[name=details]").fill(f"{ACCOUNT} Lihat bit.ly/resep")
    page.locator("[name=step][value=preview]").click()
    page.locator("[name=step][value=send]").wait_for()


@scene("volunteer")
def report_need(page: Page, cast: Cast) -> None:
    page.goto(f"/laporkan/kebutuhan/{open_need(cast).code}/")


@scene("volunteer")
def report_event(page: Page, cast: Cast) -> None:
    page.goto(f"/laporkan/kegiatan/{published_event(cast).code}/")


@scene("volunteer", status=422)
def report_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/laporkan/kebutuhan/{open_need(cast).code}/")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("volunteer")
def need_reported(page: Page, cast: Cast) -> None:
    need = open_need(cast)
    report(cast.volunteer, need)
    open_page(page, need)


@scene("requester")
def need_hidden_by_reports(page: Page, cast: Cast) -> None:
    case, _ = reported(cast)
    assert case.need
    open_page(page, case.need)


@scene("requester")
def need_hidden_by_decision(page: Page, cast: Cast) -> None:
    case, _ = reported(cast)
    assert case.need
    decide(case, cast.rt_head, "hidden")
    open_page(page, case.need)


@scene("rw_head")
def event_kept(page: Page, cast: Cast) -> None:
    event = published_event(cast)
    decide(report(cast.volunteer, event), cast.rt_head, "kept")
    page.goto(f"/kegiatan/{event.code}/")


@scene("volunteer")
def case_waiting(page: Page, cast: Cast) -> None:
    open_case(page, reported(cast)[0])


@scene("requester")
def case_to_appeal(page: Page, cast: Cast) -> None:
    open_case(page, decide(reported(cast)[0], cast.rt_head, "hidden"))


@scene("requester", status=422)
def case_appeal_refused(page: Page, cast: Cast) -> None:
    open_case(page, decide(reported(cast)[0], cast.rt_head, "hidden"))
    page.locator("[name=appeal]").fill("x")
    page.locator("#case form button").click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def case_appealed_by_the_other_side(page: Page, cast: Cast) -> None:
    case, people = reported(cast)
    open_case(page, appeal(decide(case, cast.rt_head, "kept"), people[1]))


@scene("volunteer")
def case_decided_twice(page: Page, cast: Cast) -> None:
    case, _ = reported(cast)
    appeal(decide(case, cast.rt_head, "kept"), cast.volunteer)
    reason = "RW sudah bertanya: memang meminta uang."
    decide_appeal(case, coordinator=standing_of(cast.rw_head), decision="hidden", reason=reason)
    open_case(page, case)


@scene("requester")
def case_with_long_words(page: Page, cast: Cast) -> None:
    case, _ = reported(cast, **LONG)
    open_case(page, decide(case, cast.rt_head, "hidden"))


@scene("rt_head")
def desk_case_reported(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/laporan/{reported(cast)[0].pk}/")


@scene("rw_head")
def desk_case_appealed(page: Page, cast: Cast) -> None:
    case, _ = reported(cast)
    appeal(decide(case, cast.rt_head, "kept"), cast.volunteer)
    page.goto(f"/pengurus/banding/{case.pk}/")
