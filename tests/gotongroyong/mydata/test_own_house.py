"""Whose words about a house one's own data holds: those of where one lives, and one's own."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.exports import content_of
from accounts.models import Resident
from gotongroyong.leaving import move_out
from neighborhoods.assisted import create_assisted
from neighborhoods.households import change_address, household_for
from neighborhoods.invitations import code_of
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import decline, recognise
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import ADDRESS, invitation_to, join, newcomer, stranger

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
CANARY = "kunci di pot ZQCANARY"
ACCOUNT = {
    "name": "Ani",
    "phone": "081399912345",
    "password": "kerja bakti pagi",
    "is_adult": "on",
    "consent_account": "on",
}


def houses_in(resident: Resident) -> list[dict[str, str]]:
    fresh = Resident.objects.get(pk=resident.pk)
    found: list[dict[str, str]] = content_of(fresh)["data"]["neighborhoods.household"]
    return found


def landmarks_in(resident: Resident) -> list[str]:
    return [house["landmark"] for house in houses_in(resident)]


@pytest.mark.parametrize(
    ("status", "is_confirmed", "rows"),
    [
        ("pending", False, 0),
        ("pending", True, 0),
        ("declined", False, 0),
        ("declined", True, 0),
        ("ended", False, 0),
        ("ended", True, 0),
        ("active", False, 1),
    ],
)
def test_the_house_of_others_that_somebody_wrote_down_is_not_theirs(
    status: str, is_confirmed: bool, rows: int, cast: Cast
) -> None:
    """Its landmark is what its people wrote, and shown within their RT alone."""
    house = Household.objects.get(memberships__resident=cast.requester)
    Membership.objects.filter(resident=cast.waiting).update(
        household=house,
        status=status,
        household_confirmed_at=timezone.now() if is_confirmed else None,
    )
    assert len(houses_in(cast.waiting)) == rows


def test_whoever_holds_a_code_reads_nothing_of_a_house_by_typing_its_address(cast: Cast) -> None:
    """The whole way: a QR code, an account, the address as somebody knows it, one's own data."""
    head = standing_of(cast.rt_head)
    house = household_for(rt_of(cast.rt_head), "Gang Sepi No. 1", CANARY)
    create_assisted("Nenek Ijah", household=house, by=head, has_agreed=True)
    code, client = code_of(invitation_to(cast)), Client()
    client.post(f"/gabung/{code}/akun/", ACCOUNT)
    client.post(f"/gabung/{code}/rumah/", {"address": "gg sepi 1", "landmark": "", "kind": "kos"})
    said = Membership.objects.get(resident__name="Ani")
    assert (said.household, said.status) == (house, "pending")
    assert_nothing_of(house, client)
    decline(said, coordinator=head, reason="Belum kenal.")
    assert_nothing_of(house, client)


def assert_nothing_of(house: Household, client: Client) -> None:
    page = client.post("/saya/data/", {"password": ACCOUNT["password"]})
    assert page.status_code == 200
    for word in (house.landmark, house.address):
        assert word not in page.content.decode()


def test_nor_of_one_whose_people_have_moved_out(cast: Cast) -> None:
    house = Household.objects.get(memberships__resident=cast.requester)
    Household.objects.filter(pk=house.pk).update(landmark=CANARY)
    move_out(cast.requester)
    said = newcomer(cast, address=house.address.upper())
    assert said.household == house
    assert houses_in(said.resident) == []


def test_what_somebody_wrote_of_a_new_house_is_theirs_while_they_wait(cast: Cast) -> None:
    said = newcomer(cast)
    (house,) = houses_in(said.resident)
    assert (house["address"], house["landmark"]) == (ADDRESS, "pagar biru")
    second = join(stranger(2), invitation_to(cast), landmark="pagar merah")
    assert second.household == said.household
    assert houses_in(second.resident) == []


def test_until_a_coordinator_finds_other_words_for_it(cast: Cast) -> None:
    said = newcomer(cast)
    assert said.household
    head = standing_of(cast.rt_head)
    change_address(said.household, address=ADDRESS, landmark=CANARY, by=head)
    assert houses_in(said.resident) == []
    recognise(said, coordinator=head)
    assert landmarks_in(said.resident) == [CANARY]


def test_who_has_moved_out_reads_no_word_of_who_lives_there_now(
    cast: Cast, client_of: ClientOf
) -> None:
    first = recognise(newcomer(cast), coordinator=standing_of(cast.rt_head))
    assert first.household
    move_out(first.resident)
    assert landmarks_in(first.resident) == ["pagar biru"]
    second = recognise(newcomer(cast, 2), coordinator=standing_of(cast.rt_head))
    by = standing_of(second.resident)
    change_address(first.household, address=ADDRESS, landmark=CANARY, by=by)
    assert CANARY not in json.dumps(content_of(Resident.objects.get(pk=first.resident_id)))
    first.resident.set_password("gotong-royong")
    first.resident.save(update_fields=["password"])
    page = client_of(first.resident).post("/saya/data/", {"password": "gotong-royong"})
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    assert "RT\N{NO-BREAK SPACE}003" in page.content.decode()
