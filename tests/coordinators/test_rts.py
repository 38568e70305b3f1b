import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Resident
from coordinators.rts import note_look_at_houses
from events.forms import audiences_of
from journal.models import Entry
from neighborhoods import units
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.moderation.factory import neighbours
from tests.requests_app.factory import done_need, open_need

ClientOf = Callable[[Resident], Client]
LIST = "/pengurus/rt/"


def rt(number: str, rw: str = "005") -> RukunTetangga:
    return RukunTetangga.objects.open().select_related("rw").get(number=number, rw__number=rw)


def path_of(rt: RukunTetangga, what: str = "") -> str:
    return f"{LIST}{rt.pk}/{what}"


def house_of(person: Resident) -> Household:
    membership = Membership.objects.current().select_related("household").get(resident=person)
    assert membership.household
    return membership.household


def main_of(page: str) -> str:
    """What the main part says, in one line."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def numbers_in(page: str) -> list[tuple[str, str]]:
    """Each word with its number, as the confirmation lists them."""
    return re.findall(r"<dt>([^<]+)</dt><dd[^>]*>(\d+)</dd>", page)


# --- The list ----------------------------------------------------------------------------


def test_the_hub_leads_the_rw_there_and_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    hub = "/pengurus/lingkungan/"
    assert f'href="{LIST}"' in client_of(cast.rw_head).get(hub).content.decode()
    assert f'href="{LIST}"' not in client_of(cast.rt_head).get(hub).content.decode()


def test_the_list_counts_residents_houses_and_who_waits(cast: Cast, client_of: ClientOf) -> None:
    Membership.objects.filter(resident=cast.waiting).update(status="pending")
    page = main_of(client_of(cast.rw_head).get(LIST).content.decode())
    active = Membership.objects.in_force().filter(rt=rt("003")).count()
    houses = rt("003").households.count()
    assert f"RT 003 {active} warga · {houses} rumah · 1 menunggu verifikasi" in page
    assert "RT 006 0 warga · 0 rumah" in page


def test_the_list_costs_the_same_with_one_rt_and_with_many(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    client.get(LIST)
    few = queries_of(client)
    RukunTetangga.objects.bulk_create(
        RukunTetangga(rw=rt("001").rw, number=f"{number:03}") for number in range(20, 40)
    )
    assert queries_of(client) == few


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(LIST)
    return len(seen)


def test_a_new_rw_without_rt_has_words_and_a_next_step(cast: Cast, client_of: ClientOf) -> None:
    rt("001").rw.rts.update(closed_at="2026-01-01T00:00:00Z")
    page = main_of(client_of(cast.rw_head).get(LIST).content.decode())
    assert "Belum ada RT. Tambahkan yang pertama di bawah ini" in page


def test_an_rt_is_added(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.rw_head).post(LIST, {"number": "RT VIII"}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "RT 008" in main_of(answer.content.decode())


def test_an_rt_gets_another_number(cast: Cast, client_of: ClientOf) -> None:
    old = rt("003")
    answer = client_of(cast.rw_head).post(path_of(old), {"number": "13"}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert rt("013") == old


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1", "Nomor itu sudah dipakai RT lain di RW ini."),
        ("nol", "Tulis nomor seperti 3, 03, 003, atau III."),
        ("", "Wajib diisi"),
    ],
)
def test_a_number_that_does_not_do_is_said_beside_the_field(
    cast: Cast, client_of: ClientOf, number: str, words: str
) -> None:
    for path in (LIST, path_of(rt("003"))):
        answer = client_of(cast.rw_head).post(path, {"number": number})
        text = answer.content.decode()
        assert (answer.status_code, words in text) == (422, True)
        assert 'id="id_number_error"' in text
    assert sorted(rt("001").rw.rts.values_list("number", flat=True))[-1] == "006"


# --- Split -------------------------------------------------------------------------------


def test_addresses_are_shown_on_request_alone_and_each_look_is_journaled(
    cast: Cast, client_of: ClientOf
) -> None:
    client, old = client_of(cast.rw_head), rt("003")
    address = house_of(cast.requester).address
    assert address not in client.get(path_of(old, "pecah/")).content.decode()
    assert not Entry.objects.filter(action="house.seen").exists()
    shown = client.post(path_of(old, "pecah/"), {"step": "houses"})
    assert address in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    people = set(
        Membership.objects.current()
        .filter(rt=old, household__isnull=False)
        .exclude(resident=cast.rw_head)
        .values_list("resident_id", flat=True)
    )
    looks = Entry.objects.filter(action="house.seen")
    assert set(looks.values_list("subject_id", flat=True)) == people
    assert set(looks.values_list("actor_id", "object_kind", "object_id", "rw_id")) == {
        (cast.rw_head.pk, "rt", old.pk, old.rw_id)
    }


def test_a_page_drawn_again_after_a_mistake_is_the_same_look(
    cast: Cast, client_of: ClientOf
) -> None:
    client, path = client_of(cast.rw_head), path_of(rt("003"), "pecah/")
    client.post(path, {"step": "houses"})
    before = Entry.objects.count()
    again = client.post(path, {"step": "preview"})
    assert (again.status_code, Entry.objects.count()) == (422, before)


def test_a_form_sent_empty_at_once_is_a_look_as_well(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.rw_head).post(path_of(rt("003"), "pecah/"), {"step": "preview"})
    assert Entry.objects.filter(action="house.seen", subject_id=cast.requester.pk).count() == 1


def test_the_preview_of_a_split_says_it_in_numbers_and_changes_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    open_need(cast)
    done_need(cast)
    entry = {"number": "7", "houses": [house_of(cast.requester).pk], "step": "preview"}
    page = client_of(cast.rw_head).post(path_of(rt("003"), "pecah/"), entry).content.decode()
    assert numbers_in(page) == [
        ("Rumah", "1"),
        ("Warga, termasuk yang menunggu", "1"),
        ("Permintaan mereka yang belum selesai", "1"),
    ]
    assert "RT\N{NO-BREAK SPACE}007" in page
    assert house_of(cast.requester).address not in page
    assert rt_of(cast.requester) == rt("003")


def test_a_split_is_carried_out(cast: Cast, client_of: ClientOf) -> None:
    entry = {"number": "7", "houses": [house_of(cast.requester).pk], "step": "send"}
    client, path = client_of(cast.rw_head), path_of(rt("003"), "pecah/")
    answer = client.post(path, entry, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert (rt_of(cast.requester), rt_of(cast.volunteer)) == (rt("007"), rt("003"))
    # A slow phone sends it once more: the house has left this RT.
    assert client.post(path, entry).status_code == 422
    assert rt("001").rw.rts.count() == 7


def test_choosing_again_keeps_what_was_chosen(cast: Cast, client_of: ClientOf) -> None:
    house = house_of(cast.requester)
    entry = {"number": "7", "houses": [house.pk], "step": "edit"}
    page = client_of(cast.rw_head).post(path_of(rt("003"), "pecah/"), entry).content.decode()
    assert re.search(rf'name="houses" value="{house.pk}"[^>]*checked', page)
    assert 'value="007"' in page or 'value="7"' in page


def test_an_rt_without_two_houses_can_not_be_split(cast: Cast, client_of: ClientOf) -> None:
    client, path = client_of(cast.rw_head), path_of(rt("006"), "pecah/")
    for answer in (client.get(path), client.post(path, {"step": "houses"})):
        assert "tidak bisa dipecah" in main_of(answer.content.decode())


# --- Merged ------------------------------------------------------------------------------


def test_the_preview_of_a_merger_says_it_in_numbers_and_changes_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    open_need(cast)
    done_need(cast)
    old = rt("003")
    published_event(cast, rt=old)
    entry = {"into": rt("001").pk, "step": "preview"}
    page = client_of(cast.rw_head).post(path_of(old, "gabung/"), entry).content.decode()
    assert numbers_in(page) == [
        ("Rumah", f"{old.households.count()}"),
        ("Warga, termasuk yang menunggu", f"{units.people_of(old).count()}"),
        ("Permintaan yang belum selesai", "1"),
        ("Kegiatan mendatang", "1"),
        ("Jabatan di RT ini", "1"),
        ("Undangan yang masih berlaku", "0"),
    ]
    assert rt("003") == old


def test_a_merger_is_carried_out_and_the_old_head_finds_no_desk(
    cast: Cast, client_of: ClientOf
) -> None:
    head, old = client_of(cast.rt_head), rt("003")
    assert head.get("/pengurus/").status_code == 200
    entry = {"into": rt("001").pk, "step": "send"}
    answer = client_of(cast.rw_head).post(path_of(old, "gabung/"), entry, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert (
        "RT\N{NO-BREAK SPACE}003 sekarang bagian dari RT\N{NO-BREAK SPACE}001"
        in answer.content.decode()
    )
    assert head.get("/pengurus/").status_code == 404
    assert rt_of(cast.requester) == rt("001")


def test_a_closed_rt_is_offered_nowhere(cast: Cast, client_of: ClientOf) -> None:
    client, old = client_of(cast.rw_head), rt("003")
    units.merge_rt(old, rt("001"), by=standing_of(cast.rw_head))
    assert old not in audiences_of(standing_of(cast.rw_head))
    form = client.get("/kegiatan/baru/kerja_bakti/").content.decode()
    assert f'value="{old.pk}"' not in form
    assert path_of(old) not in client.get(LIST).content.decode()
    offered = client.get(path_of(rt("002"), "gabung/")).context["form"].fields["into"].queryset
    assert sorted(each.number for each in offered) == ["001", "004", "005", "006"]
    for what in ("", "pecah/", "gabung/"):
        assert client.get(path_of(old, what)).status_code == 404


@pytest.mark.parametrize("step", ["preview", "send"])
def test_an_rt_is_merged_into_another_of_this_rw_alone(
    cast: Cast, client_of: ClientOf, step: str
) -> None:
    client, old = client_of(cast.rw_head), rt("003")
    for into in (old.pk, rt("001", rw="006").pk, 2**40, "x", ""):
        answer = client.post(path_of(old, "gabung/"), {"into": into, "step": step})
        assert answer.status_code == 422
        assert 'id="id_into_error"' in answer.content.decode()
    assert rt("003") == old


def test_the_only_rt_has_nothing_to_be_merged_into(cast: Cast, client_of: ClientOf) -> None:
    only = rt("003")
    only.rw.rts.exclude(pk=only.pk).update(closed_at="2026-01-01T00:00:00Z")
    client = client_of(cast.rw_head)
    assert "gabung/" not in client.get(path_of(only)).content.decode()
    page = main_of(client.get(path_of(only, "gabung/")).content.decode())
    assert "Belum ada RT lain di RW ini." in page


# --- Who may -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["rt_head", "requester", "outsider", "operator"])
def test_these_pages_exist_for_the_rw_alone(cast: Cast, client_of: ClientOf, role: str) -> None:
    client = client_of(getattr(cast, role))
    for path in (LIST, *(path_of(rt("003"), what) for what in ("", "pecah/", "gabung/"))):
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


def test_the_rw_next_door_finds_none_of_these(cast: Cast, client_of: ClientOf) -> None:
    Office.objects.create(holder=cast.outsider, rw=rt("001", rw="006").rw)
    client = client_of(cast.outsider)
    assert client.get(LIST).status_code == 200
    for what in ("", "pecah/", "gabung/"):
        assert client.get(path_of(rt("003"), what)).status_code == 404
        assert client.post(path_of(rt("003"), what), {"number": "9"}).status_code == 404


def test_an_rts_head_reads_of_it_in_the_journal(cast: Cast, client_of: ClientOf) -> None:
    units.rename_rt(rt("003"), "013", by=standing_of(cast.rw_head))
    page = client_of(cast.rt_head).get("/pengurus/catatan/").content.decode()
    assert f"{cast.rw_head.name} mengganti nomor RT" in page


def test_a_look_at_many_houses_is_noted_for_each_in_one_insert(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    rt = rt_of(cast.requester)
    house = rt.households.create(address="Gang Baru 1", address_key="baru 1")
    for person in neighbours(cast, 5):
        person.memberships.update(household=house)
    lives_there = Membership.objects.current().filter(rt=rt, household__isnull=False)
    expected = set(lives_there.values_list("resident", flat=True)) - {cast.rw_head.pk}
    coordinator = standing_of(cast.rw_head)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        note_look_at_houses(rt, coordinator=coordinator)
    seen = Entry.objects.filter(action="house.seen", actor_id=cast.rw_head.pk, object_id=rt.pk)
    assert set(seen.values_list("subject_id", flat=True)) == expected
    note_look_at_houses(rt, coordinator=coordinator)
    assert seen.count() == len(expected)
