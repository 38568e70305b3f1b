"""Postponed, cancelled, ended and done, by those who answer for it."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.db.models import Count
from django.test import Client

from accounts.models import Resident
from events.models import Event
from events.plans import Place
from tests.cast import Cast
from tests.events.factory import begun, join, published_event
from tests.volunteers.crowd import crowd_of
from volunteers.models import Shift, SignUp

ClientOf = Callable[[Resident], Client]


def test_rain_moves_the_event_and_says_so(cast: Cast, client_of: ClientOf) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    page = client.get(f"/kegiatan/{event.code}/tunda/")
    form = page.context["form"]
    sent = {"date": form["date"].value().isoformat(), "time": "07:00", "why": "rain"}
    client.post(f"/kegiatan/{event.code}/tunda/", sent)
    moved = Event.objects.get()
    assert (moved.postponed_for, moved.starts_at) == ("rain", event.starts_at + timedelta(days=7))
    assert "Ditunda karena hujan" in client.get(f"/kegiatan/{event.code}/").content.decode()


def test_cancelling_asks_once_more_and_wants_a_reason(cast: Cast, client_of: ClientOf) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    path = f"/kegiatan/{event.code}/batalkan/"
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 422
    client.post(path, {"reason": "Balai warga sedang diperbaiki."})
    event.refresh_from_db()
    assert (event.status, event.reason) == ("cancelled", "Balai warga sedang diperbaiki.")
    seen = client_of(cast.volunteer).get(f"/kegiatan/{event.code}/").content.decode()
    assert "Balai warga sedang diperbaiki." in seen


def test_done_with_attendance_walk_ins_and_summary(cast: Cast, client_of: ClientOf) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    came, missed = join(cast.volunteer, event), join(cast.requester, event)
    path = f"/kegiatan/{event.code}/selesai/"
    assert client.get(path).headers["Location"] == f"/kegiatan/{event.code}/"
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        page = client.get(path)
        assert [field.value() for field in page.context["form"].people] == ["present"] * 2
        sent = {
            f"person_{came.pk}": "present",
            f"person_{missed.pk}": "excused",
            "walk_ins": "4",
            "summary": "Selokan bersih.",
        }
        client.post(path, sent)
        seen = client_of(cast.other_rt).get(f"/kegiatan/{event.code}/")
    numbers = seen.context["detail"].attendance
    assert (numbers.present, numbers.excused, numbers.absent, numbers.walk_ins) == (1, 1, 0, 4)
    text = seen.content.decode()
    # Who came is known, who did not is nobody's business.
    assert [name in text for name in (cast.volunteer.name, cast.requester.name)] == [True, False]
    assert "Selokan bersih." in text


def test_who_signed_up_while_the_form_was_open_counts_as_present(
    cast: Cast, client_of: ClientOf
) -> None:
    event = begun(published_event(cast))
    place = join(cast.volunteer, event)
    client_of(cast.rw_head).post(
        f"/kegiatan/{event.code}/selesai/", {"walk_ins": "0", "summary": ""}
    )
    place.refresh_from_db()
    assert place.status == "done"


def test_an_event_of_1100_sign_ups_can_be_closed(cast: Cast, client_of: ClientOf) -> None:
    lines = tuple(Place("people", f"Regu {number}", 500) for number in range(3))
    event = begun(published_event(cast, places=lines))
    shifts = list(event.shifts.order_by("id"))
    people = [standing.resident for standing in crowd_of(cast, 1_100)]
    sign_ups = SignUp.objects.bulk_create(
        SignUp(shift=shifts[number // 500], volunteer=person)
        for number, person in enumerate(people)
    )
    marks = {f"person_{sign_up.pk}": "present" for sign_up in sign_ups}
    marks[f"person_{sign_ups[-1].pk}"] = "excused"
    path = f"/kegiatan/{event.code}/selesai/"
    done = client_of(cast.rw_head).post(path, marks | {"walk_ins": "0", "summary": ""})
    assert done.status_code == 302
    counted = SignUp.objects.filter(shift__event=event).values_list("status")
    assert dict(counted.annotate(Count("id"))) == {"done": 1_099, "released": 1}


def test_places_that_lost_their_words_are_called_by_their_kind(
    cast: Cast, client_of: ClientOf
) -> None:
    event, client = begun(published_event(cast)), client_of(cast.rw_head)
    Shift.objects.filter(event=event).update(label="")
    SignUp.objects.create(shift=event.shifts.get(kind="tools"), volunteer=cast.volunteer)
    form = client.get(f"/kegiatan/{event.code}/selesai/").context["form"]
    assert [field.label for field in form.people] == [f"{cast.volunteer.name} · Alat"]
    assert "<h3>Alat</h3>" in client.get(f"/kegiatan/{event.code}/").content.decode()


def test_attendance_can_be_corrected(cast: Cast, client_of: ClientOf) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    place = join(cast.volunteer, event)
    path = f"/kegiatan/{event.code}/selesai/"
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        client.post(path, {f"person_{place.pk}": "absent", "walk_ins": "0", "summary": ""})
        assert path in client.get(f"/kegiatan/{event.code}/").content.decode()
        page = client.get(path)
        assert [field.value() for field in page.context["form"].people] == ["absent"]
        client.post(path, {f"person_{place.pk}": "present", "walk_ins": "1", "summary": "Ramai."})
    place.refresh_from_db()
    event.refresh_from_db()
    assert (place.status, event.walk_ins, event.summary) == ("done", 1, "Ramai.")
    with time_machine.travel(event.ends_at + timedelta(days=8)):
        assert path not in client.get(f"/kegiatan/{event.code}/").content.decode()
        assert client.post(path, {"walk_ins": "2", "summary": ""}).status_code == 422


def test_a_reason_that_names_an_account_comes_back_with_why(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    reason = "Uang kembali lewat BCA 1234567890."
    refused = client_of(cast.rw_head).post(f"/kegiatan/{event.code}/batalkan/", {"reason": reason})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Nomor rekening, QRIS, dan tautan tidak bisa ditulis di sini." in page
    assert reason in page


def test_ending_a_series_cancels_what_lies_ahead(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast, repeat="weekly")
    client = client_of(cast.rw_head)
    path = f"/kegiatan/{event.code}/hentikan/"
    assert client.get(path).status_code == 200
    client.post(path, {"reason": "Lapangan dipakai sekolah."})
    assert Event.objects.filter(status="published").count() == 0
    assert client_of(cast.rw_head).get(path).status_code == 302
    alone = published_event(cast)
    assert client.get(f"/kegiatan/{alone.code}/hentikan/").status_code == 404


def test_a_stale_attendance_does_not_undo_a_correction(cast: Cast, client_of: ClientOf) -> None:
    event = begun(published_event(cast))
    client, path = client_of(cast.rw_head), f"/kegiatan/{event.code}/selesai/"
    client.post(path, {"walk_ins": "3", "summary": "Beres.", "revision": str(event.revision)})
    stale = client.post(path, {"walk_ins": "0", "summary": "", "revision": str(event.revision)})
    event.refresh_from_db()
    assert (stale.status_code, event.walk_ins, event.summary) == (422, 3, "Beres.")
