"""Correcting the name of somebody without a phone, on a page of their data."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.assisted import create_assisted
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast
from tests.requests_app.test_on_behalf import mbah

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
NEW = "Mbah Sri Lestari"
SENT = {"name": NEW, "password": "gotong-royong"}


def path_of(person: Resident, what: str = "nama") -> str:
    return f"/atas-nama/{person.pk}/{what}/"


def name_of(person: Resident) -> str:
    return Resident.objects.get(pk=person.pk).name


def test_their_page_leads_there_and_shows_the_new_name(cast: Cast, client_of: ClientOf) -> None:
    person, client = mbah(cast), client_of(cast.requester)
    assert path_of(person) in client.get(path_of(person, "data")).content.decode()
    assert 'value="Mbah Sari"' in client.get(path_of(person)).content.decode()
    answer = client.post(path_of(person), SENT, follow=True)
    assert answer.redirect_chain == [(path_of(person, "data"), 302)]
    assert NEW in answer.content.decode()
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_id, entry.subject_id) == (
        "resident.name_corrected",
        cast.requester.pk,
        person.pk,
    )


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"password": ""}, "password"),
        ({"password": "salah"}, "password"),
        ({"name": ""}, "name"),
        ({"name": " . "}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "x" * 61}, "name"),
    ],
)
def test_it_wants_the_speakers_password_and_a_name_as_when_they_were_added(
    changes: dict[str, str], wrong: str, cast: Cast, client_of: ClientOf
) -> None:
    person = mbah(cast)
    answer = client_of(cast.rt_head).post(path_of(person), SENT | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert name_of(person) == "Mbah Sari"


def test_a_name_that_somebody_of_the_house_has_is_told_beside_the_field(
    cast: Cast, client_of: ClientOf
) -> None:
    person = mbah(cast)
    home = Membership.objects.current().select_related("household__rt").get(resident=cast.requester)
    assert home.household
    by = standing_of(cast.rt_head)
    create_assisted(NEW, household=home.household, by=by, kind="tetap", has_agreed=True)
    answer = client_of(cast.rt_head).post(path_of(person), SENT)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert name_of(person) == "Mbah Sari"


@pytest.mark.parametrize("who", ["volunteer", "other_rt", "outsider", "waiting", "operator"])
def test_to_everybody_else_there_is_no_such_page(who: str, cast: Cast, client_of: ClientOf) -> None:
    person, client = mbah(cast), client_of(getattr(cast, who))
    assert client.get(path_of(person)).status_code == 404
    assert client.post(path_of(person), SENT).status_code == 404
    assert name_of(person) == "Mbah Sari"
