"""An account deleted: nothing personal left anywhere, nobody left waiting."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import erasure
from accounts.models import Resident
from accounts.personal_data import ANOTHER, Holding, holdings
from coordinators.data_requests import ask_request, waiting_for
from coordinators.rts import houses_of
from events import actions as events
from events import closing, series
from events.actions import Place
from events.held import labels_of
from events.models import Event, Series
from gotongroyong.mydata.erasing import ask_erasure, erase_due, leave_everything
from journal.models import Entry
from moderation.models import Report
from neighborhoods.last_office import HandOverFirst
from neighborhoods.models import Household, Membership, Office
from neighborhoods.standing import Standing, standing_of
from notifications.models import Notification
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import HOES, SNACKS, TEAM, begun, plan, published_event, shift_of
from tests.gotongroyong.mydata.everything import fill, helped_by, post
from tests.requests_app.factory import open_need
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
CANARY, PHONE = "zqkenari", "+628999777001"
# Text that is no word of theirs and stays, each for its reason.
STAYS = {
    "accounts.Consent.text_version": "which of our own texts was agreed to",
    "accounts.Device.session_key": "leads to the session, and goes with its row",
    "admin.LogEntry.object_id": "a key",
    "events.Event.code": "the address of a page",
    "requests_app.AidRequest.code": "the address of a page",
    "neighborhoods.Invitation.nonce": "random; the RT's sheet still hangs on the wall",
    "neighborhoods.Invitation.code_hash": "random",
    "sessions.Session.session_key": "tried by itself",
    "sessions.Session.session_data": "tried by itself",
    **dict.fromkeys(
        (f"neighborhoods.Founding.{name}" for name in ("number", "rt_numbers", "village")),
        "says which RW was founded",
    ),
    **dict.fromkeys(
        (
            f"neighborhoods.Founding.{name}"
            for name in ("district", "city", "province", "village_code", "zone")
        ),
        "says where the RW lies",
    ),
}


def text_columns(holding: Holding) -> list[str]:
    """Free text: choices are codes of ours, which the database knows by heart."""
    model = holding.model
    return [
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, CharField | TextField | JSONField)
        and not each.choices
        and f"{model._meta.label}.{each.name}" not in STAYS
        and each.name not in ("phone", "contact_phone")
        and holding.left_out.get(each.name) != ANOTHER
    ]


def plant(person: Resident, holding: Holding) -> int:
    """A canary in each text of each of their rows; unlike ones, where no two may be equal."""
    planted = 0
    for number, row in enumerate(list(holding.of(person))):
        for name in text_columns(holding):
            field = holding.model._meta.get_field(name)
            # Channels are letters only.
            word = CANARY + (chr(ord("a") + number % 26) if name == "channel" else f"{number}")
            value = {"kata": word} if isinstance(field, JSONField) else word
            if name in ("language", "text_size"):
                continue
            holding.model._default_manager.filter(pk=row.pk).update(**{name: value})
            planted += 1
    return planted


def tables() -> list[str]:
    return [*connection.introspection.table_names()]


def tables_with(*words: str) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            for word in words:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s',  # noqa: S608
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}: {word}")
    return found


def erase_now(person: Resident) -> None:
    """As if it had been switched off long enough."""
    now = timezone.now()
    Resident.objects.filter(pk=person.pk).update(erase_after=now)
    assert erasure.switch_off(person, now=now - erasure.TO_SETTLE) is False
    assert erasure.switch_off(person, now=now)
    assert erasure.erase(person, now=now + erasure.TO_SETTLE, let_go=leave_everything)
    person.refresh_from_db()


def test_a_canary_in_every_text_of_every_row_is_gone_from_every_table(cast: Cast) -> None:
    Resident.objects.filter(pk=cast.rt_head.pk).update(phone=PHONE)
    cast.rt_head.refresh_from_db()
    person = fill(cast)
    Report.objects.update(details=CANARY)
    sown: dict[str, int] = {}
    for holding in holdings():
        if holding.model is Entry:
            continue
        label = holding.model._meta.label
        assert holding.of(person).exists(), label
        sown[label] = sown.get(label, 0) + plant(person, holding)
    assert len(tables_with(CANARY, PHONE)) > 20
    erase_now(person)
    # What somebody else reported about a third person's post is theirs.
    Report.objects.exclude(reporter=person).exclude(case__need__requester=person).update(details="")
    assert tables_with(CANARY, PHONE) == []


def test_an_erased_person_is_a_resident_without_a_name(cast: Cast, client_of: ClientOf) -> None:
    person = fill(cast)
    need = AidRequest.objects.filter(requester=person, status="done").get()
    erase_now(person)
    fresh = Resident.objects.get(pk=person.pk)
    assert (fresh.phone, fresh.name, fresh.is_active) == (None, "Warga (akun dihapus)", False)
    assert fresh.erased_at
    assert not fresh.has_usable_password()
    names = dict(Resident.objects.filter(pk=person.pk).values_list("pk", "name"))
    assert names == {person.pk: "Warga (akun dihapus)"}
    fresh.save(update_fields=["name"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_resident WHERE id = %s", [person.pk])
        assert cursor.fetchone() == ("",)
    page = client_of(cast.volunteer).get(reverse("need", args=[need.code])).content.decode()
    assert "sudah dihapus" in page
    assert cast.rt_head.name not in page


def test_places_are_released_people_told_and_hours_stand(cast: Cast) -> None:
    person = cast.rt_head
    own = helped_by(post(cast, person), cast.volunteer)
    promised = helped_by(open_need(cast), person)
    fill(cast)
    done = SignUp.objects.filter(status="done").count()
    Notification.objects.all().update(read_at=None)
    erase_now(person)
    own.refresh_from_db()
    promised.refresh_from_db()
    assert (own.status, promised.status) == ("cancelled", "open")
    told = Notification.objects.filter(recipient=cast.volunteer, object_id=own.pk)
    assert told.filter(kind="need.cancelled").exists()
    left = Notification.objects.filter(recipient=cast.requester, object_id=promised.pk)
    assert left.filter(kind="need.helper_left").exists()
    held = SignUp.objects.filter(volunteer=person)
    assert set(held.values_list("status", flat=True)) <= {"released", "done"}
    assert SignUp.objects.filter(status="done").count() == done > 0


def test_the_rw_is_told_that_an_office_is_vacant(cast: Cast) -> None:
    erase_now(cast.rt_head)
    assert not Office.objects.in_force().filter(holder=cast.rt_head).exists()
    told = Notification.objects.filter(kind="office.left")
    assert list(told.values_list("recipient", flat=True)) == [cast.rw_head.pk]


def test_what_comes_gets_another_organizer_and_keeps_its_words(cast: Cast) -> None:
    coming = published_event(cast, rt=rt_of(cast.rt_head))
    Event.objects.filter(pk=coming.pk).update(organizer=cast.rt_head)
    erase_now(cast.rt_head)
    coming.refresh_from_db()
    assert (coming.organizer, coming.title) == (cast.rw_head, "Bersih selokan sebelum hujan")
    assert shift_of(coming).label == TEAM.label


def done(event: Event, head: Standing) -> None:
    closing.close_event(begun(event), attendance={}, walk_ins=0, summary="", coordinator=head)


def cancelled(event: Event, head: Standing) -> None:
    events.cancel_event(event, reason="Hujan.", coordinator=head)


def ended(event: Event, head: Standing) -> None:
    assert event.series
    series.end_series(event.series, coordinator=head)


@pytest.mark.parametrize(("end", "repeat"), [(done, ""), (cancelled, ""), (ended, "weekly")])
def test_what_the_places_of_a_past_event_are_called_goes_with_its_words(
    cast: Cast, end: Callable[[Event, Standing], None], repeat: str
) -> None:
    head, place = standing_of(cast.rt_head), Place("food", f"Masak di rumah Bu {CANARY}", 2)
    own = plan(rt=rt_of(cast.rt_head), places=(place,), repeat=repeat)
    end(events.publish_event(own, coordinator=head), head)
    assert tables_with(CANARY)
    erase_now(cast.rt_head)
    assert tables_with(CANARY) == []


def test_an_event_is_locked_before_its_places_as_whoever_corrects_it_does(cast: Cast) -> None:
    """Else the two could wait for each other."""
    done(published_event(cast), standing_of(cast.rw_head))
    Event.objects.update(organizer=cast.rt_head)
    with CaptureQueriesContext(connection) as queries:
        erase_now(cast.rt_head)
    changed = [query["sql"].split()[1] for query in queries if query["sql"].startswith("UPDATE")]
    assert changed.index('"events_event"') < changed.index('"volunteers_shift"')


def test_a_series_that_goes_on_keeps_what_its_places_are_called(cast: Cast) -> None:
    weekly = published_event(cast, rt=rt_of(cast.rt_head), repeat="weekly").series
    Series.objects.update(organizer=cast.rt_head)
    Event.objects.update(organizer=cast.rt_head)
    past = begun(Event.objects.filter(series=weekly).order_by("starts_at")[0])
    Event.objects.filter(pk=past.pk).update(status="done", done_at=timezone.now())
    erase_now(cast.rt_head)
    assert weekly
    assert labels_of(weekly) == [TEAM.label, HOES.label, SNACKS.label]
    assert labels_of(Event.objects.filter(series=weekly).order_by("-starts_at")[0])[0] == TEAM.label
    assert labels_of(past) == ["", "", ""]


def test_the_address_stays_while_somebody_else_lives_there(cast: Cast) -> None:
    house = Household.objects.get(memberships__resident=cast.requester)
    Membership.objects.filter(resident=cast.volunteer).update(household=house)
    erase_now(cast.requester)
    house.refresh_from_db()
    assert house.address
    erase_now(cast.volunteer)
    house.refresh_from_db()
    assert (house.address, house.landmark, house.address_key) == ("", "", "")


def test_sessions_end(cast: Cast, client_of: ClientOf) -> None:
    client, other = client_of(cast.requester), client_of(cast.volunteer)
    erase_now(cast.requester)
    kept = [session.get_decoded()[SESSION_KEY] for session in Session.objects.all()]
    assert kept == [str(cast.volunteer.pk)]
    assert client.get("/saya/")["Location"].startswith("/masuk/")
    assert other.get("/saya/").status_code == 200


def test_seven_days_to_change_ones_mind_then_the_tick_does_it(cast: Cast) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        ask_erasure(cast.requester)
        ask_erasure(cast.volunteer)
        clock.shift(timedelta(days=7, seconds=-1))
        assert erase_due(timezone.now()) == 0
        erasure.take_back(cast.volunteer)
        clock.shift(timedelta(seconds=1))
        call_command("tick", stdout=StringIO())
        off = Resident.objects.get(pk=cast.requester.pk)
        assert (off.is_active, off.erased_at, off.phone is None) == (False, None, False)
        clock.shift(erasure.TO_SETTLE)
        call_command("tick", stdout=StringIO())
        assert Resident.objects.get(pk=cast.requester.pk).erased_at == timezone.now()
        assert Resident.objects.get(pk=cast.volunteer.pk).erased_at is None
        assert erase_due(timezone.now()) == 0
    done = Entry.objects.filter(action="erasure.done").values_list("subject_id", "actor_id")
    assert list(done) == [(cast.requester.pk, None)]


def test_the_last_in_office_for_the_whole_rw_hands_over_first(
    cast: Cast, client_of: ClientOf
) -> None:
    with pytest.raises(HandOverFirst):
        ask_erasure(cast.rw_head)
    rw = standing_of(cast.rw_head).offices[0].rw
    # Who stands in goes by themselves, so the RW would soon have nobody.
    Office.objects.create(
        holder=cast.volunteer, rw=rw, is_deputy=True, ends_on=timezone.localdate() + timedelta(9)
    )
    with pytest.raises(HandOverFirst):
        ask_erasure(cast.rw_head)
    kept = standing_of(cast.rw_head).offices[0].pk
    page = client_of(cast.rw_head).get("/saya/hapus/").content.decode()
    assert f'href="/saya/jabatan/{kept}/serahkan/"' in page
    Office.objects.create(holder=cast.other_rt, rw=rw)
    assert ask_erasure(cast.rw_head).erase_after


def test_the_operator_stays_until_another_took_the_rights_back(cast: Cast) -> None:
    with pytest.raises(erasure.OperatorStays):
        ask_erasure(cast.operator)


def test_who_became_an_operator_meanwhile_stays_and_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "BATCH", 1)
    now = timezone.now()
    Resident.objects.filter(pk=cast.requester.pk).update(is_staff=True, erase_after=now)
    Resident.objects.filter(pk=cast.volunteer.pk).update(erase_after=now)
    assert erase_due(now) == 0
    settled = now + erasure.TO_SETTLE
    assert erase_due(settled) == 1
    assert Resident.objects.get(pk=cast.volunteer.pk).erased_at
    # Also between the look and the lock.
    assert not erasure.switch_off(cast.requester, now=settled)
    assert not erasure.erase(cast.requester, now=settled, let_go=leave_everything)
    assert Resident.objects.get(pk=cast.requester.pk).phone


def test_one_persons_trouble_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_off = timezone.now() - erasure.TO_SETTLE
    Resident.objects.filter(pk__in=[cast.requester.pk, cast.volunteer.pk]).update(
        erase_after=long_off, erasing_since=long_off, is_active=False
    )

    def let_go(person: Resident) -> None:
        if person.pk == cast.requester.pk:
            raise OSError

    assert erasure.erase_due(timezone.now(), let_go=let_go) == 1
    assert Resident.objects.get(pk=cast.requester.pk).phone
    assert Resident.objects.get(pk=cast.volunteer.pk).phone is None


def test_asking_wants_the_password_and_a_banner_takes_it_back(
    cast: Cast, client_of: ClientOf
) -> None:
    client: Client = client_of(cast.requester)
    wrong = client.post("/saya/hapus/", {"password": "salah"})
    assert (wrong.status_code, "Kata sandi belum benar" in wrong.content.decode()) == (422, True)
    asked = client.post("/saya/hapus/", {"password": "gotong-royong"}, follow=True)
    assert "Akun Anda akan dihapus" in asked.content.decode()
    for path in ("/", "/saya/", "/kegiatan/"):
        assert "Akun Anda akan dihapus" in client.get(path).content.decode()
    kept = client.post("/saya/hapus/batal/", follow=True).content.decode()
    assert "Akun Anda tetap ada" in kept
    assert Resident.objects.get(pk=cast.requester.pk).erase_after is None


def test_what_they_asked_about_their_data_waits_for_nobody_any_more(cast: Cast) -> None:
    asked = ask_request(standing_of(cast.requester), kind="stop", words="Jangan WA lagi.")
    erase_now(cast.requester)
    asked.refresh_from_db()
    assert (asked.words, asked.handled_at is None, asked.handled_by) == ("", False, None)
    assert not waiting_for(standing_of(cast.rw_head), timezone.now()).exists()
    bell = Notification.objects.get(recipient=cast.rw_head, kind="data.asked")
    assert bell.read_at


def test_the_house_left_behind_is_no_blank_line_in_a_list(cast: Cast) -> None:
    house = Household.objects.get(memberships__resident=cast.requester)
    erase_now(cast.requester)
    assert house not in houses_of(house.rt)
    assert houses_of(house.rt).count() > 0
