"""The demo's neighbourhood, which is also where the tests' cast comes from."""

import pytest

from accounts.models import Resident
from gotongroyong.demo.cast import CAST, PASSWORD
from gotongroyong.demo.people import make_cast
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of

pytestmark = pytest.mark.django_db


def places(cast: dict[str, Resident]) -> dict[str, str]:
    return {key: standing_of(resident).place for key, resident in cast.items()}


def test_the_cast_lives_where_design_says() -> None:
    assert places(make_cast()) == {
        "0001": "RT 002/RW 005",
        "0002": "RT 003/RW 005",
        "0003": "RT 003/RW 005",
        "0004": "RT 003/RW 005",
        "0005": "RT 001/RW 005",
        "0006": "RT 002/RW 006",
        "0007": "RT 003/RW 005",
        "0009": "",
    }


def test_the_cast_is_what_design_says() -> None:
    standings = {key: standing_of(resident) for key, resident in make_cast().items()}
    assert {key for key, standing in standings.items() if standing.is_coordinator} == {
        "0001",
        "0002",
    }
    assert {key for key, standing in standings.items() if standing.heads_rw} == {"0001"}
    assert {key for key, standing in standings.items() if standing.is_waiting} == {"0007"}
    assert {key for key, standing in standings.items() if standing.resident.is_staff} == {"0009"}


def test_everybody_signs_in_with_the_demos_password() -> None:
    assert [resident.check_password(PASSWORD) for resident in make_cast().values()] == [
        True for _member in CAST
    ]


def test_making_the_cast_again_changes_nothing() -> None:
    first, before = make_cast(), head_count()
    assert (make_cast(), head_count()) == (first, before)


def head_count() -> list[int]:
    models = (Resident, RukunTetangga, Household, Membership, Office)
    return [model._default_manager.count() for model in models]


def test_an_office_handed_over_stays_handed_over() -> None:
    head = make_cast()["0002"]
    head.offices.update(ends_on="2026-01-01", starts_on="2025-01-01")
    make_cast()
    assert standing_of(head).is_coordinator is False
