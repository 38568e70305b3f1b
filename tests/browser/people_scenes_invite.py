"""The screens of invitations. `test_every_page` imports them into SCENES."""

from playwright.sync_api import Page

from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation
from neighborhoods.standing import standing_of
from tests.browser.scenes import scene
from tests.cast import Cast, rt_of


def invitation_to(cast: Cast) -> Invitation:
    """To RT 003."""
    return invitations.invite_residents(rt_of(cast.requester), by=standing_of(cast.rt_head))


def several(cast: Cast) -> Invitation:
    first, second, last = (invitation_to(cast) for _ in range(3))
    invitations.revoke(first, by=standing_of(cast.rt_head))
    invitations.use(second, by=cast.waiting)
    rw = rt_of(cast.requester).rw
    invitations.invite_to_office(rw, rt=None, post="sekretaris", made_by=cast.rw_head)
    return last


def open_join(page: Page, invitation: Invitation) -> None:
    page.goto(f"/gabung/{code_of(invitation)}/")


@scene("rt_head")
def hood(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/lingkungan/")


@scene("rt_head")
def invitations_empty(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/undangan/")


@scene("rw_head")
def invitations_some(page: Page, cast: Cast) -> None:
    several(cast)
    page.goto("/pengurus/undangan/")


@scene("rw_head", status=422)
def invitations_refused(page: Page, cast: Cast) -> None:
    page.goto("/pengurus/undangan/")
    page.locator("[name=max_uses]").fill("9999")
    page.locator("[name=until]").fill("2020-01-01")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def invitation(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/undangan/{several(cast).pk}/")


@scene("rw_head")
def invitation_into_an_office(page: Page, cast: Cast) -> None:
    rt = rt_of(cast.requester)
    made = invitations.invite_to_office(rt.rw, rt=rt, post="kader", made_by=cast.rw_head)
    page.goto(f"/pengurus/undangan/{made.pk}/")


@scene("rt_head")
def invitation_over(page: Page, cast: Cast) -> None:
    made = invitations.revoke(invitation_to(cast), by=standing_of(cast.rt_head))
    page.goto(f"/pengurus/undangan/{made.pk}/")


@scene("rt_head")
def invitation_of_another_key(page: Page, cast: Cast) -> None:
    made = invitation_to(cast)
    Invitation.objects.update(nonce="of another key")
    page.goto(f"/pengurus/undangan/{made.pk}/")


@scene("rt_head")
def invitation_revoke(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/undangan/{invitation_to(cast).pk}/cabut/")


@scene("rt_head")
def invitation_poster(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/undangan/{invitation_to(cast).pk}/cetak/")


@scene("rt_head")
def invitation_cards(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/undangan/{invitation_to(cast).pk}/kartu/")


@scene(None)
def join_code(page: Page, cast: Cast) -> None:
    page.goto("/gabung/")


@scene(None, status=422)
def join_code_refused(page: Page, cast: Cast) -> None:
    page.goto("/gabung/")
    page.locator("[name=code]").fill("AAAAA-AAAAA")
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


@scene(None)
def join_stranger(page: Page, cast: Cast) -> None:
    open_join(page, invitation_to(cast))


@scene("operator")
def join_without_a_house(page: Page, cast: Cast) -> None:
    open_join(page, invitation_to(cast))


@scene("other_rt")
def join_from_elsewhere(page: Page, cast: Cast) -> None:
    open_join(page, invitation_to(cast))


@scene("waiting")
def join_while_waiting(page: Page, cast: Cast) -> None:
    open_join(page, invitation_to(cast))


@scene("requester")
def join_at_home_already(page: Page, cast: Cast) -> None:
    open_join(page, invitation_to(cast))


@scene(None)
def join_an_office(page: Page, cast: Cast) -> None:
    rw = rt_of(cast.requester).rw
    open_join(page, invitations.invite_to_office(rw, rt=None, post="ketua", made_by=None))


@scene(None, status=404)
def join_dead_code(page: Page, cast: Cast) -> None:
    page.goto("/gabung/AAAAA-AAAAA/")


@scene(None, status=429)
def join_too_many(page: Page, cast: Cast) -> None:
    page.goto("/gabung/")
    for letter in "34679ACDEFGHJKMNPQRTUVWXY":
        for twice in (letter, letter.lower() + "3"):
            page.request.get(f"/gabung/{(twice * 10)[:10]}/")
    page.goto("/gabung/AAAAA-AAAAC/")
