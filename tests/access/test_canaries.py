"""Names, phones and houses: who learns them, when, and where they never come to stand."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.reveal import AFTER_THE_END
from neighborhoods.standing import standing_of
from requests_app import helping
from requests_app.models import AidRequest
from tests.access.world import Secret, World
from tests.cast import Cast
from tests.requests_app.factory import done_need, helped_need

ClientOf = Callable[[Resident], Client]
LISTS = ("home", "board", "events", "me", "inbox")
NAME = "Dewi Lestari"


@dataclass(frozen=True)
class Scene:
    cast: Cast
    world: World
    secret: Secret


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world.cast, world, world.secrets["requester"])


def looks_at(need: AidRequest) -> list[tuple[int | None, int | None]]:
    looks = Entry.objects.filter(action="contact.seen", object_kind="need", object_id=need.pk)
    return list(looks.order_by("id").values_list("actor_id", "subject_id"))


def page(client: Client, need: AidRequest, **headers: str) -> str:
    return client.get(reverse("need", args=[need.code]), headers=headers).content.decode()


def contact(client: Client, need: AidRequest) -> str:
    return client.post(reverse("need_contact", args=[need.code])).content.decode()


def test_a_helper_sees_the_contact_on_asking_for_it_and_the_look_is_noted(
    scene: Scene, client_of: ClientOf
) -> None:
    need, volunteer = helped_need(scene.cast), scene.cast.volunteer
    client = client_of(volunteer)
    assert not scene.secret.is_in(page(client, need))
    assert looks_at(need) == []
    assert scene.secret.is_in(contact(client, need))
    assert looks_at(need) == [(volunteer.pk, scene.cast.requester.pk)]


def test_the_contact_is_kept_by_no_cache_and_gone_on_the_next_page(
    scene: Scene, client_of: ClientOf
) -> None:
    need, client = helped_need(scene.cast), client_of(scene.cast.volunteer)
    shown = client.post(reverse("need_contact", args=[need.code]))
    assert shown["Cache-Control"] == "no-store"
    assert not scene.secret.is_in(page(client, need))


def test_whoever_withdrew_sees_it_no_more(scene: Scene, client_of: ClientOf) -> None:
    need, volunteer = helped_need(scene.cast), scene.cast.volunteer
    helping.withdraw_help(need, volunteer=standing_of(volunteer))
    assert not scene.secret.is_in(contact(client_of(volunteer), need))
    assert looks_at(need) == []


def test_a_helper_sees_it_for_a_week_after_the_end_and_each_look_is_noted(
    scene: Scene, client_of: ClientOf
) -> None:
    need, volunteer = done_need(scene.cast), scene.cast.volunteer
    assert scene.secret.is_in(contact(client_of(volunteer), need))
    assert looks_at(need) == [(volunteer.pk, scene.cast.requester.pk)]
    AidRequest.objects.filter(pk=need.pk).update(done_at=timezone.now() - AFTER_THE_END)
    assert not scene.secret.is_in(contact(client_of(volunteer), need))
    assert len(looks_at(need)) == 1


def test_the_requester_reads_who_looked(scene: Scene, client_of: ClientOf) -> None:
    need = helped_need(scene.cast)
    contact(client_of(scene.cast.volunteer), need)
    seen_by = page(client_of(scene.cast.requester), need).partition("<h2>")[2]
    assert scene.cast.volunteer.name in seen_by
    assert scene.cast.rt_head.name not in seen_by


def test_fragments_tell_no_more_than_pages(scene: Scene, client_of: ClientOf) -> None:
    need = scene.world.needs["open"]
    htmx = {"HX-Request": "true", "HX-Target": "need"}
    fragment = page(client_of(scene.cast.other_rt), need, **htmx)
    assert fragment.lstrip().startswith('<div id="need"')
    assert not scene.secret.is_in(fragment)
    assert need.title not in page(client_of(scene.cast.outsider), need, **htmx)


@pytest.mark.parametrize("role", ["requester", "volunteer", "rt_head", "rw_head"])
def test_a_hidden_name_is_known_to_those_concerned(
    role: str, scene: Scene, client_of: ClientOf
) -> None:
    need = helped_need(scene.cast, name_hidden=True)
    assert NAME in shown_from(page(client_of(getattr(scene.cast, role)), need))


@pytest.mark.parametrize("role", ["neighbour", "other_rt", "rt1_head", "ex_head"])
def test_a_hidden_name_is_hidden_from_neighbours(
    role: str, scene: Scene, client_of: ClientOf
) -> None:
    need = helped_need(scene.cast, name_hidden=True)
    person = scene.world.people[role]
    assert person
    client = client_of(person)
    pages = [page(client, need), *(client.get(reverse(name)).content.decode() for name in LISTS)]
    assert [NAME in text for text in pages] == [False] * len(pages)


def shown_from(text: str) -> str:
    """What the page says after 'From'; the header names whoever is signed in."""
    return text.partition('id="need"')[2]


def test_whoever_waits_sees_nothing_of_the_neighbourhood(scene: Scene, client_of: ClientOf) -> None:
    client = client_of(scene.cast.waiting)
    waiting_page = client.get("/").content.decode()
    assert [need.title for need in scene.world.needs.values() if need.title in waiting_page] == []
    assert [need.code for need in scene.world.needs.values() if need.code in waiting_page] == []


def test_lists_of_the_outsider_hold_nothing_of_the_other_rw(
    scene: Scene, client_of: ClientOf
) -> None:
    client = client_of(scene.cast.outsider)
    theirs = {"of_rw6", "open_rw6"}
    others = [need.code for name, need in scene.world.needs.items() if name not in theirs]
    for name in LISTS:
        text = client.get(reverse(name)).content.decode()
        assert (name, [code for code in others if code in text]) == (name, [])


def test_the_log_knows_no_phone_and_no_house(
    scene: Scene, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    need = helped_need(scene.cast)
    volunteer = client_of(scene.cast.volunteer)
    assert scene.secret.is_in(contact(volunteer, need))
    contact(client_of(scene.cast.outsider), need)
    wrong = {"login": f"+62{scene.secret.digits}", "password": "salah sekali"}
    Client().post(reverse("account_login"), wrong)
    Client().post(reverse("account_login"), wrong | {"password": "gotong-royong"})
    assert not scene.secret.is_in(caplog.text)
    assert "salah sekali" not in caplog.text


def test_signing_in_puts_no_phone_into_an_address(scene: Scene) -> None:
    """Addresses end up in logs, histories and referrers."""
    answer = Client().post(
        reverse("account_login"),
        {"login": f"+62{scene.secret.digits}", "password": "gotong-royong"},
    )
    assert answer["Location"] == "/"
