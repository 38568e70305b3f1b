"""From the code on paper to the waiting page, and what each step refuses."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import Consent, Resident
from neighborhoods.invitations import code_of
from neighborhoods.known_numbers import KNOWN, TRIES
from neighborhoods.models import Invitation, Membership, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.neighborhoods.joining import invitation_to, office_invitation, stranger

ClientOf = Callable[[Resident], Client]
ACCOUNT = {
    "name": "Tari",
    "phone": "0813-7799-0001",
    "password": "melati-biru-15",
    "is_adult": "on",
    "consent_account": "on",
}
HOME = {"address": "Blok Q9 No. 3", "landmark": "pagar biru", "kind": "kontrak"}


def address(invitation: Invitation, step: str) -> str:
    return f"/gabung/{code_of(invitation)}/{step}/"


def test_account_then_house_then_waiting(cast: Cast) -> None:
    invitation, client = invitation_to(cast), Client()
    made = client.post(address(invitation, "akun"), ACCOUNT)
    assert made["Location"] == address(invitation, "rumah")
    person = Resident.objects.get(phone="+6281377990001")
    assert client.session[SESSION_KEY] == str(person.pk)
    assert (person.name, person.adult_since is not None) == ("Tari", True)
    assert client.post(address(invitation, "rumah"), HOME)["Location"] == "/"
    membership = Membership.objects.get(resident=person)
    assert (membership.status, membership.kind) == ("pending", "kontrak")
    text = client.get("/").content.decode()
    assert "Menunggu verifikasi" in text
    assert cast.rt_head.name in text


def test_an_account_alone_uses_nothing_up(cast: Cast) -> None:
    invitation = invitation_to(cast)
    Client().get(address(invitation, "akun"))
    Client().post(address(invitation, "akun"), ACCOUNT)
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_consents_are_given_one_by_one_and_whatsapp_is_off(cast: Cast) -> None:
    page = Client().get(address(invitation_to(cast), "akun")).content.decode()
    assert "checked" not in page
    Client().post(address(invitation_to(cast), "akun"), ACCOUNT)
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["account"]


def test_whatsapp_is_given_by_a_tick_of_its_own(cast: Cast) -> None:
    Client().post(address(invitation_to(cast), "akun"), ACCOUNT | {"consent_whatsapp": "on"})
    given = Consent.objects.order_by("purpose").values_list("purpose", flat=True)
    assert list(given) == ["account", "whatsapp"]


def test_a_known_number_is_told_plainly_and_signs_nobody_in(cast: Cast) -> None:
    client, known = Client(), ACCOUNT | {"phone": "0812-0000-0003"}
    response = client.post(address(invitation_to(cast), "akun"), known)
    assert response.status_code == 422
    assert "Nomor ini sudah punya akun" in response.content.decode()
    assert SESSION_KEY not in client.session
    assert cast.volunteer.name not in response.content.decode()


def test_known_and_new_numbers_cost_the_same_hashes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []
    plain = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(1)
        return str(plain(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for phone in ("0812-0000-0003", "0813-7799-0001"):
        hashed.clear()
        Client().post(address(invitation_to(cast), "akun"), ACCOUNT | {"phone": phone})
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_after_so_many_known_numbers_one_address_is_told_no_more(cast: Cast) -> None:
    where = address(invitation_to(cast), "akun")
    for number in range(1, KNOWN + 1):
        known = ACCOUNT | {"phone": stranger(number).phone}
        assert "sudah punya akun." in Client().post(where, known).content.decode()
    told = [
        Client().post(where, ACCOUNT | {"phone": phone}).content.decode()
        for phone in ("0812-0000-0003", "0813-7799-0001")
    ]
    assert ["Terlalu sering mencoba" in text for text in told] == [True, True]
    assert not Resident.objects.filter(phone="+6281377990001").exists()


class TestOldMembersSpentIt:
    """Each tapped the group's link at home, and none of them shuts a newcomer out."""

    @pytest.fixture
    def invitation(self, cast: Cast) -> Invitation:
        invitation = invitation_to(cast)
        for number in range(KNOWN):
            known, at_home = ACCOUNT | {"phone": stranger(number).phone}, f"10.0.0.{number}"
            text = Client(REMOTE_ADDR=at_home).post(address(invitation, "akun"), known)
            assert "sudah punya akun." in text.content.decode()
        return invitation

    def test_a_newcomer_signs_in_with_what_they_wrote_and_goes_on(
        self, invitation: Invitation
    ) -> None:
        client = Client(REMOTE_ADDR="10.9.0.1")
        made = client.post(address(invitation, "akun"), ACCOUNT, follow=True)
        assert made.redirect_chain == [(f"/masuk/?next={address(invitation, 'rumah')}", 302)]
        assert "Masuklah dengan nomor itu" in made.content.decode()
        said = {"login": ACCOUNT["phone"], "password": ACCOUNT["password"]}
        page = made.redirect_chain[0][0]
        assert client.post(page, said)["Location"] == address(invitation, "rumah")
        assert client.post(address(invitation, "rumah"), HOME)["Location"] == "/"
        assert Membership.objects.get(resident__phone="+6281377990001").status == "pending"

    def test_a_known_and_a_new_number_get_the_same_answer(
        self, invitation: Invitation, cast: Cast
    ) -> None:
        answers = []
        for phone in ("0812-0000-0003", "0813-7799-0001"):
            client = Client(REMOTE_ADDR="10.9.0.1")
            page = client.post(address(invitation, "akun"), ACCOUNT | {"phone": phone})
            text = client.get(page["Location"]).content.decode()
            answers.append(
                (
                    page.status_code,
                    page["Location"],
                    page.content,
                    sorted(page.cookies),
                    sorted(client.session.keys()),
                    re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text),
                )
            )
        assert answers[0] == answers[1]
        cast.volunteer.refresh_from_db()
        assert cast.volunteer.check_password("gotong-royong")

    def test_one_address_asks_of_no_more_known_numbers_this_way_either(
        self, invitation: Invitation
    ) -> None:
        where, client = address(invitation, "akun"), Client(REMOTE_ADDR="10.9.0.1")
        answers = [
            client.post(where, ACCOUNT | {"phone": stranger(100 + number).phone}).status_code
            for number in range(KNOWN)
        ]
        answers.append(client.post(where, ACCOUNT).status_code)
        assert answers == [302] * KNOWN + [422]

    def test_new_numbers_use_nothing_of_it_up(self, invitation: Invitation) -> None:
        where = address(invitation, "akun")
        answers = [
            Client(REMOTE_ADDR="10.9.0.1").post(
                where, ACCOUNT | {"phone": f"0813-7799-1{number:03}"}
            )
            for number in range(KNOWN + 2)
        ]
        assert {answer.status_code for answer in answers} == {302}
        assert Resident.objects.filter(phone__startswith="+6281377991").count() == KNOWN + 2


