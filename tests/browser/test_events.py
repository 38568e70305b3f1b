"""A kerja bakti from its kind's shape to the done summary, and rain, by the buttons they tap."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import Resident
from events.models import Event
from tests.browser import play
from tests.browser.visits import EVERY_WAY, PHONE, Visits, overflow
from tests.cast import Cast
from tests.events.factory import begun, join, published_event
from volunteers.models import SignUp
from web.dates import local

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Kerja bakti selokan RW 005"
TEAM, HOES, SNACKS = "Regu selokan", "Cangkul", "Teh dan pisang goreng"
RAINY = "Ditunda karena hujan"


def publish(page: Page) -> Event:
    """From the tab by taps alone: the kind's picture, its ready form, the preview, published."""
    page.goto("/")
    page.locator(".tab[href='/kegiatan/']").click()
    page.locator("a[href='/kegiatan/baru/']").first.click()
    page.locator("a[href='/kegiatan/baru/kerja_bakti/']").click()
    # What the shape brought is there: a team, hoes and snacks are renamed, two lines go.
    expect(page.locator("[name=starts]")).to_have_value("06:00")
    expect(page.locator("[name=repeat]")).to_have_value("nth_weekday")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=place_text]").fill("Depan balai warga")
    page.locator("[name=repeat]").select_option("")
    for number, count, label in ((0, 2, TEAM), (2, 1, HOES), (4, 1, SNACKS)):
        page.locator(f"[name=tempat-{number}-capacity]").fill(str(count))
        page.locator(f"[name=tempat-{number}-label]").fill(label)
    for number in (1, 3):
        page.locator(f"[name=tempat-{number}-remove]").check()
    page.locator("button[value=rows]").click()
    expect(page.locator("[name=tempat-8-label]")).to_have_count(1)
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    assert overflow(page) <= 0
    page.locator(".actions button[value=preview]").click()
    expect(page.locator("main article")).to_contain_text(f"{SNACKS}: 1")
    assert overflow(page) <= 0
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/kegiatan/\w{6}/$"))
    expect(page.locator("#messages .message")).to_be_visible()
    return Event.objects.get(code=page.url.rstrip("/").rsplit("/", 1)[1])


def places(page: Page, label: str) -> Locator:
    return page.locator(".places", has=page.get_by_role("heading", name=label))


def take(page: Page, event: Event, *labels: str) -> None:
    """Found on home beside the needs, and a place taken in each of these lines."""
    page.goto("/")
    page.locator(f"main a[href='/kegiatan/{event.code}/']").click()
    for label in labels:
        places(page, label).locator("form[action*='/ikut/'] button").click()
        expect(places(page, label)).to_contain_text("Anda ikut")
    assert overflow(page) <= 0


def close(page: Page, event: Event, absent: Resident, label: str) -> None:
    page.goto(f"/kegiatan/{event.code}/")
    page.locator(f"a[href='/kegiatan/{event.code}/selesai/']").click()
    person = page.locator("fieldset", has_text=f"{absent.name} · {label}")
    person.locator("input[value=excused]").check()
    page.locator("[name=walk_ins]").fill("6")
    page.locator("[name=summary]").fill("Selokan bersih sampai ke jalan besar.")
    page.locator(".actions button").click()
    expect(page.locator("#summary-title")).to_be_visible()


@EVERY_WAY
def test_a_kerja_bakti_from_its_shape_to_the_done_summary(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    head, one, two = (
        visits(person, width=width, script=script)
        for person in (cast.rw_head, cast.volunteer, cast.requester)
    )
    event = publish(head)
    take(one, event, TEAM, HOES)
    take(two, event, TEAM, SNACKS)
    # Everybody reads who brings what, and that nothing is missing.
    one.goto(f"/kegiatan/{event.code}/")
    for label, person in ((HOES, cast.volunteer), (SNACKS, cast.requester)):
        expect(places(one, label)).to_contain_text(person.name)
        expect(places(one, label)).to_contain_text("Sudah cukup: 1 dari 1")
    begun(event)
    close(head, event, cast.requester, SNACKS)
    two.goto(f"/kegiatan/{event.code}/")
    summary = two.locator("section", has=two.locator("#summary-title"))
    expect(summary).to_contain_text("Selokan bersih sampai ke jalan besar.")
    expect(summary.locator("dd")).to_have_text(["2", "6", "0", "0"])
    assert overflow(two) <= 0
    kept = SignUp.objects.filter(shift__event=event).order_by("shift_id", "id")
    assert list(kept.values_list("volunteer", "status", "reason")) == [
        (cast.volunteer.pk, "done", ""),
        (cast.requester.pk, "done", ""),
        (cast.volunteer.pk, "done", ""),
        (cast.requester.pk, "released", "excused"),
    ]


@EVERY_WAY
def test_rain_moves_it_and_everybody_who_joined_reads_so(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    head, helper = (
        visits(person, width=width, script=script) for person in (cast.rw_head, cast.volunteer)
    )
    head.goto(f"/kegiatan/{event.code}/")
    head.locator(f"a[href='/kegiatan/{event.code}/tunda/']").click()
    new = new_time()
    head.locator("[name=date]").fill(f"{new:%Y-%m-%d}")
    head.locator("[name=time]").fill(f"{new:%H:%M}")
    head.get_by_role("button", name=RAINY).click()
    expect(head.locator("main article .chips")).to_contain_text(RAINY)
    event.refresh_from_db()
    assert (event.starts_at, event.postponed_for) == (new, "rain")
    helper.goto("/pemberitahuan/")
    told = helper.locator("#inbox button", has_text="hujan").first
    told.click()
    helper.wait_for_url(f"**/kegiatan/{event.code}/")
    expect(helper.locator("main article dd").first).to_contain_text(f"pukul {new:%H.%M}")
    expect(helper.locator("main")).to_contain_text("Anda ikut")
    # Who can't then says so, and the place is free again.
    places(helper, TEAM).locator("form button").click()
    expect(places(helper, TEAM)).to_contain_text("Masih butuh 2 dari 2")
    assert overflow(helper) <= 0


def new_time() -> datetime:
    day = local(timezone.now() + timedelta(days=10), "Asia/Jakarta")
    return day.replace(hour=8, minute=30, second=0, microsecond=0)


def test_the_calendar_turns_and_filters_in_place_and_a_day_leads_to_its_events(
    visits: Visits, cast: Cast
) -> None:
    event = published_event(cast, title=TITLE)
    page = visits(cast.volunteer)
    page.goto("/kegiatan/")
    day = local(event.starts_at, "Asia/Jakarta")
    today = local(timezone.now(), "Asia/Jakarta")
    if day.month != today.month:
        page.get_by_role("link", name="Bulan berikutnya").click()
        page.wait_for_url(f"**bulan={day:%Y-%m}**")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.locator(f"section#hari-{day:%Y-%m-%d}")).to_be_in_viewport()
    page.get_by_role("link", name="Saya ikut").click()
    page.wait_for_url("**hanya=saya**")
    expect(page.locator(".item")).to_have_count(0)
    page.go_back()
    expect(page.locator(f"section#hari-{day:%Y-%m-%d}")).to_be_visible()


def test_signing_in_by_hand_leads_to_the_events_tab(visits: Visits, cast: Cast) -> None:
    page = visits(width=PHONE, script=False)
    play.sign_in(page, "0812-0000-0005")
    page.locator(".tab[href='/kegiatan/']").click()
    expect(page.locator(".tab[href='/kegiatan/']")).to_have_attribute("aria-current", "page")
