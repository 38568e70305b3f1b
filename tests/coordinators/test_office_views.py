"""Offices at the desk, and one's own on its way: pages, forms, refusals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Resident
from neighborhoods.models import Handover, Invitation, Membership, Office, RukunTetangga
from neighborhoods.office_life import today_in
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.neighborhoods.appointing import give, rt_001, rt_003
from tests.neighborhoods.test_handovers import accepted, asked

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
BOARD, APPOINT = "/pengurus/jabatan/", "/pengurus/jabatan/tunjuk/"


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def form(holder: Resident, rt: RukunTetangga | None, **changes: str) -> dict[str, str]:
    unit = str(rt.pk) if rt else "rw"
    return {"unit": unit, "post": "kader", "person": str(holder.pk), "step": "send", **changes}


def hand_over_path(holder: Resident) -> str:
    return f"/saya/jabatan/{Office.objects.get(holder=holder).pk}/serahkan/"


def test_the_board_shows_what_one_covers(cast: Cast, client_of: ClientOf) -> None:
    rw, rt = (text_of(client_of(who), BOARD) for who in (cast.rw_head, cast.rt_head))
    for name in ("RT 001", "RT 003", cast.rt_head.name):
        assert name in rw.partition('id="main"')[2]
    assert ("RT 003" in rt, "RT 001" in rt, cast.rw_head.name in rt) == (True, False, False)


def test_the_board_costs_the_same_with_more_offices(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    with_two = queries_of(client, BOARD)
    for person in (cast.volunteer, cast.requester, cast.other_rt):
        give(person, cast.rw_head, rt_003())
    assert queries_of(client, BOARD) == with_two


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def test_a_cadre_reads_the_board_and_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    give(cast.volunteer, cast.rt_head, rt_003())
    client = client_of(cast.volunteer)
    assert "tunjuk" not in text_of(client, BOARD)
    assert client.get(APPOINT).status_code == 404
    assert client.post(APPOINT, form(cast.requester, rt_003())).status_code == 404
    head = Office.objects.get(holder=cast.rt_head)
    assert client.get(f"{BOARD}{head.pk}/akhiri/").status_code == 404
    assert client.post(f"{BOARD}undang/", {"unit": "rw", "post": "ketua"}).status_code == 404
    assert Office.objects.count() == 3


def test_somebody_is_found_by_name_and_appointed(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rt_head)
    first = cast.volunteer.name.split()[0].lower()
    found = client.post(APPOINT, {"unit": str(rt_003().pk), "step": "search", "search": first})
    assert (found.status_code, f'value="{cast.volunteer.pk}"' in found.content.decode()) == (
        200,
        True,
    )
    assert f'value="{cast.requester.pk}"' not in found.content.decode()
    response = client.post(APPOINT, form(cast.volunteer, rt_003(), search=first))
    assert (response.status_code, response["Location"]) == (302, BOARD)
    assert standing_of(cast.volunteer).covered_rt_ids == {rt_003().pk}


def test_a_head_appointed_gets_five_years(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.rw_head).post(APPOINT, form(cast.other_rt, rt_001(), post="ketua"))
    office = Office.objects.get(holder=cast.other_rt)
    assert office.ends_on is not None
    assert office.ends_on > office.starts_on + timedelta(days=5 * 365 - 2)


def test_a_head_who_moved_away_makes_room_for_a_successor(cast: Cast, client_of: ClientOf) -> None:
    Membership.objects.filter(resident=cast.rt_head).update(status="ended")
    client = client_of(cast.rw_head)
    assert "Sudah pindah" in text_of(client, BOARD)
    client.post(APPOINT, form(cast.volunteer, rt_003(), post="ketua"))
    assert Office.objects.get(holder=cast.rt_head).ended_at is not None
    assert standing_of(cast.volunteer).covered_rt_ids == {rt_003().pk}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "x"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"post": "raja"}, "post"),
        ({"person": ""}, "person"),
        ({"person": "9" * 400}, "person"),
        ({"person": "\u00b2"}, "person"),
        ({"person": "x\x00"}, "person"),
        ({"ends_on": "kemarin"}, "ends_on"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"is_deputy": "on"}, "ends_on"),
        ({"search": "\x00"}, "search"),
        ({"search": "x" * 100}, "search"),
    ],
)
def test_wrong_entries_are_said_and_give_nothing(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], field: str
) -> None:
    response = client_of(cast.rt_head).post(APPOINT, form(cast.volunteer, rt_003(), **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Office.objects.count() == 2


def test_a_unit_that_is_not_ones_own_is_no_choice(cast: Cast, client_of: ClientOf) -> None:
    for unit in (rt_001(), None, rt_of(cast.outsider)):
        response = client_of(cast.rt_head).post(APPOINT, form(cast.volunteer, unit))
        assert (response.status_code, "unit" in response.context["form"].errors) == (422, True)


def test_refusals_are_plain_sentences(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.rw_head).post(APPOINT, form(cast.volunteer, rt_003(), post="ketua"))
    assert response.status_code == 422
    assert "Jabatan itu sudah ada pemegangnya." in response.content.decode()


def test_an_office_is_ended_with_a_reason_that_its_holder_reads(
    cast: Cast, client_of: ClientOf
) -> None:
    head = Office.objects.get(holder=cast.rt_head)
    client, path = client_of(cast.rw_head), f"{BOARD}{head.pk}/akhiri/"
    assert client.post(path, {"reason": ".."}).status_code == 422
    assert client.post(path, {"reason": "Pindah tugas."})["Location"] == BOARD
    assert client_of(cast.rt_head).get("/pengurus/").status_code == 404
    assert "Pindah tugas." in text_of(client_of(cast.rt_head), "/saya/")
    assert "Pindah tugas." not in text_of(client_of(cast.volunteer), "/saya/")
    assert "Pindah tugas." not in text_of(client, "/pengurus/catatan/")
    assert client.post(path, {"reason": "Pindah tugas."}).status_code == 404


def test_ones_own_office_is_laid_down(cast: Cast, client_of: ClientOf) -> None:
    head = Office.objects.get(holder=cast.rt_head)
    client = client_of(cast.rt_head)
    assert client.post(f"{BOARD}{head.pk}/akhiri/")["Location"] == "/saya/"
    assert client.get(BOARD).status_code == 404


def test_the_rws_last_office_shows_the_way_to_a_handover(cast: Cast, client_of: ClientOf) -> None:
    head = Office.objects.get(holder=cast.rw_head)
    client, path = client_of(cast.rw_head), f"{BOARD}{head.pk}/akhiri/"
    page = text_of(client, path)
    assert ("Ini jabatan RW yang terakhir" in page, hand_over_path(cast.rw_head) in page) == (
        True,
        True,
    )
    client.post(path)
    assert standing_of(cast.rw_head).is_coordinator


def test_somebody_without_an_account_is_invited_into_a_post(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.rw_head)
    answer = client.post(f"{BOARD}undang/", {"unit": str(rt_001().pk), "post": "ketua"})
    invitation = Invitation.objects.get()
    assert answer["Location"] == f"/pengurus/undangan/{invitation.pk}/"
    assert (invitation.rt, invitation.post, invitation.max_uses) == (rt_001(), "ketua", 1)
    listed = f'href="/pengurus/undangan/{invitation.pk}/"'
    assert listed in text_of(client, BOARD)
    assert listed not in text_of(client_of(cast.rt_head), BOARD)
    client.post(f"{BOARD}undang/", {"unit": str(rt_003().pk), "post": "ketua"})
    assert client.post(f"{BOARD}undang/", {"unit": "x", "post": "ketua"}).status_code == 422
    assert Invitation.objects.count() == 1


def test_what_is_rarely_used_is_folded_below_who_holds_what(
    cast: Cast, client_of: ClientOf
) -> None:
    text = text_of(client_of(cast.rt_head), BOARD).partition('id="main"')[2]
    before, _, folded = text.partition("<details>")
    assert (cast.rt_head.name in before, "Masih kosong" in before) == (True, True)
    assert "Sekretaris, Bendahara, Kader" in before
    for link in ("/serahkan/", "/akhiri/", "?untuk="):
        assert (link in before, link in folded) == (False, True)


def test_the_form_that_invites_is_open_for_who_comes_for_it(
    cast: Cast, client_of: ClientOf
) -> None:
    client, rt = client_of(cast.rw_head), rt_001()
    assert "<details open>" not in text_of(client, BOARD)
    chosen = text_of(client, f"{BOARD}?undang={rt.pk}")
    assert "<details open>" in chosen
    assert f'<option value="{rt.pk}" selected>' in chosen
    refused = client.post(f"{BOARD}undang/", {"unit": "x", "post": "ketua"}).content.decode()
    assert "<details open>" in refused


def test_an_rts_head_invites_helpers_and_no_head(cast: Cast, client_of: ClientOf) -> None:
    client, unit = client_of(cast.rt_head), str(rt_003().pk)
    assert 'value="ketua"' not in text_of(client, BOARD)
    assert client.post(f"{BOARD}undang/", {"unit": unit, "post": "ketua"}).status_code == 422
    client.post(f"{BOARD}undang/", {"unit": unit, "post": "kader"})
    assert Invitation.objects.get().post == "kader"


def test_the_whole_handover_by_its_pages(cast: Cast, client_of: ClientOf) -> None:
    head, heir, path = (
        client_of(cast.rt_head),
        client_of(cast.volunteer),
        hand_over_path(cast.rt_head),
    )
    assert path in text_of(head, "/saya/")
    response = head.post(path, {"person": cast.volunteer.pk, "step": "send"})
    page = f"/saya/jabatan/{Handover.objects.get().pk}/"
    assert response["Location"] == head.get(path)["Location"] == page
    assert page in text_of(heir, "/saya/")
    assert "Tugas jabatan ini" in text_of(heir, page)
    heir.post(page, {"step": "accept"})
    assert head.post(page, {"step": "confirm"}).status_code == 422
    head.post(page, {"step": "confirm", "term": "new"})
    assert [client.get("/pengurus/").status_code for client in (head, heir)] == [404, 200]
    assert ["Terima kasih" in text_of(head, page), "Anda pegang" in text_of(heir, page)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("step", ["", "x", "ACCEPT", "confirm\x00"])
def test_an_unknown_step_takes_none(cast: Cast, client_of: ClientOf, step: str) -> None:
    handover = accepted(cast)
    response = client_of(cast.rt_head).post(f"/saya/jabatan/{handover.pk}/", {"step": step})
    assert response.status_code == 422
    handover.refresh_from_db()
    assert handover.is_open


def test_a_late_step_is_told_as_news(cast: Cast, client_of: ClientOf) -> None:
    handover = accepted(cast)
    page = f"/saya/jabatan/{handover.pk}/"
    head = client_of(cast.rt_head)
    head.post(page, {"step": "take_back"})
    for step in ("confirm", "take_back"):
        answer = head.post(page, {"step": step}, follow=True)
        assert "sudah selesai" in answer.content.decode()
    assert standing_of(cast.rt_head).is_coordinator


def test_others_find_no_handover_and_no_office(cast: Cast, client_of: ClientOf) -> None:
    page, path = f"/saya/jabatan/{asked(cast).pk}/", hand_over_path(cast.rt_head)
    for person in (cast.rw_head, cast.requester, cast.outsider):
        client = client_of(person)
        assert [client.get(page).status_code, client.get(path).status_code] == [404, 404]
        assert client.post(page, {"step": "accept"}).status_code == 404


def test_a_search_shows_only_those_who_could_take_over(cast: Cast, client_of: ClientOf) -> None:
    page = text_of(client_of(cast.rt_head), hand_over_path(cast.rt_head))
    could = {cast.volunteer, cast.requester}
    shown = {person for person in cast.by_number.values() if f'value="{person.pk}"' in page}
    assert shown == could
    nobody = client_of(cast.rt_head).post(
        hand_over_path(cast.rt_head), {"step": "search", "search": "%_' --"}
    )
    page = nobody.content.decode()
    assert "Tidak ada warga terverifikasi" in page
    assert ('value="all"' in page, 'value="send"' in page) == (True, False)


@pytest.mark.parametrize("form", [{}, {"post": "ketua", "unit": "rw"}])
def test_from_an_empty_search_one_tap_shows_all_again(
    cast: Cast, client_of: ClientOf, form: dict[str, str]
) -> None:
    path = APPOINT if form else hand_over_path(cast.rw_head)
    sent = form | {"step": "all", "search": "Zzz"}
    page = client_of(cast.rw_head).post(path, sent).content.decode()
    assert (f'value="{cast.volunteer.pk}"' in page, "Zzz" in page) == (True, False)
    assert ('value="send"' in page, "field--invalid" in page) == (True, False)


@pytest.mark.parametrize("path", ["/saya/jabatan/{}/", "/saya/jabatan/{}/serahkan/"])
@pytest.mark.parametrize("number", ["9" * 400, "-1", "x", "\u00b2"])
def test_an_odd_address_is_not_found(
    cast: Cast, client_of: ClientOf, path: str, number: str
) -> None:
    assert client_of(cast.rt_head).get(path.format(number)).status_code == 404
    odd = f"{BOARD}{number}/akhiri/"
    assert client_of(cast.rw_head).get(odd).status_code == 404


def test_a_deputy_is_named_so_and_has_no_handover(cast: Cast, client_of: ClientOf) -> None:
    until = today_in(rt_003().rw) + timedelta(days=20)
    acting = {"post": "ketua", "is_deputy": "on", "ends_on": f"{until:%Y-%m-%d}"}
    client_of(cast.rt_head).post(APPOINT, form(cast.volunteer, rt_003(), **acting))
    office = Office.objects.get(holder=cast.volunteer)
    assert (office.is_deputy, office.ends_on) == (True, until)
    assert "Plt." in text_of(client_of(cast.rw_head), BOARD)
    assert "serahkan" not in text_of(client_of(cast.volunteer), "/saya/")
    assert client_of(cast.volunteer).get(hand_over_path(cast.volunteer)).status_code == 404
