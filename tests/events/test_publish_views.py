"""The form by which an event is published and changed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Resident
from events.models import Event, PublicPlace, Series
from tests.cast import Cast, rt_of
from tests.events.factory import join, published_event, shift_of
from tests.events.forms import FORM, ROWS, form, rows
from volunteers.models import Shift

ClientOf = Callable[[Resident], Client]


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
