"""The screens of one's own duties: the list, lines, clashes and the calendar's address."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import Resident
from neighborhoods.standing import standing_of
from requests_app import actions, helping
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.scenes import open_page, scene
from tests.cast import Cast
from tests.events import factory as events
from tests.requests_app.factory import done_need, draft, helped_need, open_need


def full_need(cast: Cast, **changes: object) -> AidRequest:
    """Its one place is the volunteer's; the RT's head waits before the other RT."""
    need = helped_need(cast, **{"helpers": 1, "category": "ride", **changes})  # type: ignore[arg-type]
    for person in (cast.rt_head, cast.other_rt):
        helping.wait_to_help(need, volunteer=standing_of(person))
    return need


def offered_need(cast: Cast, **changes: object) -> AidRequest:
    """The other RT is asked."""
    need = full_need(cast, **changes)
    for person in (cast.rt_head, cast.volunteer):
        helping.withdraw_help(need, volunteer=standing_of(person))
    return need


def promised(cast: Cast, **changes: object) -> AidRequest:
    need = open_need(cast, **changes)
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    return need


@scene("other_rt")
def duties_all(page: Page, cast: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    offered_need(cast, title="Antar Pak Darmo kontrol ke RSUD", starts_at=tomorrow)
    full_need(cast, title="Antar cucu ke posyandu", starts_at=tomorrow + timedelta(days=4))
    promised(cast, category="lifting", title="Angkat lemari", starts_at=tomorrow)
    promised(cast, category="elder", title="Menemani Mbah Surti")
    actions.post_need(draft(title="Titip galon dan beras"), requester=standing_of(cast.other_rt))
    event = events.published_event(cast, starts_at=timezone.now() + timedelta(days=9))
    events.join(cast.other_rt, event)
    events.join(cast.other_rt, event, "Cangkul")
    done = open_need(cast, category="food", title="Makan siang untuk tiga orang")
    helping.offer_help(done, volunteer=standing_of(cast.other_rt))
    helping.mark_done(done, by=cast.requester)
    past = open_need(cast, category="medicine", title="Ambil obat di puskesmas")
    helping.offer_help(past, volunteer=standing_of(cast.other_rt))
    helping.mark_done(past, by=cast.requester)
    helping.confirm_done(past, by=cast.other_rt)
    page.goto("/saya/bantuan/")


@scene("outsider")
def duties_empty(page: Page, cast: Cast) -> None:
    done_need(cast)
    page.goto("/saya/bantuan/")


@scene("other_rt")
def need_offered(page: Page, cast: Cast) -> None:
    open_page(page, offered_need(cast, title="Antar Pak Darmo kontrol ke RSUD"))


@scene("other_rt")
def need_in_line(page: Page, cast: Cast) -> None:
    open_page(page, full_need(cast, title="Antar Pak Darmo kontrol ke RSUD"))


@scene("rw_head")
def need_full(page: Page, cast: Cast) -> None:
    open_page(page, full_need(cast, title="Antar Pak Darmo kontrol ke RSUD"))


@scene("other_rt")
def home_with_an_offer_and_a_line(page: Page, cast: Cast) -> None:
    offered_need(cast, title="Antar Pak Darmo kontrol ke RSUD")
    full_need(cast, title="Antar cucu ke posyandu")
    helped_need(cast, title="Titip beras dari pasar", helpers=1)
    page.goto("/")


@scene("other_rt")
def need_clash(page: Page, cast: Cast) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    promised(cast, title="Titip beras dari pasar", starts_at=tomorrow)
    need = open_need(cast, title="Angkat lemari ke rumah baru", starts_at=tomorrow)
    open_page(page, need)
    play.tap(page, f"/kebutuhan/{need.code}/bantu/")
    page.locator("[name=tetap]").wait_for(state="attached")


@scene("other_rt")
def event_clash(page: Page, cast: Cast) -> None:
    event = events.published_event(cast)
    promised(cast, title="Titip beras dari pasar", starts_at=event.starts_at)
    shift = events.shift_of(event)
    page.goto(f"/kegiatan/{event.code}/")
    play.tap(page, f"/kegiatan/{event.code}/ikut/{shift.pk}/")
    page.locator("[name=tetap]").wait_for(state="attached")


@scene("volunteer")
def calendar_none(page: Page, cast: Cast) -> None:
    page.goto("/saya/kalender/")


@scene("volunteer")
def calendar_made(page: Page, cast: Cast) -> None:
    page.goto("/saya/kalender/")
    play.tap(page, "/saya/kalender/buat/")
    page.locator("#feed-address").wait_for()


@scene("volunteer")
def calendar_kept(page: Page, cast: Cast) -> None:
    calendar_made(page, cast)
    page.goto("/saya/kalender/")


@scene("volunteer")
def calendar_ended(page: Page, cast: Cast) -> None:
    calendar_made(page, cast)
    later = timezone.now() + timedelta(minutes=1)
    Resident.objects.filter(pk=cast.volunteer.pk).update(ways_in_since=later)
    page.goto("/saya/kalender/")
