"""A waiting list of five on two places, as those in it live through it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Resident
from events.models import Event
from notifications.models import Notification
from tests.browser import play
from tests.browser.visits import EVERY_WAY, Visits, overflow
from tests.cast import Cast
from tests.events.factory import TEAM, join, published_event, shift_of
from tests.volunteers.crowd import crowd_of
from volunteers.models import SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Line:
    """The event's two places, who holds them, and five people who want one."""

    def __init__(self, cast: Cast, visits: Visits, width: int, script: bool) -> None:
        people = [standing.resident for standing in crowd_of(cast, 5)]
        self.event: Event = published_event(cast, places=(TEAM,))
        self.path = f"/kegiatan/{self.event.code}/"
        self.shift = shift_of(self.event)
        for holder in (cast.volunteer, cast.other_rt):
            join(holder, self.event)
        self.people = people
        self.pages = {
            person.pk: visits(person, width=width, script=script)
            for person in (cast.volunteer, cast.other_rt, *people)
        }

    def page(self, person: Resident) -> Page:
        page = self.pages[person.pk]
        page.goto(self.path)
        return page

    def tap(self, person: Resident, verb: str) -> Page:
        page = self.page(person)
        play.tap(page, f"{self.path}{verb}/{self.shift.pk}/")
        expect(page.locator("#messages .message")).to_be_visible()
        assert overflow(page) <= 0
        return page

    def statuses(self) -> list[tuple[str, str]]:
        """Of the five, in the order they came."""
        wanted = SignUp.objects.filter(shift=self.shift, volunteer__in=self.people)
        return list(wanted.order_by("id").values_list("status", "reason"))

    def time_out(self) -> None:
        """As if two hours had passed; then the clock's part."""
        past = timezone.now() - timedelta(seconds=1)
        SignUp.objects.filter(shift=self.shift, status="offered").update(offer_ends_at=past)
        call_command("tick", stdout=StringIO())

    def was_told(self, person: Resident, kind: str) -> bool:
        return Notification.objects.filter(recipient=person, kind=kind).exists()


@EVERY_WAY
def test_five_wait_for_two_places_in_order_timed_out_and_passed_on(
    visits: Visits, cast: Cast, width: int, script: bool
) -> None:
    line = Line(cast, visits, width, script)
    first, second, third, fourth, fifth = line.people
    for turn, person in enumerate(line.people, start=1):
        page = line.tap(person, "antre")
        expect(page.locator("main")).to_contain_text(str(turn))
    assert line.statuses() == [("waiting", "")] * 5

    # A place comes free: the first is asked, and says yes.
    line.tap(cast.volunteer, "batal-ikut")
    expect(line.page(second).locator(f"form[action*='/ikut/{line.shift.pk}/']")).to_have_count(0)
    line.tap(first, "ikut")

    # The next one is asked and does not answer; then one who can't; then one who can.
    line.tap(cast.other_rt, "batal-ikut")
    assert line.was_told(second, "event.place_offered")
    line.time_out()
    assert line.was_told(second, "event.offer_lapsed")
    line.tap(third, "tidak-jadi")
    line.tap(fourth, "ikut")

    assert line.statuses() == [
        ("active", ""),
        ("released", "unanswered"),
        ("released", "turned_down"),
        ("active", ""),
        ("waiting", ""),
    ]
    assert not line.was_told(fifth, "event.place_offered")
    page = line.page(fifth)
    page.goto("/saya/bantuan/")
    expect(page.locator("main li", has_text=line.event.title)).to_contain_text("no. 1")
