"""/gabung/: which RT it is before anything is asked, one page for every dead code, few guesses."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Limit, Resident
from neighborhoods import invitations
from neighborhoods.invitation_codes import code_from
from neighborhoods.invitation_door import GUESSES, WINDOW
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, Membership, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
SITE = "https://rukun.example"


@pytest.fixture(autouse=True)
def site_url(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    """To RT 003/RW 005, by its head."""
    head = standing_of(cast.rt_head)
    return invitations.invite_residents(rt_of(cast.requester), by=head)


def code(invitation: Invitation) -> str:
    return code_of(invitation) or ""


def page(client: Client, written: str) -> str:
    answer = client.get(f"/gabung/{written}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def main_of(text: str) -> str:
    main = text.partition('id="main"')[2].partition("</main>")[0]
    return main.replace("\N{NO-BREAK SPACE}", " ")


def links(text: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', main_of(text))


def test_a_stranger_reads_which_rt_it_is_and_is_asked_nothing(invitation: Invitation) -> None:
    text = page(Client(), code(invitation))
    rw = invitation.rw
    for words in (
        "RT 003/RW 005",
        rw.village,
        rw.district,
        rw.city,
        "Ketua RT 003",
        "Berlaku sampai",
    ):
        assert words in main_of(text), words
    assert "<input" not in main_of(text)


def test_a_stranger_is_led_to_an_account_or_to_sign_in_and_back(
    cast: Cast, invitation: Invitation
) -> None:
    path, client = f"/gabung/{code(invitation)}/", Client()
    assert links(page(client, code(invitation))) == [f"{path}akun/", f"/masuk/?next={path}"]
    said = {"login": "0812-0000-0003", "password": "gotong-royong", "next": path}
    assert client.post("/masuk/", said)["Location"] == path


def test_the_inviters_name_and_number_are_nowhere(cast: Cast, invitation: Invitation) -> None:
    text = page(Client(), code(invitation))
    assert cast.rt_head.name not in text
    assert str(cast.rt_head.phone)[3:] not in text.replace("-", "")


def test_of_the_operator_and_of_somebody_out_of_office_it_says_so(
    cast: Cast, invitation: Invitation
) -> None:
    cast.rt_head.offices.update(ended_at=timezone.now())
    assert "Pengurus RT 003/RW 005" in main_of(page(Client(), code(invitation)))
    Invitation.objects.update(made_by=None)
    assert "Pengelola papan ini" in main_of(page(Client(), code(invitation)))


def test_it_names_its_last_whole_day(cast: Cast, invitation: Invitation) -> None:
    at_midnight = timezone.datetime.fromisoformat("2099-11-22T17:00:00+00:00")  # type: ignore[attr-defined]
    Invitation.objects.update(expires_at=at_midnight)
    assert "22 Nov 2099" in main_of(page(Client(), code(invitation)))


def test_somebody_who_belongs_nowhere_is_led_to_choose_a_house(
    cast: Cast, client_of: ClientOf, invitation: Invitation
) -> None:
    path = f"/gabung/{code(invitation)}/"
    assert links(page(client_of(cast.operator), code(invitation))) == [f"{path}rumah/"]


def test_a_member_of_another_rt_reads_that_joining_means_moving(
    cast: Cast, client_of: ClientOf, invitation: Invitation
) -> None:
    text = page(client_of(cast.other_rt), code(invitation))
    assert "bergabung ke RT 003/RW 005 berarti pindah" in main_of(text)
    assert links(text) == ["/saya/pindah/", "/"]


def test_a_member_of_this_rt_is_told_so(
    cast: Cast, client_of: ClientOf, invitation: Invitation
) -> None:
    text = page(client_of(cast.requester), code(invitation))
    assert "Anda sudah terdaftar di sini" in main_of(text)
    assert links(text) == ["/"]


def test_who_waits_here_is_told_so(cast: Cast, client_of: ClientOf, invitation: Invitation) -> None:
    assert Membership.objects.get(resident=cast.waiting).rt_id == invitation.rt_id
    text = page(client_of(cast.waiting), code(invitation))
    assert "Anda sudah meminta bergabung di sini" in main_of(text)


def test_into_an_office_it_says_which_post(cast: Cast, client_of: ClientOf) -> None:
    rw = rt_of(cast.requester).rw
    made = invitations.invite_to_office(rw, rt=None, post="sekretaris", made_by=cast.rw_head)
    text = page(Client(), code(made))
    assert "Sekretaris RW 005" in main_of(text)
    path = f"/gabung/{code(made)}/"
    assert links(page(client_of(cast.requester), code(made))) == [f"{path}rumah/"]


def test_a_messengers_card_names_rt_and_rw_and_no_more(invitation: Invitation) -> None:
    head = page(Client(), code(invitation)).partition("</head>")[0]
    card = dict(
        re.findall(r'<meta property="og:(title|description|image)" content="([^"]+)"', head)
    )
    assert card == {
        "title": "Undangan ke RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "description": "Warga RT dan RW saling bantu.",
        "image": f"{SITE}/kartu.png",
    }
    assert invitation.rw.village not in head
    assert '<meta name="robots" content="noindex">' in head


def dead_ones(cast: Cast) -> dict[str, str]:
    rt, head = rt_of(cast.requester), standing_of(cast.rt_head)
    made = {
        name: invitations.invite_residents(rt, by=head, max_uses=1)
        for name in ("revoked", "expired", "used up")
    }
    closed = invitations.invite_residents(rt_of(cast.other_rt), by=standing_of(cast.rw_head))
    invitations.revoke(made["revoked"], by=head)
    Invitation.objects.filter(pk=made["expired"].pk).update(expires_at=timezone.now())
    invitations.use(made["used up"], by=cast.waiting)
    RukunTetangga.objects.filter(pk=rt_of(cast.other_rt).pk).update(closed_at=timezone.now())
    codes = {name: code(each) for name, each in made.items()} | {"closed": code(closed)}
    return codes | {"unknown": "AAAAA-AAAAA", "no code at all": "halo <b> 1"}


def test_every_dead_code_gets_the_same_page(cast: Cast) -> None:
    """Nobody learns whether a code ever was one."""
    answers = set()
    for written in dead_ones(cast).values():
        answer = Client().get(f"/gabung/{written}/")
        # The footer's way back is what was asked for; tokens are drawn anew.
        text = re.sub(
            r'name="(next|csrfmiddlewaretoken)" value="[^"]+"', "", answer.content.decode()
        )
        answers.add((answer.status_code, text))
    ((status, text),) = answers
    assert (status, "Kode ini tidak bisa dipakai" in text) == (404, True)
    assert links(text) == ["/gabung/"]


def test_typed_every_dead_code_gets_the_same_sentence(cast: Cast) -> None:
    for name, written in dead_ones(cast).items():
        answer = Client().post("/gabung/", {"code": written})
        assert (name, answer.status_code) == (name, 422)
        assert "Kode salah atau kedaluwarsa" in answer.content.decode()


def test_a_code_is_typed_in_lower_case_and_without_its_dash(invitation: Invitation) -> None:
    typed = code(invitation).lower().replace("-", " ")
    assert Client().post("/gabung/", {"code": typed})["Location"] == f"/gabung/{code(invitation)}/"
    assert "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005" in page(
        Client(), code(invitation).lower().replace("-", "")
    )


def guess(number: int, address: str = "203.0.113.7") -> int:
    made_up = code_from(f"guess {number}")
    return Client(REMOTE_ADDR=address).get(f"/gabung/{made_up}/").status_code


def test_thirty_guesses_in_a_quarter_of_an_hour_and_no_more(
    invitation: Invitation, time_machine: object
) -> None:
    assert (30, timedelta(minutes=15)) == (GUESSES, WINDOW)
    assert [guess(number) for number in range(32)] == [404] * 30 + [429] * 2
    near = Client(REMOTE_ADDR="203.0.113.7")
    refused = near.get(f"/gabung/{code(invitation)}/")
    typed = near.post("/gabung/", {"code": code(invitation)})
    # A right code is not told from a wrong one any more, and the next address is free.
    assert (refused.status_code, typed.status_code, guess(99)) == (429, 429, 429)
    assert "Tunggu 15 menit" in refused.content.decode()
    assert guess(40, "203.0.113.8") == 404


def test_the_limit_ends_with_its_quarter_of_an_hour(invitation: Invitation) -> None:
    for number in range(31):
        guess(number)
    Limit.objects.update(ends_at=timezone.now())
    assert guess(50) == 404


def test_a_hundred_neighbours_behind_one_address_come_in(
    cast: Cast, invitation: Invitation
) -> None:
    """With a good link, with a dead one and with half a code: none of it is a guess."""
    dead = dead_ones(cast)["expired"]
    near = Client(REMOTE_ADDR="203.0.113.7")
    statuses = [
        near.get(f"/gabung/{written}/").status_code
        for written in (code(invitation), dead, "ABC")
        for _ in range(40)
    ]
    assert statuses == [200] * 40 + [404] * 80
    assert guess(1) == 404


def test_looking_uses_nothing_up(invitation: Invitation) -> None:
    page(Client(), code(invitation))
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_the_way_in_stands_on_the_front_page_and_beside_signing_in() -> None:
    for path in ("/", "/masuk/"):
        text = Client().get(path).content.decode()
        assert ('href="/gabung/"' in text, "Punya kode undangan?" in text) == (True, True)
