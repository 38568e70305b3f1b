"""Invitations at the desk: made, listed, handed on, revoked, and on paper."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import segno
from django.conf import settings as project
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Resident
from neighborhoods import invitations
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, Membership, Office
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from web.dates import local

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
LIST = "/pengurus/undangan/"
SHEETS = ("cetak", "kartu")


@pytest.fixture(autouse=True)
def site_url(settings: Settings) -> None:
    settings.SITE_URL = "https://rukun.example"


def invite(cast: Cast, **given: object) -> Invitation:
    head = standing_of(cast.rt_head)
    return invitations.invite_residents(rt_of(cast.requester), by=head, **given)  # type: ignore[arg-type]


def main_of(client: Client, path: str) -> str:
    text = unescape(client.get(path).content.decode())
    return re.sub(r"[ \n]+", " ", text.partition("<main")[2].partition("</main>")[0])


def day(days: int) -> str:
    return str(local(timezone.now(), "Asia/Jakarta").date() + timedelta(days=days))


def test_an_empty_list_says_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    text = main_of(client_of(cast.rt_head), LIST)
    assert "Belum ada undangan" in text
    assert 'value="200"' in text
    assert f'value="{day(60)}"' in text
    assert 'name="rt"' not in text


def test_the_head_of_one_rt_makes_one_with_two_entries(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rt_head)
    answer = client.post(LIST, {"max_uses": "40", "until": day(10)})
    made = Invitation.objects.get()
    assert answer["Location"] == f"{LIST}{made.pk}/"
    assert (made.rt, made.max_uses, made.made_by) == (rt_of(cast.requester), 40, cast.rt_head)
    # To the end of that day on the RW's clocks.
    assert f"{local(made.expires_at, 'Asia/Jakarta'):%Y-%m-%d %H:%M}" == f"{day(11)} 00:00"


def test_the_rw_chooses_among_all_its_rt(cast: Cast, client_of: ClientOf) -> None:
    client, rt = client_of(cast.rw_head), rt_of(cast.other_rt)
    options = re.findall(r"<option[^>]*>([^<]+)<", main_of(client, LIST))
    assert options == sorted(str(each) for each in rt.rw.rts.all())
    client.post(LIST, {"rt": rt.pk, "max_uses": "5", "until": day(1)})
    assert Invitation.objects.get().rt == rt


def test_a_closed_rt_is_not_among_them(cast: Cast, client_of: ClientOf) -> None:
    rt = rt_of(cast.other_rt)
    rt.closed_at = timezone.now()
    rt.save(update_fields=["closed_at"])
    client = client_of(cast.rw_head)
    assert str(rt) not in re.findall(r"<option[^>]*>([^<]+)<", main_of(client, LIST))
    answer = client.post(LIST, {"rt": rt.pk, "max_uses": "5", "until": day(1)})
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)


def test_each_is_listed_with_what_became_of_it(cast: Cast, client_of: ClientOf) -> None:
    still, full, late, gone = (invite(cast, max_uses=uses) for uses in (7, 1, 8, 9))
    invitations.use(full, by=cast.waiting)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    invitations.revoke(gone, by=standing_of(cast.rt_head))
    text = main_of(client_of(cast.rt_head), LIST)
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r'<a class="item".*?</a>', text)]
    said = [
        re.findall(r"(\d dari \d) terpakai|(Masih berlaku|Dicabut|Kedaluwarsa|Habis)", row)
        for row in rows
    ]
    flat = [[a or b for a, b in row] for row in said]
    assert flat[0] == ["0 dari 7", "Masih berlaku"]
    assert flat[1:] == [["0 dari 9", "Dicabut"], ["0 dari 8", "Kedaluwarsa"], ["1 dari 1", "Habis"]]
    shown = {each for each in (still, full, late, gone) if str(code_of(each)) in text}
    assert shown == {still}


def into_office(cast: Cast, post: str = "kader") -> Invitation:
    rt = rt_of(cast.requester)
    return invitations.invite_to_office(rt.rw, rt=rt, post=post, made_by=cast.rw_head)


def test_an_offices_is_listed_for_who_could_give_it_and_without_its_code(
    cast: Cast, client_of: ClientOf
) -> None:
    made = {post: into_office(cast, post) for post in ("kader", "ketua")}
    for who, seen in ((cast.rw_head, {"kader", "ketua"}), (cast.rt_head, {"kader"})):
        text = main_of(client_of(who), LIST)
        assert {post for post, each in made.items() if f'href="{LIST}{each.pk}/"' in text} == seen
        assert not any(str(code_of(each)) in text for each in made.values())


def test_an_offices_page_has_all_that_is_handed_to_one_person(
    cast: Cast, client_of: ClientOf
) -> None:
    made = into_office(cast)
    text = main_of(client_of(cast.rw_head), f"{LIST}{made.pk}/")
    url = f"https://rukun.example/gabung/{code_of(made)}/"
    message = unquote(re.findall(r'href="https://wa\.me/\?text=([^"]+)"', text)[0])
    assert message.startswith(
        "Undangan menjadi Kader RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005\n\n"
    )
    assert (url in message, "hanya untuk Anda" in message) == (True, True)
    assert (f">{code_of(made)}<" in text, f">{url}<" in text, 'class="qr__svg"' in text) == (
        True,
        True,
        True,
    )
    assert (f'href="{LIST}{made.pk}/cabut/"' in text, "/cetak/" in text) == (True, False)


def test_a_head_takes_back_what_invites_into_their_rts_offices(
    cast: Cast, client_of: ClientOf
) -> None:
    made, client = into_office(cast), client_of(cast.rt_head)
    assert f'href="{LIST}{made.pk}/"' in main_of(client, f"{LIST}{made.pk}/cabut/")
    client.post(f"{LIST}{made.pk}/cabut/")
    assert invitations.usable(code_of(made) or "") is None
    text = main_of(client, f"{LIST}{made.pk}/")
    assert ("wa.me" in text, "qr__svg" in text, 'href="/pengurus/jabatan/"' in text) == (
        False,
        False,
        True,
    )


def test_a_cadre_sees_no_code_of_an_office(cast: Cast, client_of: ClientOf) -> None:
    rt = rt_of(cast.requester)
    Office.objects.create(holder=cast.volunteer, rw=rt.rw, rt=rt, post="kader")
    client, made = client_of(cast.volunteer), into_office(cast)
    assert client.get(f"{LIST}{made.pk}/").status_code == 404
    assert client.post(f"{LIST}{made.pk}/cabut/").status_code == 404


def test_its_page_has_code_link_and_words_for_the_group(cast: Cast, client_of: ClientOf) -> None:
    made = invite(cast)
    text = main_of(client_of(cast.rt_head), f"{LIST}{made.pk}/")
    url = f"https://rukun.example/gabung/{code_of(made)}/"
    message = unquote(re.findall(r'href="https://wa\.me/\?text=([^"]+)"', text)[0])
    assert message.startswith(
        "Undangan untuk warga RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005\n\n"
    )
    assert (url in text, url in message, f"ketik kode {code_of(made)}" in message) == (True,) * 3
    assert cast.rt_head.name not in message
    assert 'class="qr__svg"' in text


def test_revoking_asks_first_and_then_is_for_good(cast: Cast, client_of: ClientOf) -> None:
    made, client = invite(cast), client_of(cast.rt_head)
    path = f"{LIST}{made.pk}/cabut/"
    assert "Cabut undangan ini?" in main_of(client, path)
    assert Invitation.objects.get().revoked_at is None
    assert "Undangan dicabut." in unescape(client.post(path, follow=True).content.decode())
    assert invitations.usable(code_of(made) or "") is None
    assert "sudah dicabut" in unescape(client.post(path, follow=True).content.decode())
    assert "wa.me" not in main_of(client, f"{LIST}{made.pk}/")


def test_who_joined_with_it_stays_when_it_is_revoked(cast: Cast, client_of: ClientOf) -> None:
    made = invite(cast)
    Membership.objects.filter(resident=cast.waiting).update(invitation=made, status="pending")
    client_of(cast.rt_head).post(f"{LIST}{made.pk}/cabut/")
    assert Membership.objects.get(invitation=made).status == "pending"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_holds_place_code_qr_and_its_last_day(
    cast: Cast, client_of: ClientOf, sheet: str
) -> None:
    made = invite(cast)
    text = main_of(client_of(cast.rt_head), f"{LIST}{made.pk}/{sheet}/")
    count = 10 if sheet == "kartu" else 1
    drawn = segno.make(f"https://rukun.example/gabung/{code_of(made)}/", micro=False, error="m")
    path = re.findall(r' d="([^"]+)"', drawn.svg_inline(border=4, omitsize=True))[0]
    assert text.count(code_of(made) or "?") == count
    assert text.count(f'd="{path}"') == count
    assert text.count("rukun.example/gabung/") == count
    assert text.count("Berlaku sampai") == count
    assert "style=" not in text


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_indonesian_whoever_prints_it(
    cast: Cast, client_of: ClientOf, sheet: str
) -> None:
    Resident.objects.filter(pk=cast.rt_head.pk).update(language="en")
    answer = client_of(cast.rt_head).get(f"{LIST}{invite(cast).pk}/{sheet}/")
    assert "Berlaku sampai" in answer.content.decode()
    assert answer["Content-Language"] == "id"


def test_no_page_with_a_code_is_kept(cast: Cast, client_of: ClientOf) -> None:
    made, client = invite(cast), client_of(cast.rt_head)
    pages = [LIST, *(f"{LIST}{made.pk}/{page}" for page in ("", "cetak/", "kartu/"))]
    assert {client.get(page)["Cache-Control"] for page in pages} == {"no-store"}


def test_after_a_change_of_the_key_each_page_says_to_make_a_new_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = invite(cast)
    monkeypatch.setattr(project, "SECRET_KEY", "quite another key than before")
    client = Client()
    client.force_login(cast.rt_head)
    path = f"{LIST}{made.pk}/"
    text = main_of(client, path)
    assert "buatlah undangan baru" in text
    assert ("wa.me" in text, "qr__svg" in text) == (False, False)
    assert [client.get(f"{path}{sheet}/")["Location"] for sheet in SHEETS] == [path, path]


def test_the_neighbourhoods_page_leads_there(cast: Cast, client_of: ClientOf) -> None:
    assert f'href="{LIST}"' in main_of(client_of(cast.rt_head), "/pengurus/lingkungan/")


def test_a_long_list_costs_the_queries_of_a_short_one(
    cast: Cast, client_of: ClientOf, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = client_of(cast.rw_head)
    for count in (1, 20):
        for _ in range(count):
            invite(cast)
        # Session, person, standing (2), bell, RT to choose from (twice), list, none for each.
        with django_assert_num_queries(9):  # type: ignore[attr-defined]
            client.get(LIST)
