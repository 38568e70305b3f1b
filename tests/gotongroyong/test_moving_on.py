"""Moving by invitation: it is kept until the old RT is left, and leads on to the new house."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import invitation_to, newcomer

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
MOVE = "/saya/pindah/"
PLACE = "RT 003/RW 005"


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    """To RT 003; who opens it lives in RT 001."""
    return invitation_to(cast)


@pytest.fixture
def mover(cast: Cast, client_of: ClientOf, invitation: Invitation) -> Client:
    client = client_of(cast.other_rt)
    client.get(page_of(invitation))
    return client


def page_of(invitation: Invitation) -> str:
    return f"/gabung/{code_of(invitation)}/"


def main_of(client: Client, path: str) -> str:
    text = unescape(client.get(path).content.decode())
    return " ".join(text.partition("<main")[2].partition("</main>")[0].split())


def test_the_page_says_where_they_are_moving_to(mover: Client) -> None:
    text = main_of(mover, MOVE)
    assert f"Pindah ke {PLACE}?" in text
    assert "minta undangan" not in text.lower()


def test_leaving_leads_on_to_the_invitation_and_to_the_house(
    mover: Client, cast: Cast, invitation: Invitation
) -> None:
    assert mover.post(MOVE)["Location"] == page_of(invitation)
    text = main_of(mover, page_of(invitation))
    assert f'href="{page_of(invitation)}rumah/"' in text
    assert not Membership.objects.current().filter(resident=cast.other_rt).exists()


def test_whoever_wanders_off_finds_the_way_on_at_home(
    mover: Client, invitation: Invitation
) -> None:
    mover.post(MOVE)
    assert f'href="{page_of(invitation)}"' in main_of(mover, "/")


def test_the_code_is_never_in_the_session(mover: Client, invitation: Invitation) -> None:
    code = code_of(invitation) or ""
    kept = str(dict(mover.session))
    assert (code in kept, code.replace("-", "") in kept, "moving_to" in kept) == (
        False,
        False,
        True,
    )


def test_an_invitation_that_ended_is_said_before_leaving(
    mover: Client, cast: Cast, invitation: Invitation
) -> None:
    invitations.revoke(invitation, by=standing_of(cast.rt_head))
    text = main_of(mover, MOVE)
    assert f"Undangan ke {PLACE} sudah tidak berlaku" in text
    assert "Anda pindah?" in text


def test_one_that_ended_while_they_read_leads_home_with_a_plain_sentence(
    mover: Client, cast: Cast, invitation: Invitation
) -> None:
    mover.get(MOVE)
    invitations.revoke(invitation, by=standing_of(cast.rt_head))
    assert mover.post(MOVE)["Location"] == "/"
    text = unescape(mover.get("/").content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Undangan ke {PLACE} sudah tidak berlaku" in text
    assert page_of(invitation) not in text


def test_who_only_looks_at_an_own_invitation_is_on_no_way(
    cast: Cast, client_of: ClientOf, invitation: Invitation
) -> None:
    client = client_of(cast.requester)
    client.get(page_of(invitation))
    assert "moving_to" not in client.session
    assert client.post(MOVE)["Location"] == "/"


def test_it_is_kept_for_a_day(mover: Client) -> None:
    session = mover.session
    session["moving_to"]["at"] -= timedelta(days=1, minutes=1).total_seconds()
    session.save()
    assert PLACE not in main_of(mover, MOVE)
    assert mover.post(MOVE)["Location"] == "/"


def test_signing_out_of_a_shared_phone_drops_it(
    mover: Client, cast: Cast, invitation: Invitation
) -> None:
    mover.post("/keluar/")
    assert not mover.session.get("moving_to")
    mover.force_login(rt_001_neighbour(cast))
    assert PLACE not in main_of(mover, MOVE)
    assert mover.post(MOVE)["Location"] == "/"


def test_somebody_else_signing_in_over_it_drops_it_too(mover: Client, cast: Cast) -> None:
    mover.force_login(rt_001_neighbour(cast))
    assert PLACE not in main_of(mover, MOVE)


def rt_001_neighbour(cast: Cast) -> Resident:
    person = Resident.objects.create(phone="+6281377000555", name="Bu Ani")
    Membership.objects.create(resident=person, rt=rt_of(cast.other_rt), status="active")
    return person


class TestWhoWaitsElsewhere:
    """They have nothing to leave yet: the request is what is taken back first."""

    def test_the_invitation_leads_to_the_request(
        self, cast: Cast, client_of: ClientOf, invitation: Invitation
    ) -> None:
        client = client_of(waiting_in_rt_001(cast))
        text = main_of(client, page_of(invitation))
        assert ("Tarik dulu permintaan itu" in text, MOVE in text) == (True, False)
        assert f"Setelah itu Anda lanjut ke {PLACE}" in main_of(client, "/")

    def test_taking_it_back_leads_on(
        self, cast: Cast, client_of: ClientOf, invitation: Invitation
    ) -> None:
        person = waiting_in_rt_001(cast)
        client = client_of(person)
        client.get(page_of(invitation))
        own = Membership.objects.get(resident=person)
        assert client.post(f"/saya/batal-gabung/{own.pk}/")["Location"] == page_of(invitation)

    def test_without_an_invitation_it_leads_home(self, cast: Cast, client_of: ClientOf) -> None:
        own = newcomer(cast)
        assert client_of(own.resident).post(f"/saya/batal-gabung/{own.pk}/")["Location"] == "/"


def waiting_in_rt_001(cast: Cast) -> Resident:
    person = Resident.objects.create(phone="+6281377000556", name="Bu Eni")
    Membership.objects.create(resident=person, rt=rt_of(cast.other_rt), status="pending")
    return person


class TestIntoAnOfficeOfAnotherRw:
    """Nobody holds an office where they don't live, so they move first as well."""

    @pytest.fixture
    def office(self, cast: Cast) -> Invitation:
        rw = rt_of(cast.rt_head).rw
        return invitations.invite_to_office(rw, rt=None, post="kader", made_by=cast.rw_head)

    def test_from_elsewhere_it_means_moving(
        self, cast: Cast, client_of: ClientOf, office: Invitation
    ) -> None:
        client = client_of(cast.outsider)
        assert f'href="{MOVE}"' in main_of(client, page_of(office))
        assert client.post(MOVE)["Location"] == page_of(office)
        assert f'href="{page_of(office)}rumah/"' in main_of(client, page_of(office))

    def test_within_the_rw_it_is_accepted_at_once(
        self, cast: Cast, client_of: ClientOf, office: Invitation
    ) -> None:
        text = main_of(client_of(cast.other_rt), page_of(office))
        assert (f'href="{page_of(office)}rumah/"' in text, MOVE in text) == (True, False)


def test_an_expired_one_leads_nowhere(mover: Client, invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert mover.post(MOVE)["Location"] == "/"
