import pytest
from django.test import Client
from pytest_django import Settings

from neighborhoods import founding_views
from neighborhoods.models import Founding
from neighborhoods.provinces import OF_ZONE, PROVINCES, ZONE_OF
from tests.cast import Cast
from tests.neighborhoods.foundings import CONTACT, entry

PATH = "/daftarkan-rw/"
THANKS = "/daftarkan-rw/terima-kasih/"


def test_the_front_page_leads_to_the_form(client: Client, cast: Cast) -> None:
    front = client.get("/").content.decode()
    assert "RW Anda belum ada?" in front
    assert f'<a href="{PATH}">Daftarkan</a>' in front
    assert "<h1>Daftarkan RW</h1>" in client.get(PATH).content.decode()


def test_a_request_is_kept_and_the_thanks_page_says_what_comes_next(
    client: Client, cast: Cast
) -> None:
    answer = client.post(PATH, entry(village="  Karang\u200banyar "), follow=True)
    assert answer.redirect_chain == [(THANKS, 302)]
    assert "Anda menerima undangan untuk ketua RW" in answer.content.decode()
    founding = Founding.objects.get()
    assert (founding.number, founding.rt_numbers) == ("012", ["001", "002"])
    assert (founding.village, founding.zone) == ("Karanganyar", "Asia/Makassar")
    assert (founding.contact_name, founding.contact_phone) == (CONTACT, "+6281399887766")


@pytest.mark.parametrize(
    ("province", "zone", "kept"),
    [
        ("Jawa Barat", "", "Asia/Jakarta"),
        ("Kalimantan Barat", "", "Asia/Pontianak"),
        ("Bali", "", "Asia/Makassar"),
        ("Papua", "", "Asia/Jayapura"),
        ("Papua", "Asia/Makassar", "Asia/Makassar"),
    ],
)
def test_the_zone_is_the_provinces_unless_one_is_chosen(
    client: Client, cast: Cast, province: str, zone: str, kept: str
) -> None:
    client.post(PATH, entry(province=province, zone=zone))
    assert Founding.objects.get().zone == kept


def test_each_of_the_38_provinces_has_one_zone() -> None:
    assert sum(map(len, OF_ZONE.values())) == len(ZONE_OF) == len(set(PROVINCES)) == 38


@pytest.mark.parametrize("code", ["51.03.02.1001", "5103021001", " 51.03.02.1001 "])
def test_a_village_code_is_kept_with_dots(client: Client, cast: Cast, code: str) -> None:
    client.post(PATH, entry(village_code=code))
    assert Founding.objects.get().village_code == "51.03.02.1001"


def test_sent_twice_it_makes_one_row(client: Client, cast: Cast) -> None:
    sent = entry()
    answers = [client.post(PATH, sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, THANKS)] * 2
    assert Founding.objects.count() == 1


def test_a_form_sent_before_asks_for_another_rw_only_when_sent_again(
    client: Client, cast: Cast
) -> None:
    sent = entry()
    client.post(PATH, sent)
    answer = client.post(PATH, sent | {"number": "13"})
    assert answer.status_code == 422
    assert "Formulir ini sudah Anda kirim." in answer.content.decode()
    renewed = answer.context["form"].data["draft"]
    assert client.post(PATH, sent | {"number": "13", "draft": renewed}).status_code == 302
    assert sorted(Founding.objects.values_list("number", flat=True)) == ["012", "013"]


def test_an_rw_that_is_here_is_said_kindly_and_names_nobody(client: Client, cast: Cast) -> None:
    answer = client.post(
        PATH,
        entry(number="5", village="SUKAMAJU", district="cempaka raya", city="Kota Tirtanagara"),
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "RW ini sudah ada di sini." in text
    assert 'value="SUKAMAJU"' in text
    assert cast.rw_head.name not in text
    assert not Founding.objects.exists()


def test_the_limit_counts_by_address_and_loses_nothing(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(founding_views, "MOST", 2)
    numbers = [client.post(PATH, entry(number=f"{n}")).status_code for n in range(20, 23)]
    assert numbers == [302, 302, 429]
    refused = client.post(PATH, entry(number="23", village="Wanasari"))
    text = refused.content.decode()
    assert "Terlalu banyak pendaftaran" in text
    assert 'value="Wanasari"' in text
    elsewhere = client.post(PATH, entry(number="24"), REMOTE_ADDR="192.0.2.44")
    assert elsewhere.status_code == 302
    assert Founding.objects.count() == 3


def test_a_second_sending_and_a_bad_form_cost_no_try(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(founding_views, "MOST", 1)
    sent = entry()
    assert client.post(PATH, entry(number="x y")).status_code == 422
    assert [client.post(PATH, sent).status_code for _ in range(3)] == [302] * 3


def test_the_address_of_the_thanks_page_holds_nothing_personal(
    client: Client, cast: Cast, settings: Settings
) -> None:
    answer = client.post(PATH, entry())
    assert answer["Location"] == THANKS
    assert "Ratna" not in client.get(THANKS).content.decode()
