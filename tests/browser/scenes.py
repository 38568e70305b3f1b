"""Every screen, each with what has to have happened before and who looks at it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from requests_app import decisions, helping
from requests_app.models import AidRequest
from tests.browser import play
from tests.cast import Cast
from tests.events.factory import published_event
from tests.requests_app.factory import done_need, helped_need, open_need, pending_need

Arrange = Callable[[Page, Cast], object]


@dataclass(frozen=True)
class Scene:
    name: str
    who: str | None
    arrange: Arrange
    # The answer's status where it is one of trouble.
    status: int


SCENES: dict[str, Scene] = {}


def scene(who: str | None, *, status: int = 200) -> Callable[[Arrange], Arrange]:
    def keep(arrange: Arrange) -> Arrange:
        name = arrange.__name__.replace("_", "-")
        SCENES[name] = Scene(name, who, arrange, status)
        return arrange

    return keep


def some_needs(cast: Cast) -> AidRequest:
    """A board with each urgency, a hidden name, a full one and one's own."""
    tomorrow = timezone.now() + timedelta(days=1)
    open_need(cast, category="medicine", title="Ambil obat di puskesmas", helpers=1)
    open_need(cast, category="food", title="Makan siang untuk tiga orang", name_hidden=True)
    open_need(cast, category="lifting", title="Angkat lemari ke rumah baru", starts_at=tomorrow)
    helped_need(cast, category="errand", title="Titip beras dari pasar", helpers=1)
    return helped_need(cast, category="elder", title="Menemani Mbah Surti", starts_at=tomorrow)


def open_page(page: Page, need: AidRequest) -> None:
    page.goto(f"/kebutuhan/{need.code}/")


def deliver() -> None:
    """What the worker would do within its tick."""
    send_due()


@scene(None)
def front(page: Page, cast: Cast) -> None:
    page.goto("/")


@scene(None)
def sign_in(page: Page, cast: Cast) -> None:
    page.goto("/masuk/")


@scene(None, status=422)
def sign_in_refused(page: Page, cast: Cast) -> None:
    page.goto("/masuk/")
    page.locator("[name=login]").fill("12")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None)
def emergency(page: Page, cast: Cast) -> None:
    page.goto("/darurat/")


@scene("requester")
def sign_out(page: Page, cast: Cast) -> None:
    page.goto("/keluar/")


@scene("waiting")
def waiting(page: Page, cast: Cast) -> None:
    page.goto("/")


@scene("operator")
def home_operator(page: Page, cast: Cast) -> None:
    page.goto("/")


