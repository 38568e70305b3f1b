"""Settings, looks, consents and the download: each for oneself alone."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import consents
from accounts.exports import content_of
from accounts.models import Consent, DataExport, Resident
from accounts.personal_data import holdings
from gotongroyong.mydata import exporting
from journal.actions import record
from journal.models import Entry
from neighborhoods.assisted import SPOKEN_TEXT
from notifications.models import Notification, Preference
from tests.cast import Cast, rt_of
from tests.gotongroyong.mydata.everything import fill
from tests.requests_app.factory import done_need, helped_need

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
PASSWORD = {"password": "gotong-royong"}
SAVED = {"name": "Dewi L.", "language": "en", "text_size": "large", "by_email": ""}


def text(client: Client, path: str, **data: str) -> str:
    answer = client.post(path, data, follow=True) if data else client.get(path)
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


# --- Settings ------------------------------------------------------------------------------


def test_settings_are_kept_and_seen_on_every_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    assert '<html lang="id">' in text(client, "/saya/")
    assert "Saved." in text(client, "/saya/pengaturan/", **SAVED)
    fresh = Resident.objects.get(pk=cast.requester.pk)
    assert (fresh.name, fresh.language, fresh.text_size) == ("Dewi L.", "en", "large")
    muted = Preference.objects.get(resident=fresh)
    assert (muted.channel, muted.enabled) == ("email", False)
    assert '<html lang="en" class="large">' in text(client, "/kegiatan/")


def test_the_language_follows_on_a_phone_that_had_chosen_another(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.requester)
    client.cookies["bahasa"] = "id"
    text(client, "/saya/pengaturan/", **SAVED)
    assert '<html lang="en"' in text(client, "/saya/")


@pytest.mark.parametrize("name", ["", "   ", "123", "\u200b", "x" * 61, "a\x00b"])
def test_a_name_that_nobody_can_read_is_refused(name: str, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.requester).post("/saya/pengaturan/", SAVED | {"name": name})
    assert answer.status_code == 422
    assert Resident.objects.get(pk=cast.requester.pk).name == cast.requester.name


def test_who_waits_may_set_and_read_all_the_same(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.waiting)
    for path in ("pengaturan", "dilihat", "persetujuan", "data", "permintaan", "hapus"):
        assert client.get(f"/saya/{path}/").status_code == 200


# --- Who looked ----------------------------------------------------------------------------


def test_each_look_is_named_with_office_or_as_a_helper(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    for person in (cast.volunteer, cast.rt_head):
        client_of(person).post(f"/kebutuhan/{need.code}/kontak/")
    record(
        "contact.seen",
        object_kind="resident",
        object_id=cast.requester.pk,
        rw_id=None,
        actor_id=cast.operator.pk,
        subject_id=cast.requester.pk,
    )
    page = text(client_of(cast.requester), "/saya/dilihat/")
    for words in (cast.volunteer.name, "Relawan", "Ketua RT 003/RW 005", "Pengelola sistem"):
        assert words in page
    assert page.count(need.code) == 4
    assert "Belum ada yang melihat" in text(client_of(cast.volunteer), "/saya/dilihat/")


def test_looks_come_in_pages_and_a_constant_number_of_queries(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Callable
) -> None:
    need = done_need(cast)
    for _ in range(31):
        record(
            "contact.seen",
            object_kind="need",
            object_id=need.pk,
            rw_id=need.rw_id,
            actor_id=cast.rt_head.pk,
            subject_id=cast.requester.pk,
        )
    client = client_of(cast.requester)
    with django_assert_max_num_queries(14):
        first = text(client, "/saya/dilihat/")
    after = Entry.objects.filter(action="contact.seen").order_by("-id")[29].pk
    assert f"?setelah={after}" in first
    second = text(client, f"/saya/dilihat/?setelah={after}")
    assert (first.count(cast.rt_head.name), second.count(cast.rt_head.name)) == (30, 1)
    assert client.get("/saya/dilihat/?setelah=²").status_code == 200


def test_a_look_at_the_list_of_houses_counts_too(cast: Cast, client_of: ClientOf) -> None:
    rt = rt_of(cast.requester)
    client_of(cast.rw_head).post(f"/pengurus/rt/{rt.pk}/pecah/", {"step": "houses"})
    page = text(client_of(cast.requester), "/saya/dilihat/")
    for words in (cast.rw_head.name, "Ketua RW 005", "daftar rumah di RT Anda"):
        assert words in page


def test_to_a_helper_the_requester_is_no_coordinator(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    client_of(cast.requester).post(f"/kebutuhan/{need.code}/penolong/")
    page = text(client_of(cast.volunteer), "/saya/dilihat/")
    assert cast.requester.name in page
    assert "Yang meminta bantuan" in page
    assert "engurus waktu itu" not in page


# --- Consents ------------------------------------------------------------------------------


def test_a_consent_is_given_and_withdrawn_in_one_tap_each(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    text(client, "/saya/persetujuan/", purpose="whatsapp", step="give")
    given = Consent.objects.get(resident=cast.requester)
    assert (given.purpose, given.text_version, given.withdrawn_at) == ("whatsapp", "2026-11", None)
    text(client, "/saya/persetujuan/", purpose="whatsapp", step="withdraw")
    given.refresh_from_db()
    assert given.withdrawn_at
    unknown = client.post("/saya/persetujuan/", {"purpose": "x", "step": "give"})
    assert unknown.status_code == 404


def test_who_agreed_aloud_reads_what_was_said(cast: Cast, client_of: ClientOf) -> None:
    Consent.objects.create(resident=cast.requester, purpose="account", text_version=SPOKEN_TEXT)
    page = text(client_of(cast.requester), "/saya/persetujuan/")
    assert "sudah bertanya langsung" in page
    assert "lisan-1" in page
    assert str(consents.TEXTS["account"].words) not in page


def test_withdrawing_the_account_leads_to_deleting_it(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    text(client, "/saya/persetujuan/", purpose="account", step="give")
    answer = client.post("/saya/persetujuan/", {"purpose": "account", "step": "withdraw"})
    assert answer["Location"] == "/saya/hapus/"
    assert Consent.objects.get().withdrawn_at is None


# --- Download ------------------------------------------------------------------------------


def test_the_file_holds_every_exported_field_of_every_row(cast: Cast, client_of: ClientOf) -> None:
    person = fill(cast)
    answer = client_of(person).post("/saya/data/", PASSWORD | {"step": "file"})
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)["data"]
    for holding in holdings():
        rows = data[holding.model._meta.label_lower]
        assert len(rows) >= holding.of(person).count() > 0, holding.model
        assert any(set(row) == set(holding.exported) for row in rows), holding.model
    assert data["accounts.resident"][0]["phone"] == person.phone
    assert person.password not in answer.content.decode()


def test_the_page_says_it_in_words(cast: Cast, client_of: ClientOf) -> None:
    person = fill(cast)
    answer = client_of(person).post("/saya/data/", PASSWORD | {"step": "show"})
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for words in (
        "0812-0000-0002",
        "Gang Melati No. 1",
        "Nomor HP",
        "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "Minta uang.",
    ):
        assert words in page
    assert person.password not in page
    assert "%(" not in page


@pytest.mark.parametrize("step", ["show", "file"])
def test_without_the_password_nothing_is_told(step: str, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    for password in ("", "salah", "x" * 200):
        answer = client.post("/saya/data/", {"password": password, "step": step})
        assert answer.status_code == 422
        assert "Gang Melati" not in answer.content.decode()


def test_five_wrong_passwords_close_the_door_for_a_while(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    for _ in range(5):
        client.post("/saya/data/", {"password": "salah", "step": "file"})
    answer = client.post("/saya/data/", PASSWORD | {"step": "file"})
    assert "Sudah beberapa kali belum cocok" in answer.content.decode()


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)


@pytest.mark.usefixtures("everything_is_large")
def test_a_large_one_is_made_by_the_tick_told_and_gone_after_a_week(
    cast: Cast, client_of: ClientOf
) -> None:
    client, ask = client_of(cast.requester), PASSWORD | {"step": "file"}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(2):
            assert "Perlu waktu sebentar" in text(client, "/saya/data/", **ask)
        assert DataExport.objects.count() == 1
        call_command("tick", stdout=StringIO())
        told = Notification.objects.get(kind="data.ready")
        assert (told.recipient, told.delivered_at) == (cast.requester, timezone.now())
        assert "Berkas Anda sudah siap" in text(client, "/saya/data/")
        answer = client.post("/saya/data/", ask)
        assert json.loads(answer.content)["data"]["accounts.resident"][0]["name"] == "Dewi Lestari"
        other = client_of(cast.volunteer).post("/saya/data/", ask, follow=True)
        assert "Dewi Lestari" not in other.content.decode()
        clock.shift(timedelta(days=7))
        call_command("tick", stdout=StringIO())
        export = DataExport.objects.get(resident=cast.requester)
        assert export.content is None
        assert "Berkas Anda sudah siap" not in text(client, "/saya/data/")


def test_an_export_holds_nothing_of_another(cast: Cast) -> None:
    done_need(cast)
    fill(cast)
    dumped = json.dumps(content_of(cast.volunteer))
    for person in (cast.requester, cast.rt_head):
        assert person.name not in dumped
        assert str(person.phone) not in dumped
        assert person.email not in dumped
