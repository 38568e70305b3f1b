"""Invitations and their codes under what was not made for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Resident
from neighborhoods.models import Invitation
from tests.bad_input.bad import MARKUP, NUL, error_of, shows_no_markup
from tests.cast import Cast, rt_of

ClientOf = Callable[[Resident], Client]
LIST = "/pengurus/undangan/"
SOON = f"{timezone.now() + timedelta(days=5):%Y-%m-%d}"
USES = ["", "0", "-1", "501", "1e3", "3.5", "²", "9" * 400, NUL, *MARKUP.values()]
DAYS = ["", "2020-01-01", "2999-01-01", "31-02-2026", "0000-00-00", NUL, *MARKUP.values()]


@pytest.mark.django_db
@pytest.mark.parametrize("uses", USES)
def test_a_wrong_number_of_people_is_said(cast: Cast, client_of: ClientOf, uses: str) -> None:
    response = client_of(cast.rt_head).post(LIST, {"max_uses": uses, "until": SOON})
    assert response.status_code == 422
    assert error_of(response, "max_uses")
    assert (shows_no_markup(response), f'value="{SOON}"' in response.content.decode()) == (
        True,
        True,
    )
    assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("until", DAYS)
def test_a_wrong_day_is_said(cast: Cast, client_of: ClientOf, until: str) -> None:
    response = client_of(cast.rt_head).post(LIST, {"max_uses": "37", "until": until})
    assert response.status_code == 422
    assert error_of(response, "until")
    assert (shows_no_markup(response), 'value="37"' in response.content.decode()) == (True, True)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_the_rt_of_others_is_no_choice(cast: Cast, client_of: ClientOf) -> None:
    """Nor does naming one help who has nothing to choose."""
    theirs = rt_of(cast.outsider)
    for said in (str(theirs.pk), "", "-1", "x", "9" * 400, NUL):
        form = {"rt": said, "max_uses": "5", "until": SOON}
        response = client_of(cast.rw_head).post(LIST, form)
        assert (response.status_code, Invitation.objects.count()) == (422, 0)
        assert error_of(response, "rt")
    client_of(cast.rt_head).post(LIST, {"rt": theirs.pk, "max_uses": "5", "until": SOON})
    assert Invitation.objects.get().rt == rt_of(cast.rt_head)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", " ", "-----", "A" * 5000, NUL, *MARKUP.values()])
def test_a_code_that_can_be_none_is_said(client: Client, code: str) -> None:
    response = client.post("/gabung/", {"code": code})
    assert response.status_code == 422
    assert error_of(response, "code")
    assert shows_no_markup(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["%00", "%F0%9F%8D%9A", "..", "'%22%3E%3Cscript%3E", "9" * 900, "%"]
)
def test_an_odd_link_gets_the_page_of_a_dead_one(client: Client, path: str) -> None:
    response = client.get(f"/gabung/{path}/")
    assert response.status_code == 404
    assert shows_no_markup(response)


@pytest.mark.django_db
@pytest.mark.parametrize("pk", ["²", "-1", "1e9", "9" * 400, "x"])
def test_an_odd_number_is_no_invitation(cast: Cast, client_of: ClientOf, pk: str) -> None:
    client = client_of(cast.rw_head)
    assert {client.get(f"{LIST}{pk}/{page}").status_code for page in ("", "cetak/", "cabut/")} == {
        404
    }


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=80))
@pytest.mark.django_db
def test_whatever_is_typed_gets_an_answer(client: Client, typed: str) -> None:
    assert client.post("/gabung/", {"code": typed}).status_code in (422, 429)
