"""Accounts, houses and reasons under what was not made for them."""

from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.models import Consent, Resident
from neighborhoods.invitations import code_of
from neighborhoods.models import Membership
from tests.bad_input.bad import MARKUP, NUL, error_of, shows_no_markup
from tests.cast import Cast
from tests.neighborhoods.joining import invitation_to, newcomer, stranger
from tests.neighborhoods.test_joining_views import ACCOUNT, HOME

ClientOf = Callable[[Resident], Client]
BAD_ACCOUNTS = [
    *(("name", value) for value in ("", "   ", NUL, "x" * 61, "12345", "\U0001f35a" * 8)),
    *(("phone", value) for value in ("", "0", "0812-ABCD-1234", NUL, "9" * 400, "+", "112")),
    *(("password", value) for value in ("", "pendek", "password", NUL, "x" * 129)),
    ("is_adult", ""),
    ("consent_account", ""),
]
BAD_HOMES = [
    *(("address", value) for value in ("", " ", "-", "\U0001f3e0", "RT 003", NUL, "x" * 81)),
    *(("landmark", value) for value in (NUL, "x" * 81)),
    *(("kind", value) for value in ("", "TETAP", "pemilik", NUL)),
]


def without_empty(form: dict[str, str]) -> dict[str, str]:
    """A box that is not ticked is not sent."""
    return {key: value for key, value in form.items() if value}


@pytest.mark.parametrize(("field", "value"), BAD_ACCOUNTS, ids=range(len(BAD_ACCOUNTS)))
def test_a_wrong_account_is_said_and_makes_none(cast: Cast, field: str, value: str) -> None:
    client, before = Client(), Resident.objects.count()
    where = f"/gabung/{code_of(invitation_to(cast))}/akun/"
    response = client.post(where, without_empty(ACCOUNT | {field: value}))
    assert response.status_code == 422
    assert error_of(response, field)
    assert ACCOUNT["password"] not in response.content.decode()
    assert (Resident.objects.count(), Consent.objects.count()) == (before, 0)
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("said", MARKUP.values(), ids=MARKUP.keys())
def test_markup_in_a_name_stays_words(cast: Cast, client_of: ClientOf, said: str) -> None:
    client, invitation = Client(), invitation_to(cast)
    name = f"Tari {said}"[:60]
    client.post(f"/gabung/{code_of(invitation)}/akun/", ACCOUNT | {"name": name})
    client.post(f"/gabung/{code_of(invitation)}/rumah/", HOME | {"landmark": said[:80]})
    pk = Membership.objects.get(invitation=invitation).pk
    head = client_of(cast.rt_head)
    pages = [client.get("/"), head.get("/pengurus/")]
    pages += [head.post(f"/pengurus/warga-baru/{pk}/lihat/")]
    assert [page.status_code for page in pages] == [200] * 3
    assert all(shows_no_markup(page) for page in pages)


@pytest.mark.parametrize(("field", "value"), BAD_HOMES, ids=range(len(BAD_HOMES)))
def test_a_wrong_house_is_said_and_joins_nothing(
    cast: Cast, client_of: ClientOf, field: str, value: str
) -> None:
    invitation, person = invitation_to(cast), stranger()
    where = f"/gabung/{code_of(invitation)}/rumah/"
    response = client_of(person).post(where, without_empty(HOME | {field: value}))
    assert response.status_code == 422
    assert error_of(response, field)
    invitation.refresh_from_db()
    assert (invitation.uses, Membership.objects.filter(resident=person).count()) == (0, 0)


@pytest.mark.parametrize("address", ["", "-", NUL, "x" * 81, "Gang Melati 22"])
def test_a_wrong_address_is_said_and_kept(cast: Cast, client_of: ClientOf, address: str) -> None:
    """The last one is another household's."""
    response = client_of(cast.volunteer).post("/saya/rumah/ubah/", {"address": address})
    assert response.status_code == 422
    assert error_of(response, "address")
    house = Membership.objects.get(resident=cast.volunteer).household
    assert house
    assert house.address == "Gang Melati No. 15"


@pytest.mark.parametrize("house", ["", "x", "-1", "9" * 400, NUL, "0"])
def test_an_odd_house_that_was_read_decides_nothing(
    cast: Cast, client_of: ClientOf, house: str
) -> None:
    membership = newcomer(cast)
    head = client_of(cast.rt_head)
    head.post(f"/pengurus/warga-baru/{membership.pk}/kenal/", {"house": house})
    membership.refresh_from_db()
    assert membership.status == "pending"


@pytest.mark.parametrize("reason", ["", " ", "x", NUL, "x" * 301])
def test_a_decline_without_a_reason_is_none(cast: Cast, client_of: ClientOf, reason: str) -> None:
    membership = newcomer(cast)
    form = {"house": str(membership.household_id), "reason": reason}
    head = client_of(cast.rt_head)
    response = head.post(f"/pengurus/warga-baru/{membership.pk}/tolak/", form)
    membership.refresh_from_db()
    assert (response.status_code, membership.status) == (422, "pending")


@pytest.mark.parametrize("pk", ["²", "-1", "1e9", "9" * 400, "x"])
def test_an_odd_number_is_not_found(cast: Cast, client_of: ClientOf, pk: str) -> None:
    head = client_of(cast.rt_head)
    assert head.get(f"/pengurus/warga-baru/{pk}/").status_code == 404
    assert head.post(f"/saya/rumah/{pk}/benar/").status_code == 404


@pytest.mark.parametrize("token", ["x", "²", "9" * 400, "AAAAA-AAAAA", "%00"])
def test_an_odd_code_is_no_way_in(cast: Cast, token: str) -> None:
    assert Client().get(f"/gabung/{token}/akun/").status_code == 404
    assert Client().post(f"/gabung/{token}/akun/", ACCOUNT).status_code == 404
