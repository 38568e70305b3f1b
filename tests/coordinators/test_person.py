"""A resident's page at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from tests.cast import Cast

ClientOf = Callable[[Resident], Client]


@pytest.mark.django_db
def test_phone_and_house_are_there_once_asked_for(cast: Cast, client_of: ClientOf) -> None:
    """The coordinator's look is journaled, so it must show what was looked for."""
    membership, desk = cast.requester.memberships.get(), client_of(cast.rt_head)
    path = f"/pengurus/warga/{membership.pk}/"
    number = f"tel:{cast.requester.phone}"
    assert membership.household
    assert number not in desk.get(path).content.decode()
    shown = desk.post(f"{path}kontak/").content.decode()
    assert number in shown
    assert membership.household.address in shown