def test_the_same_known_number_again_tells_nothing_new_and_locks_nobody_out(cast: Cast) -> None:
    where = address(invitation_to(cast), "akun")
    for _ in range(KNOWN + 2):
        Client().post(where, ACCOUNT | {"phone": "0812-0000-0003"})
    Client().post(where, ACCOUNT)
    assert Resident.objects.filter(phone="+6281377990001").exists()


def test_the_phone_on_which_the_account_was_made_is_known(cast: Cast) -> None:
    """Whoever guesses their password elsewhere locks them out from the first day else."""
    at_home, said = Client(), {"login": ACCOUNT["phone"], "password": ACCOUNT["password"]}
    at_home.post(address(invitation_to(cast), "akun"), ACCOUNT)
    at_home.post("/keluar/")
    for _ in range(11):
        Client().post("/masuk/", said | {"password": "salah"})
    at_home.post("/masuk/", said)
    assert SESSION_KEY in at_home.session


def test_one_address_tries_so_often_an_hour(cast: Cast) -> None:
    where = address(invitation_to(cast), "akun")
    answers = [
        Client().post(where, ACCOUNT | {"phone": f"0813-7799-1{number:03}"}).status_code
        for number in range(TRIES + 2)
    ]
    assert answers == [302] * TRIES + [422] * 2


def test_signed_in_already_they_are_led_to_the_house(cast: Cast, client_of: ClientOf) -> None:
    invitation = invitation_to(cast)
    response = client_of(stranger()).get(address(invitation, "akun"))
    assert response["Location"] == address(invitation, "rumah")


def test_the_house_asks_for_sign_in(cast: Cast) -> None:
    where = address(invitation_to(cast), "rumah")
    assert Client().get(where)["Location"].startswith("/masuk/?next=/gabung/")


def test_who_lives_here_already_joins_nothing(cast: Cast, client_of: ClientOf) -> None:
    invitation = invitation_to(cast)
    for person in (cast.volunteer, cast.waiting, cast.outsider):
        assert client_of(person).post(address(invitation, "rumah"), HOME)["Location"] == "/"
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_a_joiner_learns_nothing_about_the_house(cast: Cast, client_of: ClientOf) -> None:
    """An address that is known and one that is not lead to the same page but for the time."""
    pages = []
    for number, written in enumerate(("Gang Melati No. 15", "Gang Entah No. 99")):
        client = client_of(Resident.objects.create(phone=f"+62813779955{number}", name="Tari"))
        client.post(address(invitation_to(cast), "rumah"), HOME | {"address": written})
        text = client.get("/").content.decode().partition("<main")[2]
        pages.append(
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\d\d\.\d\d|gabung/\d+', "", text)
        )
        assert cast.volunteer.name not in text
    assert pages[0] == pages[1]


class TestOffice:
    def test_the_rws_invitation_asks_for_the_rt(self, cast: Cast, client_of: ClientOf) -> None:
        invitation, person = office_invitation(cast), stranger()
        client = client_of(person)
        missing = client.post(address(invitation, "rumah"), HOME)
        assert missing.status_code == 422
        rt = rt_of(cast.other_rt)
        client.post(address(invitation, "rumah"), HOME | {"rt": str(rt.pk)})
        standing = standing_of(person)
        assert (standing.rt, standing.covered_rw_ids) == (rt, {rt.rw_id})

    def test_an_rt_of_another_rw_is_no_choice(self, cast: Cast, client_of: ClientOf) -> None:
        elsewhere = RukunTetangga.objects.filter(rw__number="006")[0]
        person = stranger()
        response = client_of(person).post(
            address(office_invitation(cast), "rumah"), HOME | {"rt": str(elsewhere.pk)}
        )
        assert response.status_code == 422
        assert standing_of(person).membership is None

    def test_a_resident_accepts_it_on_one_page(self, cast: Cast, client_of: ClientOf) -> None:
        where, client = address(office_invitation(cast), "rumah"), client_of(cast.volunteer)
        assert "Terima jabatan ini" in client.get(where).content.decode()
        assert not standing_of(cast.volunteer).is_coordinator
        client.post(where)
        assert standing_of(cast.volunteer).is_coordinator