@scene("outsider")
def home_empty(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/")


@scene("requester")
def home_requester(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/")


@scene("volunteer")
def home_volunteer(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/")


@scene("rt_head")
def home_rt_head(page: Page, cast: Cast) -> None:
    some_needs(cast)
    pending_need(cast)
    page.goto("/")


@scene("rw_head")
def home_rw_head(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/")


@scene("other_rt")
def board_paged(page: Page, cast: Cast) -> None:
    for number in range(21):
        open_need(cast, title=f"Titip belanja nomor {number}")
    page.goto("/papan/")


@scene("other_rt")
def board_my_rt_empty(page: Page, cast: Cast) -> None:
    page.goto("/papan/?rt=saya")


@scene("requester")
def categories(page: Page, cast: Cast) -> None:
    page.goto("/minta/")


@scene("requester")
def form(page: Page, cast: Cast) -> None:
    page.goto("/minta/lifting/")


@scene("requester", status=422)
def form_with_errors(page: Page, cast: Cast) -> None:
    page.goto("/minta/lifting/")
    page.locator("[name=when][value=at]").check()
    page.locator("[name=helpers]").fill("10000")
    page.locator("[name=step]").click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def preview(page: Page, cast: Cast) -> None:
    page.goto("/minta/errand/")
    play.fill_in(page, play.starts_in(61), "Asia/Jakarta")
    page.locator("[name=step][value=preview]").click()
    page.locator("[name=step][value=send]").wait_for()


@scene("requester")
def call_first_words(page: Page, cast: Cast) -> None:
    page.goto("/minta/errand/")
    play.fill_in(page, play.starts_in(61), "Asia/Jakarta")
    page.locator("[name=details]").fill("Ada yang pingsan di depan rumah.")
    page.locator("[name=step]").click()
    page.locator("a[href='tel:119']").wait_for()


@scene("requester")
def call_first_violence(page: Page, cast: Cast) -> None:
    page.goto("/minta/other/")
    page.locator("[name=title]").fill("Saya dipukuli suami")
    page.locator("[name=step]").click()
    page.locator("a[href='tel:129']").wait_for()


@scene("requester")
def call_first_category(page: Page, cast: Cast) -> None:
    page.goto("/minta/fire/")


@scene("requester")
def need_pending(page: Page, cast: Cast) -> None:
    open_page(page, pending_need(cast))


@scene("requester")
def need_sent_back(page: Page, cast: Cast) -> None:
    need = pending_need(cast)
    decisions.ask_changes(need, coordinator=standing_of(cast.rt_head), reason="Jam berapa?")
    open_page(page, need)


@scene("requester")
def need_edit(page: Page, cast: Cast) -> None:
    page.goto(f"/kebutuhan/{open_need(cast).code}/ubah/")


@scene("requester")
def need_cancel(page: Page, cast: Cast) -> None:
    page.goto(f"/kebutuhan/{helped_need(cast).code}/batalkan/")


@scene("requester")
def need_requester(page: Page, cast: Cast) -> None:
    open_page(page, some_needs(cast))


@scene("volunteer")
def need_helper(page: Page, cast: Cast) -> None:
    open_page(page, some_needs(cast))


@scene("volunteer")
def need_helper_contact(page: Page, cast: Cast) -> None:
    need = some_needs(cast)
    open_page(page, need)
    play.tap(page, f"/kebutuhan/{need.code}/kontak/")
    page.locator("#contact-title").wait_for()


@scene("other_rt")
def need_neighbour(page: Page, cast: Cast) -> None:
    open_page(page, some_needs(cast))


@scene("rw_head")
def need_coordinator(page: Page, cast: Cast) -> None:
    open_page(page, some_needs(cast))


@scene("volunteer")
def need_done(page: Page, cast: Cast) -> None:
    open_page(page, done_need(cast))


@scene("requester")
def need_confirmed(page: Page, cast: Cast) -> None:
    open_page(page, helping.confirm_done(done_need(cast), by=cast.volunteer))


@scene("requester")
def inbox_empty(page: Page, cast: Cast) -> None:
    page.goto("/pemberitahuan/")


@scene("requester")
def inbox(page: Page, cast: Cast) -> None:
    some_needs(cast)
    deliver()
    page.goto("/pemberitahuan/")


@scene("volunteer")
def me(page: Page, cast: Cast) -> None:
    some_needs(cast)
    page.goto("/saya/")


@scene("rt_head")
def me_coordinator(page: Page, cast: Cast) -> None:
    page.goto("/saya/")


@scene("outsider", status=404)
def not_found(page: Page, cast: Cast) -> None:
    open_page(page, some_needs(cast))


@scene(None, status=403)
def open_too_long(page: Page, cast: Cast) -> None:
    page.goto("/masuk/")
    page.context.clear_cookies()
    page.locator("[name=login]").fill("081200000004")
    page.locator("[name=password]").fill("gotong-royong")
    page.locator("main form button").click()
    page.locator(".empty").wait_for()


@scene(None)
def share_landing(page: Page, cast: Cast) -> None:
    need = open_need(cast, category="paperwork", starts_at=timezone.now() + timedelta(days=1))
    page.goto(f"/b/{need.code}/")


@scene(None)
def share_landing_event(page: Page, cast: Cast) -> None:
    page.goto(f"/a/{published_event(cast).code}/")


@scene(None)
def share_landing_generic(page: Page, cast: Cast) -> None:
    page.goto("/b/QQQQQQ/")


@scene("outsider")
def share_landing_outsider(page: Page, cast: Cast) -> None:
    page.goto(f"/b/{open_need(cast).code}/")


@scene("other_rt")
def share_event(page: Page, cast: Cast) -> None:
    page.goto(f"/kegiatan/{published_event(cast).code}/")
    page.locator("#share-title ~ details summary").click()


@scene("other_rt")
def share_text(page: Page, cast: Cast) -> None:
    open_page(page, open_need(cast))
    page.locator("#need details summary").click()


LONG: dict[str, Any] = {
    "title": "Angkat" + "lemari" * 12,
    "details": f"{'Panjang' * 60}\n{'x' * 200}",
}


@scene("volunteer")
def need_with_long_words(page: Page, cast: Cast) -> None:
    open_page(page, helped_need(cast, **LONG))


@scene("requester")
def home_with_long_words(page: Page, cast: Cast) -> None:
    open_need(cast, **LONG)
    page.goto("/")


@scene("requester")
def preview_with_long_words(page: Page, cast: Cast) -> None:
    page.goto("/minta/errand/")
    for name, words in LONG.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=step][value=preview]").click()
    page.locator("[name=step][value=send]").wait_for()
