"""From one RT to the next by invitation: nobody waits in vain, and the old one is closed."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.invitations import code_of, invite_residents
from neighborhoods.models import Invitation, Membership
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app.models import AidRequest
from tests.browser import play
from tests.browser.play_joining import current, statuses, take_house
from tests.browser.visits import PHONE, Visits, overflow
from tests.cast import Cast, rt_of
from tests.events.factory import join, published_event
from tests.requests_app.factory import helped_need, open_need
from volunteers.models import SignUp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_duties_are_released_and_the_old_rt_is_closed(
    visits: Visits, cast: Cast, script: bool
) -> None:
    promised, of_the_rt = helped_need(cast), open_need(cast, title="Untuk RT 003", rt_only=True)
    join(cast.volunteer, published_event(cast))
    invitation = invite_residents(rt_of(cast.other_rt), by=standing_of(cast.rw_head))
    page = visits(cast.volunteer, width=PHONE, script=script)
    inside = f"/kebutuhan/{of_the_rt.code}/"
    assert statuses(page, inside) == {inside: 200}
    move_out(page, invitation)
    check_released(cast, promised)
    move_in(page, invitation)
    let_in(visits(cast.rw_head, width=PHONE, script=script), cast.volunteer)
    visits.watch.expected = {404}
    assert statuses(page, "/", inside) == {"/": 200, inside: 404}
    # What the whole RW sees is the new RT's as well.
    assert statuses(page, f"/kebutuhan/{promised.code}/") == {f"/kebutuhan/{promised.code}/": 200}
    assert rt_of(cast.volunteer).number == "001"


def move_out(page: Page, invitation: Invitation) -> None:
    """The invitation says that one has to leave first and what that means, and is there again
    right after it."""
    page.goto(f"/gabung/{code_of(invitation)}/")
    page.locator("main a[href='/saya/pindah/']").click()
    expect(page.locator("h1")).to_have_text("Pindah ke RT 001/RW 005?")
    expect(page.locator("main li")).to_have_count(4)  # a promise, a place, the board, the rest
    assert overflow(page) <= 0
    page.locator("main form button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()
    expect(page.locator("main .actions a[href$='/rumah/']")).to_be_visible()
    assert overflow(page) <= 0


def check_released(cast: Cast, promised: AidRequest) -> None:
    held = SignUp.objects.filter(volunteer=cast.volunteer).values_list("status", flat=True)
    assert list(held) == ["released", "released"]
    promised.refresh_from_db()
    assert promised.status == "open"
    told = Notification.objects.filter(recipient=cast.requester, code=promised.code)
    assert "need.helper_left" in told.values_list("kind", flat=True)
    assert not Membership.objects.current().filter(resident=cast.volunteer).exists()


def move_in(page: Page, invitation: Invitation) -> None:
    page.locator("main .actions a[href$='/rumah/']").click()
    take_house(page, "Gang Kenanga No. 8")
    expect(page.locator("li[aria-current=step]")).to_be_visible()
    invitation.refresh_from_db()
    assert invitation.uses == 1


def let_in(page: Page, person: Resident) -> None:
    membership = current(person)
    page.goto("/pengurus/")
    play.tap(page, f"/pengurus/warga-baru/{membership.pk}/kenal/")
    expect(page.locator("#messages .message")).to_be_visible()
    assert current(person).status == "active"
    entries = Entry.objects.filter(object_kind="membership", actor_id=person.pk)
    assert list(entries.order_by("pk").values_list("action", flat=True)) == [
        "membership.left",
        "membership.asked",
    ]
