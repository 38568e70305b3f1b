import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from events import actions
from events.models import Event, PublicPlace, Series
from events.plans import Place
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.events.factory import begun, join, next_morning, published_event, shift_of, wait
from tests.requests_app.factory import open_need
from tests.volunteers.crowd import crowd_of
from volunteers.models import Shift, SignUp
from web.dates import local

ClientOf = Callable[[Resident], Client]
FORM = {
    "title": "Bersih selokan sebelum hujan",
    "details": "Bawa sarung tangan sendiri.",
    "for_whom": "rw",
    "place_text": "Depan balai warga",
    "starts": "06:00",
    "ends": "09:00",
    "repeat": "",
    "until": "",
}
ROWS = (("people", "10", "Regu selokan"), ("tools", "3", "Cangkul"), ("food", "2", "Teh dan kue"))


def tomorrow(days: int = 1) -> str:
    return (local(timezone.now(), "Asia/Jakarta") + timedelta(days=days)).date().isoformat()


def rows(*lines: tuple[str, ...], count: int | None = None) -> dict[str, str]:
    """The formset as a browser sends it: kind, how many, for what, and the shift it is."""
    sent = {"tempat-TOTAL_FORMS": str(count or len(lines)), "tempat-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        for name, value in zip(("kind", "capacity", "label", "shift_id"), line, strict=False):
            sent[f"tempat-{number}-{name}"] = value
    return sent


def form(**changes: str) -> dict[str, str]:
    return FORM | rows(*ROWS) | {"date": tomorrow(), "step": "send"} | changes


def template_of(response: Any) -> str:
    return next(t.name for t in response.templates)


def test_the_form_begins_with_its_kinds_shape(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        page = client_of(cast.rw_head).get("/kegiatan/baru/kerja_bakti/")
    found, lines = page.context["form"], page.context["rows"].forms
    # The second Sunday of December, six in the morning.
    assert found["date"].value().isoformat() == "2026-12-13"
    assert (str(found["starts"].value()), str(found["ends"].value())) == ("06:00:00", "09:00:00")
    assert found["repeat"].value() == "nth_weekday"
    assert [(line["kind"].value(), line["capacity"].value()) for line in lines] == [
        ("people", 10),
        ("people", 10),
        ("tools", 3),
        ("tools", 10),
        ("food", 4),
        ("people", None),
    ]


def test_preview_stores_nothing_and_send_publishes(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    page = client.post("/kegiatan/baru/kerja_bakti/", form(step="preview"))
    assert (template_of(page), Event.objects.count()) == ("events/preview.html", 0)
    sent = client.post("/kegiatan/baru/kerja_bakti/", form())
    event = Event.objects.get()
    assert sent.headers["Location"] == f"/kegiatan/{event.code}/"
    assert (event.kind, event.title, event.where) == (
        "kerja_bakti",
        FORM["title"],
        "Depan balai warga",
    )
    assert list(event.shifts.order_by("id").values_list("kind", "capacity", "label")) == [
        (kind, int(capacity), label) for kind, capacity, label in ROWS
    ]


def test_what_the_preview_carries_publishes_the_same(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    page = client.post("/kegiatan/baru/arisan/", form(step="preview", repeat="monthly_date"))
    hidden = dict(
        re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.content.decode())
    )
    del hidden["csrfmiddlewaretoken"]
    client.post("/kegiatan/baru/arisan/", hidden | {"step": "send"})
    series = Series.objects.get()
    assert (series.title, series.repeat, series.planned_shifts.count()) == (
        FORM["title"],
        "monthly_date",
        3,
    )


def test_sent_twice_it_is_published_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    key = "0b0e3f9a-4a7e-4f3e-9a3f-0f8d6f3c9f11"
    first, second = (client.post("/kegiatan/baru/kerja_bakti/", form(draft=key)) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Event.objects.count() == 1


def test_more_lines_are_given_without_a_verdict(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.rw_head).post(
        "/kegiatan/baru/kerja_bakti/", form(step="rows", title="", date="")
    )
    assert (page.status_code, len(page.context["rows"].forms)) == (200, len(ROWS) + 3)
    assert b"error-summary" not in page.content
    assert b"Regu selokan" in page.content


def test_a_line_taken_away_is_not_published(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.rw_head).post(
        "/kegiatan/baru/kerja_bakti/", form() | {"tempat-1-remove": "on", "tempat-1-capacity": "x"}
    )
    assert set(Shift.objects.values_list("label", flat=True)) == {"Regu selokan", "Teh dan kue"}


def test_an_end_before_the_beginning_is_the_next_morning(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    client.post("/kegiatan/baru/ronda/", form(starts="22:00", ends="04:00"))
    event = Event.objects.get()
    assert event.ends_at - event.starts_at == timedelta(hours=6)
    page = client.get(f"/kegiatan/{event.code}/").content.decode()
    assert re.search(r"<dd>\w+ malam, [^<]* pukul 22\.00 sampai \w+ 04\.00\xa0WIB</dd>", page)


def test_the_preview_of_a_series_names_its_next_dates(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        page = client_of(cast.rw_head).post(
            "/kegiatan/baru/kerja_bakti/",
            form(step="preview", date="2026-12-13", repeat="nth_weekday", until="2027-02-28"),
        )
    assert page.context["days"] == [
        "Minggu, 13 Desember 2026",
        "Minggu, 10 Januari 2027",
        "Minggu, 14 Februari 2027",
    ]


def test_an_rt_head_may_choose_their_rt_alone(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rt_head)
    own = str(rt_of(cast.rt_head).pk)
    page = client.get("/kegiatan/baru/kerja_bakti/")
    assert [key for key, _ in page.context["form"]["for_whom"].field.choices] == [own]
    refused = client.post("/kegiatan/baru/kerja_bakti/", form(for_whom="rw"))
    assert (refused.status_code, Event.objects.count()) == (422, 0)
    client.post("/kegiatan/baru/kerja_bakti/", form(for_whom=own))
    assert Event.objects.get().rt == rt_of(cast.rt_head)


def test_a_public_place_or_words_but_not_both(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rw_head)
    hall = PublicPlace.objects.create(rw=rt_of(cast.rw_head).rw, name="Balai warga")
    both = client.post("/kegiatan/baru/kerja_bakti/", form(place=str(hall.pk)))
    assert (both.status_code, list(both.context["form"].errors)) == (422, ["place_text"])
    client.post("/kegiatan/baru/kerja_bakti/", form(place=str(hall.pk), place_text=""))
    assert Event.objects.get().where == "Balai warga"


@pytest.mark.parametrize("role", ["requester", "outsider"])
def test_who_holds_no_office_finds_no_form(role: str, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(getattr(cast, role))
    assert client.get("/kegiatan/baru/").status_code == 404
    assert client.post("/kegiatan/baru/kerja_bakti/", form()).status_code == 404
    assert b"/kegiatan/baru/" not in client.get("/kegiatan/").content


def test_join_and_leave_by_htmx_swap_the_event(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    shift, client = shift_of(event), client_of(cast.volunteer)
    htmx = {"HX-Request": "true", "HX-Target": "event"}
    joined = client.post(f"/kegiatan/{event.code}/ikut/{shift.pk}/", headers=htmx)
    text = joined.content.decode()
    assert (text.lstrip().startswith('<div id="event"'), cast.volunteer.name in text) == (
        True,
        True,
    )
    assert SignUp.objects.get(shift=shift).status == "active"
    left = client.post(f"/kegiatan/{event.code}/batal-ikut/{shift.pk}/", headers=htmx)
    assert cast.volunteer.name not in left.content.decode()
    assert SignUp.objects.get(shift=shift).status == "released"


def test_a_shift_of_another_event_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    one, other = published_event(cast), published_event(cast)
    path = f"/kegiatan/{one.code}/ikut/{shift_of(other).pk}/"
    assert client_of(cast.volunteer).post(path).status_code == 404
    assert SignUp.objects.count() == 0


@pytest.fixture
def full(cast: Cast) -> Event:
    """Snacks for one, taken by the volunteer; the requester waits."""
    event = published_event(cast)
    join(cast.volunteer, event, "Makanan kecil")
    wait(cast.requester, event, "Makanan kecil")
    return event


def test_who_waits_reads_where_in_line(full: Event, cast: Cast, client_of: ClientOf) -> None:
    wait(cast.other_rt, full, "Makanan kecil")
    page = client_of(cast.other_rt).get(f"/kegiatan/{full.code}/")
    places = [p for group in page.context["detail"].groups for p in group.places][-1]
    assert (places.standing, places.position, places.can_leave) == ("in_line", 2, True)
    assert "nomor 2" in page.content.decode()


def test_a_place_that_came_free_between_look_and_tap_is_thanked_for_as_one(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    path = f"/kegiatan/{event.code}/antre/{shift_of(event, 'Makanan kecil').pk}/"
    told = [
        str(next(iter(client_of(person).post(path, follow=True).context["messages"])))
        for person in (cast.volunteer, cast.requester)
    ]
    assert told == [
        "Terima kasih! Anda tercatat ikut.",
        "Anda masuk daftar tunggu. Anda akan dikabari begitu ada tempat kosong.",
    ]


def test_a_freed_place_is_offered_taken_or_turned_down(
    full: Event, cast: Cast, client_of: ClientOf
) -> None:
    shift, client = shift_of(full, "Makanan kecil"), client_of(cast.requester)
    wait(cast.other_rt, full, "Makanan kecil")
    client_of(cast.volunteer).post(f"/kegiatan/{full.code}/batal-ikut/{shift.pk}/")
    page = client.get(f"/kegiatan/{full.code}/")
    assert [offer.pk for offer in page.context["detail"].offers] == [shift.pk]
    client.post(f"/kegiatan/{full.code}/tidak-jadi/{shift.pk}/")
    # Next in line is asked, and says yes.
    other = client_of(cast.other_rt)
    assert len(other.get(f"/kegiatan/{full.code}/").context["detail"].offers) == 1
    other.post(f"/kegiatan/{full.code}/ikut/{shift.pk}/")
    assert list(shift.sign_ups.order_by("id").values_list("volunteer", "status")) == [
        (cast.volunteer.pk, "released"),
        (cast.requester.pk, "released"),
        (cast.other_rt.pk, "active"),
    ]


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


def test_edit_changes_words_and_lines_and_keeps_the_sign_ups(
    cast: Cast, client_of: ClientOf
) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    join(cast.volunteer, event)
    path = f"/kegiatan/{event.code}/ubah/"
    page = client.get(path)
    lines = [
        tuple(str(line[name].value() or "") for name in ("kind", "capacity", "label", "shift_id"))
        for line in page.context["rows"].forms
    ]
    lines[0] = (lines[0][0], "12", *lines[0][2:])
    sent = form(title="Bersih selokan dan taman", step="save") | rows(*lines)
    assert client.post(path, sent).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.shifts.count()) == ("Bersih selokan dan taman", 3)
    assert (shift_of(event).capacity, shift_of(event).taken) == (12, 1)


def test_edit_refuses_to_take_a_promised_line_away(cast: Cast, client_of: ClientOf) -> None:
    event, client = published_event(cast), client_of(cast.rw_head)
    join(cast.volunteer, event)
    shift = shift_of(event, "Cangkul")
    sent = form(step="save") | rows(("tools", "3", "Cangkul", str(shift.pk)))
    refused = client.post(f"/kegiatan/{event.code}/ubah/", sent)
    assert refused.status_code == 422
    assert event.shifts.count() == 3


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


def test_names_are_for_neighbours(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    path = f"/kegiatan/{event.code}/"
    assert cast.volunteer.name in client_of(cast.other_rt).get(path).content.decode()
    assert client_of(cast.outsider).get(path).status_code == 404


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        ("", ["Acara RT 003", "Kerja bakti RW", "Senam RW"]),
        ("saya", ["Senam RW"]),
        ("rt", ["Acara RT 003"]),
        ("<b>", ["Acara RT 003", "Kerja bakti RW", "Senam RW"]),
    ],
)
def test_filters(only: str, titles: list[str], cast: Cast, client_of: ClientOf) -> None:
    published_event(cast, title="Kerja bakti RW")
    joined = published_event(cast, title="Senam RW")
    rt = rt_of(cast.volunteer)
    published_event(cast, title="Acara RT 003", rt=rt)
    published_event(cast, title="Acara RT 001", rt=rt_of(cast.other_rt))
    join(cast.volunteer, joined)
    month = f"{local(joined.starts_at, 'Asia/Jakarta'):%Y-%m}"
    page = client_of(cast.volunteer).get("/kegiatan/", {"bulan": month, "hanya": only})
    days = page.context["month"].ahead
    assert sorted(card.title for day in days for card in day.cards) == titles


def test_each_day_of_the_calendar_leads_to_its_part_of_the_agenda(
    cast: Cast, client_of: ClientOf
) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        at = next_morning(1)
        published_event(cast, starts_at=at)
        rained = published_event(cast, starts_at=at + timedelta(days=1))
        actions.cancel_event(rained, reason="Hujan", coordinator=standing_of(cast.rw_head))
        page = client_of(cast.volunteer).get("/kegiatan/?bulan=2026-11").content.decode()
    links = re.findall(r'class="cal__day" href="#([\w-]+)"', page)
    assert links == ["hari-2026-11-25", "hari-2026-11-26"]
    assert [f'id="{link}"' in page for link in links] == [True, True]
    # Monday first: the first of November 2026 is a Sunday, after six empty cells.
    first_week = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert first_week.count("<td></td>") == 6


def test_the_month_at_hand_has_today_and_what_comes_after(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel("2026-11-24 03:00Z", tick=False):
        soon = published_event(cast, starts_at=next_morning(20))
        month = client_of(cast.volunteer).get("/kegiatan/").context["month"]
    assert (month.key, month.ahead, [card.code for card in month.soon]) == (
        "2026-11",
        [],
        [soon.code],
    )
    days = [day for week in month.weeks for day in week if day]
    assert [day.date.day for day in days if day.is_today] == [24]
    assert [len(week) for week in month.weeks] == [7] * 6


@pytest.mark.parametrize(
    "month", ["", "2026-13", "2026-00", "0000-01", "9999-12", "x", "2026-1", "²026-12", "2026-12\n"]
)
def test_a_month_that_is_none_is_the_month_at_hand(
    cast: Cast, client_of: ClientOf, month: str
) -> None:
    page = client_of(cast.volunteer).get("/kegiatan/", {"bulan": month})
    assert page.context["month"].is_current is True


def many(cast: Cast, count: int) -> None:
    for number in range(count):
        event = published_event(cast, title=f"Kegiatan nomor {number}")
        join(cast.volunteer, event)


def test_pages_cost_as_many_queries_for_1_event_as_for_20(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    open_need(cast)
    many(cast, 1)
    month = f"/kegiatan/?bulan={local(next_morning(), 'Asia/Jakarta'):%Y-%m}"
    with_one = {path: count_queries(client, path) for path in ("/", "/kegiatan/", month)}
    many(cast, 19)
    assert {path: count_queries(client, path) for path in with_one} == with_one
    assert max(with_one.values()) <= 18


def test_an_events_page_costs_the_same_for_1_and_for_3_sign_ups(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    client = client_of(cast.other_rt)
    path = f"/kegiatan/{event.code}/"
    client.get(path)
    one = count_queries(client, path)
    join(cast.requester, event)
    join(cast.rt_head, event, "Cangkul")
    assert count_queries(client, path) == one


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_home_shows_the_next_three_events(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    assert client.get("/").context["events"] == []
    later = [published_event(cast, starts_at=next_morning(days)) for days in (9, 3, 5, 7)]
    actions.cancel_event(later[1], reason="Hujan", coordinator=standing_of(cast.rw_head))
    published_event(cast, rt=rt_of(cast.other_rt), starts_at=next_morning(2))
    page = client.get("/")
    assert [card.code for card in page.context["events"]] == [
        later[number].code for number in (2, 3, 0)
    ]
    assert b"icons/events" not in page.content


def shifts(event: Event) -> list[Shift]:
    return list(event.shifts.order_by("id"))


def test_a_stale_tab_does_not_overwrite_what_another_saved(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    client = client_of(cast.rw_head)
    path = f"/kegiatan/{event.code}/ubah/"
    lines = [(each.kind, str(each.capacity), each.label, str(each.pk)) for each in shifts(event)]
    sent = form(step="save", revision=str(event.revision)) | rows(*lines)
    first = client.post(path, sent | {"title": "Kerja bakti besar"})
    stale = client.post(path, sent | {"details": "Bawa topi."})
    event.refresh_from_db()
    assert (first.status_code, stale.status_code) == (302, 422)
    assert (event.title, "Bawa topi." in stale.content.decode()) == ("Kerja bakti besar", True)
    assert 'name="revision" value="1"' in stale.content.decode()


def test_a_stale_attendance_does_not_undo_a_correction(cast: Cast, client_of: ClientOf) -> None:
    event = begun(published_event(cast))
    client, path = client_of(cast.rw_head), f"/kegiatan/{event.code}/selesai/"
    client.post(path, {"walk_ins": "3", "summary": "Beres.", "revision": str(event.revision)})
    stale = client.post(path, {"walk_ins": "0", "summary": "", "revision": str(event.revision)})
    event.refresh_from_db()
    assert (stale.status_code, event.walk_ins, event.summary) == (422, 3, "Beres.")


def test_who_is_signed_up_for_a_hidden_event_sees_its_kind_and_the_way_out(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast, title="Judul yang buruk", details="Kata buruk.")
    shift = shift_of(event)
    join(cast.volunteer, event)
    Event.objects.update(hidden_at=timezone.now())
    client, path = client_of(cast.volunteer), f"/kegiatan/{event.code}/"
    page = client.get(path).content.decode()
    assert f'action="{path}batal-ikut/{shift.pk}/"' in page
    assert "Kerja bakti" in page
    for word in ("buruk", "Regu selokan", "Depan balai warga", cast.rw_head.name):
        assert word not in page, word
    for other in ("/saya/bantuan/", "/", path + "kalender.ics"):
        assert "buruk" not in client.get(other).content.decode()
    fragment = client.get(path, headers={"HX-Request": "true", "HX-Target": "event"})
    assert "<html" not in fragment.content.decode()
    assert client_of(cast.other_rt).get(path).status_code == 404
    assert "Judul yang buruk" in client_of(cast.rw_head).get(path).content.decode()
    client.post(f"{path}batal-ikut/{shift.pk}/")
    assert SignUp.objects.get(shift=shift).status == "released"
    assert client.get(path).status_code == 404


def test_who_moved_to_another_rt_can_still_withdraw(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast, rt=rt_of(cast.volunteer))
    shift = shift_of(event)
    join(cast.volunteer, event)
    Membership.objects.filter(resident=cast.volunteer).update(rt=rt_of(cast.other_rt))
    client, path = client_of(cast.volunteer), f"/kegiatan/{event.code}/"
    assert event.title in client.get(path).content.decode()
    client.post(f"{path}batal-ikut/{shift.pk}/")
    assert SignUp.objects.get(shift=shift).status == "released"
    assert client.get(path).status_code == 404


def test_who_moved_to_another_rw_has_nothing_to_do_with_it(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    Membership.objects.filter(resident=cast.volunteer).update(rt=rt_of(cast.outsider))
    assert client_of(cast.volunteer).get(f"/kegiatan/{event.code}/").status_code == 404
