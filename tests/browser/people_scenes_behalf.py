"""The screens about the data of somebody without a phone (into SCENES)."""

from playwright.sync_api import Page

from accounts import consents
from accounts.models import Resident
from gotongroyong.mydata.behalf import ask_erasure_of, note_look
from neighborhoods.standing import standing_of
from tests.browser.people_scenes_reveal import mbah
from tests.browser.scenes import scene
from tests.cast import Cast

AT_LENGTH = "Mbah Sri Rahayuningsih Kusumawardhani binti Prawirodirdjo"


def person(cast: Cast) -> Resident:
    return mbah(cast).requester


def leaving(cast: Cast) -> Resident:
    them = person(cast)
    ask_erasure_of(them, by=standing_of(cast.rt_head), has_asked=True)
    return them


@scene("requester")
def behalf(page: Page, cast: Cast) -> None:
    them = person(cast)
    consents.give(them, "blood_type")
    for speaker in (cast.rt_head, cast.requester):
        note_look(them, by=standing_of(speaker))
    page.goto(f"/atas-nama/{them.pk}/data/")


@scene("rt_head")
def behalf_of_a_long_name(page: Page, cast: Cast) -> None:
    them = leaving(cast)
    Resident.objects.filter(pk=them.pk).update(name=AT_LENGTH)
    page.goto(f"/atas-nama/{them.pk}/data/")


@scene("requester", status=422)
def behalf_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/data/")
    page.locator("[name=step][value=file]").click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def behalf_of_a_consent_taken_back(page: Page, cast: Cast) -> None:
    them = person(cast)
    consents.give(them, "blood_type")
    consents.withdraw(them, "blood_type")
    page.goto(f"/atas-nama/{them.pk}/data/")


@scene("requester")
def behalf_name(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/nama/")


@scene("rt_head", status=422)
def behalf_name_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/nama/")
    page.locator("main form button").last.click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def behalf_everything(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/data/")
    page.locator("[name=password]").fill("gotong-royong")
    page.locator("[name=step][value=show]").click()
    page.get_by_role("heading", name="Akun Anda").wait_for()


@scene("requester")
def behalf_erase(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/hapus/")


@scene("rt_head", status=422)
def behalf_erase_refused(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{person(cast).pk}/hapus/")
    page.locator("main form button").last.click()
    page.locator(".error-summary").wait_for()


@scene("rt_head")
def behalf_erase_asked(page: Page, cast: Cast) -> None:
    page.goto(f"/atas-nama/{leaving(cast).pk}/hapus/")


@scene("requester")
def assisted_of_the_house_and_leaving(page: Page, cast: Cast) -> None:
    leaving(cast)
    page.goto("/saya/rumah/dibantu/")
