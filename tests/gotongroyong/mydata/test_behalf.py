"""Rights of somebody without a phone: used by whoever speaks for them, and never in silence."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import consents, erasure
from accounts.models import Consent, Resident
from gotongroyong.mydata.behalf import (
    AskThemFirst,
    NeverAgreed,
    ask_erasure_of,
    give_consent_of,
    keep_account_of,
    note_look,
    withdraw_consent_of,
)
from gotongroyong.mydata.behalf_notices import ASKED, KEPT
from journal.models import Entry
from neighborhoods.assisted import give_phone
from neighborhoods.assisted_errors import NotYours
from neighborhoods.models import Membership, Office
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.requests_app.test_on_behalf import helped, mbah

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
PASSWORD = {"password": "gotong-royong"}


@pytest.fixture
def person(cast: Cast) -> Resident:
    """Of the requester's house, made by the RT's head."""
    return mbah(cast)


def last_entry() -> tuple[str, int | None, int | None, int | None]:
    entry = Entry.objects.latest("id")
    return entry.action, entry.actor_id, entry.subject_id, entry.rw_id


def told(kind: str) -> list[Resident]:
    notices = Notification.objects.filter(kind=kind).order_by("recipient")
    return [each.recipient for each in notices]


def ask(person: Resident, by: Resident, *, has_asked: bool = True) -> Resident:
    return ask_erasure_of(person, by=standing_of(by), has_asked=has_asked)


def day_of(person: Resident) -> object:
    return Resident.objects.get(pk=person.pk).erase_after


def text(client: Client, path: str, **sent: str) -> str:
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


# --- The page ------------------------------------------------------------------------------


def test_the_page_says_who_what_was_agreed_to_and_since_when(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    page = text(client_of(cast.requester), f"/atas-nama/{person.pk}/data/")
    for words in ("Mbah Sari", "RT 003/RW 005", "sudah bertanya langsung", "lisan-1", "sejak"):
        assert words in page
    # What they never agreed to is no question here.
    assert "golongan darah" not in page


def test_both_lists_of_people_lead_there(cast: Cast, client_of: ClientOf, person: Resident) -> None:
    path = f"/atas-nama/{person.pk}/data/"
    assert path in text(client_of(cast.rt_head), "/pengurus/warga/dibantu/")
    assert path in text(client_of(cast.requester), "/saya/rumah/dibantu/")


@pytest.mark.parametrize("who", ["volunteer", "other_rt", "outsider", "waiting", "operator"])
def test_to_everybody_else_there_is_no_such_page(
    who: str, cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    client = client_of(getattr(cast, who))
    base = f"/atas-nama/{person.pk}"
    assert client.get(f"{base}/data/").status_code == 404
    sent = PASSWORD | {"step": "file", "has_asked": "on", "purpose": "blood_type"}
    for path in ("data", "hapus", "hapus/batal", "persetujuan"):
        assert client.post(f"{base}/{path}/", sent).status_code == 404
    assert last_entry()[0] == "resident.assisted"


@pytest.mark.parametrize("pk", [0, 2**63 - 1, 2**63, 10**40])
def test_a_number_of_nobody_is_no_page(pk: int, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.rt_head).get(f"/atas-nama/{pk}/data/").status_code == 404


def test_whoever_has_a_phone_speaks_for_themselves(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    give_phone(person, "+6281370000001", by=standing_of(cast.rt_head))
    for pk in (person.pk, cast.requester.pk):
        assert client_of(cast.rt_head).get(f"/atas-nama/{pk}/data/").status_code == 404


# --- Consents ------------------------------------------------------------------------------


def test_a_consent_is_withdrawn_in_one_tap_and_both_names_are_noted(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    consents.give(person, "blood_type")
    client, path = client_of(cast.requester), f"/atas-nama/{person.pk}/persetujuan/"
    page = text(client, path, purpose="blood_type", step="withdraw")
    assert "Belum diberikan" in page
    assert Consent.objects.get(resident=person, purpose="blood_type").withdrawn_at
    rw = rt_of(cast.requester).rw_id
    assert last_entry() == ("consent.withdrawn_for", cast.requester.pk, person.pk, rw)
    for wrong in ({"purpose": "x", "step": "give"}, {"purpose": "blood_type"}):
        assert client.post(path, wrong).status_code == 404
    assert client.get(path).status_code == 405


def test_it_is_given_again_in_one_tap_with_its_text_and_time_and_both_names(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    consents.give(person, "blood_type")
    consents.withdraw(person, "blood_type")
    client, path = client_of(cast.requester), f"/atas-nama/{person.pk}/persetujuan/"
    assert "Beliau setuju lagi" in text(client, f"/atas-nama/{person.pk}/data/")
    began = timezone.now()
    page = text(client, path, purpose="blood_type", step="give")
    assert ("Beliau setuju lagi" in page, "Tarik persetujuan" in page) == (False, True)
    given = Consent.objects.get(resident=person, purpose="blood_type", withdrawn_at=None)
    assert given.text_version == consents.TEXTS["blood_type"].version
    assert given.given_at >= began
    rw = rt_of(cast.requester).rw_id
    assert last_entry() == ("consent.given_for", cast.requester.pk, person.pk, rw)
    before = Entry.objects.count()
    text(client, path, purpose="blood_type", step="give")
    assert Entry.objects.count() == before


def test_what_is_in_force_stays_in_the_words_they_agreed_to(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    path = f"/atas-nama/{person.pk}/persetujuan/"
    answer = client_of(cast.requester).post(path, {"purpose": "account", "step": "give"})
    assert answer["Location"] == f"/atas-nama/{person.pk}/data/"
    kept = Consent.objects.get(resident=person)
    assert (kept.text_version, kept.withdrawn_at) == ("spoken-1", None)
    assert last_entry()[0] == "resident.assisted"


def test_nobody_says_yes_for_them_to_what_they_never_agreed_to(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    text(
        client_of(cast.rt_head),
        f"/atas-nama/{person.pk}/persetujuan/",
        purpose="blood_type",
        step="give",
    )
    with pytest.raises(NeverAgreed):
        give_consent_of(person, "blood_type", by=standing_of(cast.rt_head))
    assert not Consent.objects.filter(resident=person, purpose="blood_type").exists()


def test_withdrawing_the_accounts_consent_leads_to_deleting_it(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    answer = client_of(cast.requester).post(
        f"/atas-nama/{person.pk}/persetujuan/", {"purpose": "account", "step": "withdraw"}
    )
    assert answer["Location"] == f"/atas-nama/{person.pk}/hapus/"
    assert Consent.objects.get(resident=person).withdrawn_at is None


# --- Download and who saw it ---------------------------------------------------------------


def test_the_file_is_theirs_and_the_look_is_noted(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    path = f"/atas-nama/{person.pk}/data/"
    answer = client_of(cast.rt_head).post(path, PASSWORD | {"step": "file"})
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="data-atas-nama.json"'
    data = json.loads(answer.content)["data"]
    assert [row["name"] for row in data["accounts.resident"]] == ["Mbah Sari"]
    rw = rt_of(cast.requester).rw_id
    assert last_entry() == ("data.exported_for", cast.rt_head.pk, person.pk, rw)


def test_the_readable_page_is_a_look_as_well_and_says_who_you_is(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    path = f"/atas-nama/{person.pk}/data/"
    answer = client_of(cast.requester).post(path, PASSWORD | {"step": "show"})
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Anda' di sini berarti Mbah Sari" in page.replace("&#x27;", "'")
    assert "Gang" in page
    assert last_entry()[:3] == ("data.exported_for", cast.requester.pk, person.pk)


def test_they_read_later_who_looked_and_as_what(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    for speaker in (cast.rt_head, cast.requester):
        note_look(person, by=standing_of(speaker))
    page = text(client_of(cast.rw_head), f"/atas-nama/{person.pk}/data/")
    for words in (
        cast.rt_head.name,
        "Ketua RT 003/RW 005",
        cast.requester.name,
        "Yang mewakili Anda",
    ):
        assert words in page
    give_phone(person, "+6281370000001", by=standing_of(cast.rt_head))
    person.refresh_from_db()
    own = text(client_of(person), "/saya/dilihat/")
    assert own.count("semua yang disimpan tentang Anda") == 2


@pytest.mark.parametrize("step", ["show", "file"])
def test_without_the_speakers_password_nothing_is_told(
    step: str, cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    client = client_of(cast.rt_head)
    for password in ("", "salah", "\x00", "x" * 200):
        answer = client.post(f"/atas-nama/{person.pk}/data/", {"password": password, "step": step})
        assert answer.status_code == 422
        assert "Gang Melati" not in answer.content.decode()
    assert not Entry.objects.filter(action="data.exported_for").exists()


# --- Deletion ------------------------------------------------------------------------------


def test_asking_wants_a_tick_and_the_password(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    client, path = client_of(cast.requester), f"/atas-nama/{person.pk}/hapus/"
    refused = (
        (PASSWORD, ["has_asked"]),
        ({"has_asked": "on"}, ["password"]),
        ({"has_asked": "on", "password": "salah"}, ["password"]),
    )
    for sent, wrong in refused:
        answer = client.post(path, sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, wrong)
    assert day_of(person) is None
    page = text(client, path, **PASSWORD, has_asked="on")
    assert "Akun ini akan dihapus setelah" in page
    assert "Jangan dihapus" in page
    with pytest.raises(AskThemFirst):
        ask(person, cast.requester, has_asked=False)


def test_the_others_who_may_speak_are_told_once_without_a_name(
    cast: Cast, person: Resident
) -> None:
    Office.objects.create(holder=cast.volunteer, rw=rt_of(cast.requester).rw, post="kader")
    for speaker in (cast.requester, cast.rt_head):
        ask(person, speaker)
    assert told(ASKED) == [cast.rw_head, cast.rt_head, cast.volunteer]
    entry = Entry.objects.get(action="erasure.asked_for")
    assert (entry.actor_id, entry.subject_id) == (cast.requester.pk, person.pk)
    assert entry.rw_id == rt_of(cast.requester).rw_id
    for notice in Notification.objects.filter(kind=ASKED):
        kind = kinds.get(ASKED)
        said = kind.words(notice)
        assert "Mbah" not in said.title + said.body
        assert kind.link(notice) == f"/atas-nama/{person.pk}/data/"


def test_anybody_who_may_speak_takes_it_back_and_the_others_are_told(
    cast: Cast, client_of: ClientOf, person: Resident
) -> None:
    ask(person, cast.requester)
    page = text(client_of(cast.rt_head), f"/atas-nama/{person.pk}/hapus/batal/", x="1")
    assert "akan dihapus" not in page
    assert day_of(person) is None
    assert last_entry()[:3] == ("erasure.kept_for", cast.rt_head.pk, person.pk)
    assert told(KEPT) == [cast.rw_head, cast.requester]
    assert not Notification.objects.filter(kind=ASKED, read_at=None).exists()
    keep_account_of(person, by=standing_of(cast.rt_head))
    assert told(KEPT) == [cast.rw_head, cast.requester]


def test_no_mail_says_what_was_taken_back_meanwhile(cast: Cast, person: Resident) -> None:
    ask(person, cast.requester)
    notice = Notification.objects.filter(kind=ASKED)[0]
    check = kinds.get(ASKED).check
    assert check(notice) is None
    keep_account_of(person, by=standing_of(cast.requester))
    assert check(notice) == "taken_back"


def test_asked_anew_it_is_news_again(cast: Cast, person: Resident) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(person, cast.requester)
        keep_account_of(person, by=standing_of(cast.requester))
        clock.shift(timedelta(minutes=1))
        ask(person, cast.requester)
    assert told(ASKED).count(cast.rt_head) == 2


def test_after_seven_days_the_tick_deletes_and_lets_go(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        person = mbah(cast)
        need = helped(cast, person, starts_at=timezone.now() + timedelta(days=20))
        ask(person, cast.requester)
        clock.shift(timedelta(days=7))
        call_command("tick", stdout=StringIO())
        clock.shift(erasure.TO_SETTLE)
        call_command("tick", stdout=StringIO())
    need.refresh_from_db()
    person.refresh_from_db()
    assert (need.status, person.name, person.is_active) == (
        "cancelled",
        "Warga (akun dihapus)",
        False,
    )
    assert not Membership.objects.current().filter(resident=person).exists()
    left = Notification.objects.filter(recipient=cast.volunteer, kind="need.cancelled")
    assert left.filter(object_id=need.pk).exists()
    assert client_of(cast.rt_head).get(f"/atas-nama/{person.pk}/data/").status_code == 404
    # A late tap on the notice still leads somewhere.
    notice = Notification.objects.filter(kind=ASKED)[0]
    assert kinds.get(ASKED).link(notice) == "/"


def test_a_phone_of_their_own_takes_it_back(cast: Cast, person: Resident) -> None:
    ask(person, cast.requester)
    give_phone(person, "+6281370000001", by=standing_of(cast.rt_head))
    assert day_of(person) is None
    kept = Entry.objects.get(action="erasure.kept_for")
    assert (kept.actor_id, kept.subject_id) == (cast.rt_head.pk, person.pk)


def test_who_lost_the_right_meanwhile_does_nothing(cast: Cast, person: Resident) -> None:
    """Between the page and the lock."""
    consents.give(person, "blood_type")
    by = standing_of(cast.rt_head)
    give_phone(person, "+6281370000001", by=by)
    before = Entry.objects.count()
    for step in (
        lambda: ask_erasure_of(person, by=by, has_asked=True),
        lambda: keep_account_of(person, by=by),
        lambda: note_look(person, by=by),
        lambda: withdraw_consent_of(person, "blood_type", by=by),
        lambda: give_consent_of(person, "blood_type", by=by),
    ):
        with pytest.raises(NotYours):
            step()
    assert (Entry.objects.count(), day_of(person)) == (before, None)


@pytest.mark.django_db(transaction=True)
def test_a_phone_and_a_deletion_at_once_leave_an_account_that_decides_for_itself(
    cast: Cast,
) -> None:
    person = mbah(cast)
    barrier = Barrier(2)

    def at_once(step: Callable[[], object]) -> None:
        barrier.wait()
        try:
            step()
        except NotYours:
            pass
        finally:
            connection.close()

    by = standing_of(cast.rt_head)
    steps = (
        lambda: ask_erasure_of(person, by=standing_of(cast.requester), has_asked=True),
        lambda: give_phone(person, "+6281370000001", by=by),
    )
    threads = [Thread(target=at_once, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    person.refresh_from_db()
    assert (person.phone, person.erase_after) == ("+6281370000001", None)
