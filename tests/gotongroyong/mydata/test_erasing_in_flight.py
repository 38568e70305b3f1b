"""A form that is on its way while its account is switched off, or erased, leaves nothing there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import consents, erasure, passwords, phones
from accounts.erasure import LOOKED_AT_AGAIN, TO_SETTLE, TooLateToKeep
from accounts.errors import AccountClosed
from accounts.models import Consent, DataRequest, Device, Resident
from accounts.profile import save_profile
from coordinators.data_requests import ask_request
from gotongroyong.mydata.behalf import keep_account_of
from gotongroyong.mydata.erasing import erase_due, leave_everything
from gotongroyong.mydata.exporting import ask_export
from gotongroyong.mydata.purpose import with_purpose_again
from gotongroyong.tasks import erase_accounts
from neighborhoods.assisted import give_phone
from neighborhoods.assisted_errors import NotYours
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app.actions import post_need
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.gotongroyong.in_flight import one_before_the_other, said
from tests.gotongroyong.mydata.test_erasing import tables_with
from tests.requests_app.factory import draft, open_need
from tests.requests_app.test_on_behalf import mbah
from volunteers.feeds import make_feed
from volunteers.models import CalendarFeed, SignUp

ClientOf = Callable[[Resident], Client]
WORD, NUMBER = "zqkenari", "+6289990001112"
race = pytest.mark.django_db(transaction=True)
no_race = pytest.mark.django_db


def off_for(person: Resident, how_long: timedelta = TO_SETTLE) -> Resident:
    """Switched off that long ago."""
    then = timezone.now() - how_long
    Resident.objects.filter(pk=person.pk).update(erase_after=then)
    assert erasure.switch_off(person, now=then)
    return person


def erase(person: Resident) -> None:
    assert erasure.erase(person, now=timezone.now(), let_go=leave_everything)


def deeds(cast: Cast) -> dict[str, Callable[[], object]]:
    """Of the volunteer, on a page that was read before; with what is refused once it is late."""
    person, need = cast.volunteer, open_need(cast)
    stale = standing_of(person)
    return {
        "profile": lambda: save_profile(person, name=WORD, language="en", text_size="large"),
        "password": lambda: passwords.change_password(person, WORD, session_key=None),
        "phone": lambda: phones.change_phone(person, NUMBER, session_key=None),
        "link": lambda: passwords.make_reset_link(person, made_by=cast.rt_head),
        "consent": lambda: consents.give(person, "whatsapp"),
        "request": lambda: ask_request(stale, kind="other", words=WORD),
        "download": lambda: ask_export(person),
        "feed": lambda: make_feed(person),
        "erasure": lambda: erasure.ask(person),
        "need": lambda: post_need(draft(title=WORD, details=WORD), requester=stale),
        "help": lambda: offer_help(need, volunteer=stale),
    }


OWN_ROW = [
    "profile", "password", "phone", "link", "consent", "request", "download", "feed", "erasure",
]  # fmt: skip


def check_nothing_is_left(person: Resident) -> None:
    assert tables_with(WORD, NUMBER) == []
    fresh = Resident.objects.get(pk=person.pk)
    assert (fresh.phone, fresh.language, fresh.text_size) == (None, "", "")
    assert (fresh.erase_after, fresh.has_usable_password()) == (None, False)
    assert not SignUp.objects.filter(volunteer=person).exclude(status="released").exists()
    assert not Consent.objects.filter(resident=person, withdrawn_at=None).exists()
    assert not DataRequest.objects.filter(resident=person).exclude(words="").exists()
    assert not CalendarFeed.objects.filter(resident=person).exists()
    assert not Device.objects.filter(resident=person).exists()


@race
@pytest.mark.usefixtures("without_pool")
@pytest.mark.parametrize("what", [*OWN_ROW, "need", "help"])
def test_what_comes_in_during_the_erasure_is_refused(what: str, cast: Cast) -> None:
    deed = deeds(cast)[what]
    person = off_for(cast.volunteer)
    refusal = "AccountClosed" if what in OWN_ROW else "NotVerified"
    assert one_before_the_other(lambda: erase(person), deed) == ["", refusal]
    check_nothing_is_left(person)


@race
@pytest.mark.usefixtures("without_pool")
@pytest.mark.parametrize("what", ["need", "help"])
def test_what_outlasts_the_two_minutes_is_found_and_erased(what: str, cast: Cast) -> None:
    """Of the others nothing gets that far: they look at the account under its lock."""
    deed = deeds(cast)[what]
    person = off_for(cast.volunteer)
    assert one_before_the_other(deed, lambda: erase(person)) == ["", ""]
    check_nothing_is_left(person)


@race
@pytest.mark.usefixtures("without_pool")
@pytest.mark.parametrize("what", [*OWN_ROW[:-1], "need", "help"])
def test_what_was_on_its_way_when_the_account_was_switched_off_is_erased_with_it(
    what: str, cast: Cast
) -> None:
    deed, person = deeds(cast)[what], cast.volunteer
    now = timezone.now()
    Resident.objects.filter(pk=person.pk).update(erase_after=now)
    assert one_before_the_other(deed, lambda: erasure.switch_off(person, now=now)) == ["", ""]
    with time_machine.travel(now + TO_SETTLE):
        assert erase_due(timezone.now()) == 1
    check_nothing_is_left(person)


@race
@pytest.mark.usefixtures("without_pool")
def test_a_page_opened_in_that_instant_notes_no_device(cast: Cast, client_of: ClientOf) -> None:
    client, person = client_of(cast.volunteer), cast.volunteer
    person.set_password("gotong-royong")
    person.save(update_fields=["password"])
    now = timezone.now()
    Resident.objects.filter(pk=person.pk).update(erase_after=now)
    one_before_the_other(
        lambda: erasure.switch_off(person, now=now), lambda: client.get("/saya/pengaturan/")
    )
    assert not Device.objects.filter(resident=person).exists()


@no_race
class TestSwitchedOff:
    def test_nobody_gets_in_any_more(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of(cast.volunteer)
        assert client.get("/saya/").status_code == 200
        off_for(cast.volunteer)
        assert client.get("/saya/")["Location"].startswith("/masuk/")
        kept = [session.get_decoded().get(SESSION_KEY) for session in Session.objects.all()]
        assert str(cast.volunteer.pk) not in kept
        assert not Device.objects.filter(resident=cast.volunteer).exists()

    def test_the_words_stay_until_it_has_settled(self, cast: Cast) -> None:
        now, person = timezone.now(), cast.volunteer
        Resident.objects.filter(pk=person.pk).update(erase_after=now)
        seen = []
        for moment in (now, now + TO_SETTLE - timedelta(seconds=1), now + TO_SETTLE):
            erase_due(moment)
            person.refresh_from_db()
            seen.append((person.is_active, person.erased_at is not None))
        assert seen == [(False, False), (False, False), (False, True)]

    def test_the_beat_comes_by_twice(self, cast: Cast, settings: Settings) -> None:
        names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        assert "gotongroyong.erase_accounts" in names
        with time_machine.travel(timezone.now(), tick=False) as clock:
            Resident.objects.filter(pk=cast.volunteer.pk).update(erase_after=timezone.now())
            erase_accounts()
            clock.shift(timedelta(minutes=5))
            erase_accounts()
            assert Resident.objects.get(pk=cast.volunteer.pk).erased_at == timezone.now()

    def test_it_is_too_late_to_keep_it(self, cast: Cast) -> None:
        off_for(cast.volunteer, timedelta())
        with pytest.raises(TooLateToKeep, match="sedang dihapus"):
            erasure.take_back(cast.volunteer)
        assert Resident.objects.get(pk=cast.volunteer.pk).erase_after

    def test_also_for_who_speaks_for_somebody(self, cast: Cast) -> None:
        person = mbah(cast)
        speaker, head = standing_of(cast.requester), standing_of(cast.rt_head)
        off_for(person, timedelta())
        with pytest.raises(NotYours):
            keep_account_of(person, by=speaker)
        with pytest.raises(TooLateToKeep):
            give_phone(person, NUMBER, by=head)
        assert erase_due(timezone.now() + TO_SETTLE) == 1

    def test_also_for_the_clock(self, cast: Cast) -> None:
        person = mbah(cast)
        off_for(person, timedelta())
        erasure.journal("erasure.no_purpose", person, by=None)
        assert not with_purpose_again().exists()

    def test_switched_on_again_by_an_operator_it_is_off_for_two_minutes_anew(
        self, cast: Cast
    ) -> None:
        person, now = off_for(cast.volunteer), timezone.now()
        Resident.objects.filter(pk=person.pk).update(is_active=True)
        assert [erase_due(now), erase_due(now + TO_SETTLE)] == [0, 1]

    def test_who_is_not_due_is_not_switched_off(self, cast: Cast) -> None:
        erasure.ask(cast.volunteer)
        assert not erasure.switch_off(cast.volunteer, now=timezone.now())
        assert Resident.objects.get(pk=cast.volunteer.pk).is_active


def left_late(cast: Cast) -> None:
    """What no rule lets in: as if it had been written by a form of hours ago."""
    person = cast.volunteer
    SignUp.objects.create(shift=open_need(cast).people, volunteer=person)
    Consent.objects.create(resident=person, purpose="whatsapp", text_version="1")
    Device.objects.create(resident=person, session_key="late")
    DataRequest.objects.create(
        resident=person,
        rw=rt_of(cast.requester).rw,
        kind="other",
        words=WORD,
        due_at=timezone.now(),
    )
    CalendarFeed.objects.create(resident=person, token_hash=WORD)
    AidRequest.objects.filter(requester=person).update(title=WORD)


@no_race
def test_an_hour_later_it_is_looked_at_once_more(cast: Cast) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        post_need(draft(), requester=standing_of(cast.volunteer))
        erase(off_for(cast.volunteer))
        clock.shift(timedelta(minutes=1))
        left_late(cast)
        assert erase_due(timezone.now()) == 0
        assert tables_with(WORD)
        clock.shift(LOOKED_AT_AGAIN)
        assert erase_due(timezone.now()) == 0
        check_nothing_is_left(cast.volunteer)
        fresh = Resident.objects.get(pk=cast.volunteer.pk)
        assert (fresh.erased_at, fresh.erasing_since) == (start, None)


@no_race
def test_where_nothing_came_late_the_second_look_tells_nobody(cast: Cast) -> None:
    erase(off_for(cast.rt_head))
    told = Notification.objects.count()
    later = timezone.now() + LOOKED_AT_AGAIN
    assert erasure.look_again(cast.rt_head, now=later, let_go=leave_everything)
    assert not erasure.look_again(cast.rt_head, now=later, let_go=leave_everything)
    assert Notification.objects.count() == told


@no_race
@pytest.mark.parametrize("column", ["name", "email", "language", "text_size"])
def test_the_database_lets_no_word_back_into_an_erased_row(column: str, cast: Cast) -> None:
    erase(off_for(cast.volunteer))
    value = {"language": "en", "text_size": "large"}.get(column, "kata@example.com")
    with pytest.raises(IntegrityError, match="erased_without_words"), transaction.atomic():
        Resident.objects.filter(pk=cast.volunteer.pk).update(**{column: value})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM accounts_resident WHERE id = %s",  # noqa: S608 - our own names
            [cast.volunteer.pk],
        )
        assert cursor.fetchone() == ("",)


@no_race
def test_the_operator_can_read_an_erased_row_and_not_fill_it(
    cast: Cast, client_of: ClientOf
) -> None:
    erase(off_for(cast.volunteer))
    operator, path = client_of(cast.operator), f"/admin/accounts/resident/{cast.volunteer.pk}"
    assert operator.get(f"{path}/change/").status_code == 200
    sent = {"phone": "0899 9000 1112", "name": WORD, "language": "", "email": ""}
    assert operator.post(f"{path}/change/", sent).status_code == 403
    assert operator.post(f"{path}/password/", {"password1": WORD}).status_code == 403
    check_nothing_is_left(cast.volunteer)


@race
@pytest.mark.usefixtures("without_pool")
def test_an_operators_form_in_that_instant_brings_nothing_back(
    cast: Cast, client_of: ClientOf
) -> None:
    """The admin saves a row whole, so it is locked before it is read."""
    operator, path = client_of(cast.operator), f"/admin/accounts/resident/{cast.volunteer.pk}"
    person, codes = off_for(cast.volunteer), []
    sent = {"phone": NUMBER, "name": WORD, "language": "", "email": "", "is_active": "on"}

    def send() -> None:
        codes.append(operator.post(f"{path}/change/", sent).status_code)

    assert one_before_the_other(lambda: erase(person), send) == ["", ""]
    assert codes == [403]
    check_nothing_is_left(person)


@no_race
def test_forms_that_come_late_are_answered_and_not_broken(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were let in by the door, and the account was switched off after it."""

    def closed(resident: Resident) -> Resident:
        raise AccountClosed

    client = client_of(cast.volunteer)
    for module in ("profile", "passwords", "phones", "consents"):
        monkeypatch.setattr(f"accounts.{module}.lock_live", closed)
    monkeypatch.setattr("volunteers.feeds.lock_live", closed)
    new = {"password": "gotong-royong", "new_password": "kuda-terbang-9"}
    forms = {
        "/saya/pengaturan/": ({"name": WORD, "language": "id", "text_size": ""}, 302),
        "/saya/keamanan/sandi/": (new | {"repeated": "kuda-terbang-9"}, 422),
        "/saya/keamanan/nomor/": ({"password": "gotong-royong", "phone": "0899 9000 1112"}, 422),
        "/saya/persetujuan/": ({"purpose": "whatsapp", "step": "give"}, 302),
        "/saya/kalender/buat/": ({}, 302),
    }
    assert {path: client.post(path, form).status_code for path, (form, _) in forms.items()} == {
        path: status for path, (_, status) in forms.items()
    }
    assert tables_with(WORD) == []


@no_race
def test_another_language_is_not_written_into_a_switched_off_account(
    cast: Cast, client_of: ClientOf
) -> None:
    off_for(cast.volunteer)
    client_of(cast.volunteer).post("/bahasa/", {"language": "en"})
    assert Resident.objects.get(pk=cast.volunteer.pk).language == ""
    assert said(lambda: erasure.ask(cast.volunteer)) == "AccountClosed"
