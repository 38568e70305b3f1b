"""The screens of joining, one's house and leaving. `test_every_page` imports them into SCENES."""

from playwright.sync_api import Page

from neighborhoods.assisted import create_assisted
from neighborhoods.invitations import code_of, revoke
from neighborhoods.models import Invitation, Membership
from neighborhoods.recognition import decline, recognise
from neighborhoods.standing import standing_of
from tests.browser.scenes import scene
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import invitation_to, newcomer, office_invitation

# The volunteer's house.
THEIRS = "gg melati 15"


@scene("")
def join_account(page: Page, cast: Cast) -> None:
    page.goto(f"/gabung/{code_of(invitation_to(cast))}/akun/")


@scene("", status=422)
def join_account_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/gabung/{code_of(invitation_to(cast))}/akun/")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("volunteer")
def accept_office(page: Page, cast: Cast) -> None:
    page.goto(f"/gabung/{code_of(office_invitation(cast))}/rumah/")


@scene("waiting")
def waiting(page: Page, cast: Cast) -> None:
    page.goto("/")


@scene("waiting")
def waiting_declined(page: Page, cast: Cast) -> None:
    membership = standing_of(cast.waiting).membership
    assert membership
    head = standing_of(cast.rt_head)
    decline(membership, coordinator=head, reason="Rumah itu tidak ada di RT kita.")
    page.goto("/")


@scene("volunteer")
def my_house_asked(page: Page, cast: Cast) -> None:
    newcomer(cast, address=THEIRS)
    page.goto("/saya/rumah/")


@scene("volunteer")
def house_change(page: Page, cast: Cast) -> None:
    page.goto("/saya/rumah/ubah/")


@scene("rw_head")
def move(page: Page, cast: Cast) -> None:
    page.goto("/saya/pindah/")


def on_the_way(page: Page, cast: Cast) -> Invitation:
    """From RT 001 to RT 003."""
    invitation = invitation_to(cast)
    page.goto(f"/gabung/{code_of(invitation)}/")
    return invitation


@scene("other_rt")
def move_by_invitation(page: Page, cast: Cast) -> None:
    on_the_way(page, cast)
    page.goto("/saya/pindah/")


@scene("other_rt")
def move_after_the_invitation_ended(page: Page, cast: Cast) -> None:
    revoke(on_the_way(page, cast), by=standing_of(cast.rt_head))
    page.goto("/saya/pindah/")


@scene("other_rt")
def moved_and_not_joined_yet(page: Page, cast: Cast) -> None:
    on_the_way(page, cast)
    page.goto("/saya/pindah/")
    page.locator("main form button").click()
    page.goto("/")


@scene("waiting")
def join_while_waiting_elsewhere(page: Page, cast: Cast) -> None:
    Membership.objects.filter(resident=cast.waiting).update(rt=rt_of(cast.other_rt), household=None)
    on_the_way(page, cast)


@scene("waiting")
def waiting_and_on_the_way(page: Page, cast: Cast) -> None:
    join_while_waiting_elsewhere(page, cast)
    page.goto("/")


@scene("rt_head")
def desk_newcomer(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/warga-baru/{newcomer(cast, address=THEIRS).pk}/")


@scene("rt_head")
def desk_newcomer_look(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/warga-baru/{newcomer(cast).pk}/")
    page.get_by_role("button", name="Lihat rumah").click()
    page.locator(".details dd.nums").wait_for()


@scene("rt_head")
def desk_newcomer_silent_house(page: Page, cast: Cast) -> None:
    """Somebody without a phone lives there: to be asked at the door."""
    said = newcomer(cast)
    assert said.household
    head = standing_of(cast.rt_head)
    create_assisted("Nenek Ijah", household=said.household, by=head, has_agreed=True)
    page.goto(f"/pengurus/warga-baru/{said.pk}/")


def let_in_unknown(cast: Cast) -> Membership:
    """By a coordinator, and the house has not said so."""
    said = newcomer(cast, address=THEIRS)
    return recognise(said, coordinator=standing_of(cast.rt_head))


@scene("volunteer")
def my_house_late_yes(page: Page, cast: Cast) -> None:
    let_in_unknown(cast)
    page.goto("/saya/rumah/")


@scene("other_rt")
def my_house_unknown(page: Page, cast: Cast) -> None:
    Membership.objects.filter(resident=cast.other_rt).update(household_confirmed_at=None)
    page.goto("/saya/rumah/")
