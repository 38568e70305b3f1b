"""The forms about events: publishing, changing, postponing, cancelling, closing."""

from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Resident
from events.models import Event, Series
from tests.bad_input.bad import MARKUP, NUL, RAW, Answer, error_of, shows_no_markup
from tests.cast import Cast
from tests.events.factory import begun, join, published_event, shift_of
from volunteers.models import Shift

PATH = "/kegiatan/baru/kerja_bakti/"
STEPS = ("preview", "send", "edit")
TOMORROW, YESTERDAY, FAR = (
    (timezone.localdate() + timedelta(days=days)).isoformat() for days in (2, -1, 400)
)
GOOD = {
    "title": "Bersih selokan",
    "details": "Bawa sarung tangan.",
    "for_whom": "rw",
    "place_text": "Pos ronda",
    "date": TOMORROW,
    "starts": "07:00",
    "ends": "09:00",
    "repeat": "",
    "until": "",
    "tempat-TOTAL_FORMS": "1",
    "tempat-INITIAL_FORMS": "0",
    "tempat-0-kind": "people",
    "tempat-0-capacity": "5",
    "tempat-0-label": "Regu selokan",
}
DATES = ["", "besok", YESTERDAY, FAR, "0001-01-01", "9999-12-31", "2026-02-30", "0" * 5000, "<b>"]
TIMES = ["", "25:99", "pagi", "-1:00", "07:30:00:00", '"><img src=x>', "9" * 5000]
COUNTS = ["0", "-1", "501", "99999", "abc", "1e999", "1.5", "NaN", "9" * 400, "²", "<b>"]


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Resident], Client]) -> Client:
    return client_of(cast.rw_head)


def post(client: Client, step: str = "send", **changes: str) -> Answer:
    return client.post(PATH, GOOD | {"step": step} | changes)


def nothing_is_published() -> bool:
    return not Event.objects.exists() and not Series.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_form_comes_back_with_a_sentence_at_each_field(client: Client, step: str) -> None:
    response = client.post(PATH, {"step": step})
    assert response.status_code == 422
    said = [error_of(response, field) for field in ("title", "for_whom", "date", "starts", "ends")]
    assert "" not in said
    assert nothing_is_published()


@pytest.mark.parametrize("date", DATES, ids=range(len(DATES)))
def test_a_wrong_date_is_said_and_kept(client: Client, date: str) -> None:
    response = post(client, date=date)
    assert response.status_code == 422
    assert error_of(response, "date")
    assert f'value="{escape(date)}"' in response.content.decode() or date == ""
    assert shows_no_markup(response)
    assert nothing_is_published()


@pytest.mark.parametrize("field", ["starts", "ends"])
@pytest.mark.parametrize("entry", TIMES, ids=range(len(TIMES)))
def test_a_wrong_time_is_said(client: Client, field: str, entry: str) -> None:
    response = post(client, **{field: entry})
    assert response.status_code == 422
    assert error_of(response, field)
    assert shows_no_markup(response)


@pytest.mark.parametrize("ends", ["07:00", "07:14"])
def test_too_short_an_event_is_said(client: Client, ends: str) -> None:
    response = post(client, ends=ends)
    assert response.status_code == 422
    assert error_of(response, "ends")


@pytest.mark.parametrize("until", ["kapan", YESTERDAY, "9999-12-31", "0001-01-01", "<b>"])
def test_a_wrong_last_day_is_said(client: Client, until: str) -> None:
    response = post(client, repeat="weekly", until=until)
    assert response.status_code == 422
    assert error_of(response, "until")
    assert nothing_is_published()


def test_the_farthest_last_day_is_no_trouble(client: Client) -> None:
    day = (timezone.localdate() + timedelta(days=1000)).isoformat()
    assert post(client, repeat="weekly", until=day).status_code == 302
    assert Series.objects.get().until


@pytest.mark.parametrize("capacity", COUNTS, ids=range(len(COUNTS)))
def test_a_wrong_count_is_said_at_its_line_and_kept(client: Client, capacity: str) -> None:
    response = post(client, **{"tempat-0-capacity": capacity})
    assert response.status_code == 422
    assert error_of(response, "tempat-0-capacity")
    assert f'value="{escape(capacity)}"' in response.content.decode()
    assert nothing_is_published()


@pytest.mark.parametrize(("field", "entry"), [("label", ""), ("label", "x" * 61), ("kind", "gold")])
def test_a_wrong_line_is_said_beside_it(client: Client, field: str, entry: str) -> None:
    response = post(client, **{f"tempat-0-{field}": entry})
    assert response.status_code == 422
    assert error_of(response, f"tempat-0-{field}")


def test_a_line_without_a_count_is_said(client: Client) -> None:
    response = post(client, **{"tempat-0-capacity": ""})
    assert (response.status_code, bool(error_of(response, "tempat-0-capacity"))) == (422, True)


def lines(count: int) -> dict[str, str]:
    sent = {"tempat-TOTAL_FORMS": str(count)}
    for number in range(count):
        sent |= {
            f"tempat-{number}-kind": "people",
            f"tempat-{number}-capacity": "5",
            f"tempat-{number}-label": f"Regu {number}",
        }
    return sent


def test_25_lines_are_too_many_and_all_are_kept(client: Client) -> None:
    response = post(client, **lines(25))
    text = response.content.decode()
    assert response.status_code == 422
    assert [f'value="Regu {number}"' in text for number in range(25)] == [True] * 25
    assert "20 baris" in text
    assert nothing_is_published()


def test_no_line_at_all_is_said(client: Client) -> None:
    sent = {"tempat-0-label": "", "tempat-0-capacity": ""}
    response = post(client, **sent)
    assert (response.status_code, nothing_is_published()) == (422, True)
    assert "paling sedikit satu baris" in response.content.decode()


@pytest.mark.parametrize("total", ["", "-1", "abc", "9" * 12, "1e9", "<b>", "0", "²"])
@pytest.mark.parametrize("step", [*STEPS, "rows"])
def test_a_wrong_number_of_lines_breaks_nothing(client: Client, total: str, step: str) -> None:
    response = post(client, step, **{"tempat-TOTAL_FORMS": total})
    assert response.status_code in (200, 422)
    assert shows_no_markup(response)
    assert nothing_is_published()


@pytest.mark.parametrize("field", [*GOOD, "draft", "tempat-0-remove", "tempat-0-shift_id"])
def test_markup_in_any_field_is_never_markup(client: Client, field: str) -> None:
    for entry in (*MARKUP.values(), NUL):
        with transaction.atomic():
            response = post(client, "preview", **{field: entry})
            transaction.set_rollback(True)
        assert response.status_code in (200, 422)
        assert shows_no_markup(response)


@pytest.mark.parametrize("entry", MARKUP.values(), ids=MARKUP.keys())
def test_markup_in_the_words_stays_words(client: Client, entry: str) -> None:
    title = f"Bersih {entry}"[:80]
    sent = GOOD | {"step": "send", "title": title, "details": entry, "place_text": entry[:80]}
    response = client.post(PATH, sent | {"tempat-0-label": f"Regu {entry}"[:60]}, follow=True)
    assert response.status_code == 200
    assert escape(title.replace("\u202e", "")) in response.content.decode().replace("\u202e", "")
    assert shows_no_markup(response)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("field", ["title", "details", "place_text", "tempat-0-label"])
def test_a_nul_byte_is_refused_in_words(client: Client, field: str) -> None:
    response = post(client, **{field: NUL})
    assert (response.status_code, nothing_is_published()) == (422, True)
    assert error_of(response, field)


@pytest.mark.parametrize("title", ["", "    ", "abc", ".....", "\U0001f35a" * 6, "12345"])
def test_a_title_without_words_is_asked_for_in_words(client: Client, title: str) -> None:
    response = post(client, title=title)
    assert (response.status_code, nothing_is_published()) == (422, True)
    assert error_of(response, "title")


@pytest.mark.parametrize("whom", ["", "0", "-1", "99999999999999999999", "rt", "<b>"])
def test_an_audience_that_is_not_theirs_is_refused(client: Client, whom: str) -> None:
    response = post(client, for_whom=whom)
    assert (response.status_code, nothing_is_published()) == (422, True)
    assert error_of(response, "for_whom")


@pytest.mark.parametrize("kind", ["nonsense", "KERJA_BAKTI", "kerja_bakti%00", "1"])
def test_an_unknown_kind_is_not_there(client: Client, kind: str) -> None:
    path = f"/kegiatan/baru/{kind}/"
    assert (client.get(path).status_code, client.post(path, GOOD).status_code) == (404, 404)
    assert nothing_is_published()


@pytest.mark.parametrize("step", ["", "hapus", "<script>alert(1)</script>", "send\x00"])
def test_an_unknown_step_is_a_preview(client: Client, step: str) -> None:
    assert post(client, step).status_code == 200
    assert nothing_is_published()


@pytest.mark.parametrize("draft", ["bukan-uuid", "<b>", "0" * 4000])
def test_a_draft_key_that_is_none_is_refused(client: Client, draft: str) -> None:
    assert (post(client, draft=draft).status_code, nothing_is_published()) == (422, True)


def test_the_same_key_with_other_words_is_said(client: Client) -> None:
    key = "0b0e3f9a-4a7e-4f3e-9a3f-0f8d6f3c9f11"
    post(client, draft=key)
    response = post(client, draft=key, title="Kerja bakti lain")
    assert response.status_code == 422
    assert 'value="Kerja bakti lain"' in response.content.decode()
    assert Event.objects.count() == 1


def test_a_shift_of_another_event_is_left_alone_by_an_edit(client: Client, cast: Cast) -> None:
    event, other = published_event(cast), published_event(cast)
    theirs = shift_of(other)
    sent = GOOD | {"tempat-0-shift_id": str(theirs.pk), "tempat-0-label": "Direbut"}
    response = client.post(f"/kegiatan/{event.code}/ubah/", sent)
    assert response.status_code in (302, 422)
    theirs.refresh_from_db()
    assert (theirs.event_id, theirs.label) == (other.pk, "Regu selokan")


@pytest.mark.parametrize(("field", "entry"), [("title", ""), ("date", YESTERDAY), ("ends", "x")])
def test_edit_says_what_is_wrong_and_keeps_the_rest(
    client: Client, cast: Cast, field: str, entry: str
) -> None:
    event = published_event(cast)
    sent = GOOD | {"details": "Kata-kata baru", field: entry}
    response = client.post(f"/kegiatan/{event.code}/ubah/", sent)
    assert response.status_code == 422
    assert error_of(response, field)
    assert "Kata-kata baru" in response.content.decode()
    event.refresh_from_db()
    assert event.details == "Bawa sarung tangan sendiri."


@pytest.mark.parametrize("date", DATES, ids=range(len(DATES)))
def test_postponing_to_a_wrong_day_is_said(client: Client, cast: Cast, date: str) -> None:
    event = published_event(cast)
    sent = {"date": date, "time": "07:00", "why": "rain"}
    response = client.post(f"/kegiatan/{event.code}/tunda/", sent)
    assert response.status_code == 422
    assert error_of(response, "date")
    assert shows_no_markup(response)
    event.refresh_from_db()
    assert event.postponed_for == ""


@pytest.mark.parametrize("reason", ["", "  ", "ab", "panjang " * 60, NUL, "<script>alert(1)" * 40])
@pytest.mark.parametrize("verb", ["batalkan", "hentikan"])
def test_a_bad_reason_is_said_and_kept(client: Client, cast: Cast, verb: str, reason: str) -> None:
    event = published_event(cast, repeat="weekly")
    response = client.post(f"/kegiatan/{event.code}/{verb}/", {"reason": reason})
    assert response.status_code == 422
    assert error_of(response, "reason")
    assert shows_no_markup(response)
    assert escape(reason.strip()) in response.content.decode()
    assert Event.objects.filter(status="cancelled").count() == 0


@pytest.mark.parametrize("reason", MARKUP.values(), ids=MARKUP.keys())
def test_markup_in_a_reason_stays_words(client: Client, cast: Cast, reason: str) -> None:
    event = published_event(cast)
    client.post(f"/kegiatan/{event.code}/batalkan/", {"reason": f"Karena {reason}"})
    page = client.get(f"/kegiatan/{event.code}/")
    assert shows_no_markup(page)
    assert "Karena" in page.content.decode()


@pytest.mark.parametrize("count", [*COUNTS[1:], ""], ids=range(len(COUNTS)))
def test_a_wrong_number_of_guests_is_said(client: Client, cast: Cast, count: str) -> None:
    event = published_event(cast)
    place = join(cast.volunteer, event)
    sent = {f"person_{place.pk}": "absent", "walk_ins": count, "summary": "Selokan bersih."}
    response = client.post(f"/kegiatan/{begun(event).code}/selesai/", sent)
    assert response.status_code == 422
    assert error_of(response, "walk_ins")
    text = response.content.decode()
    assert ("Selokan bersih." in text, 'value="absent"' in text) == (True, True)
    event.refresh_from_db()
    assert event.status == "published"


@pytest.mark.parametrize("mark", ["late", "<script>alert(1)</script>", NUL])
def test_an_unknown_attendance_is_said(client: Client, cast: Cast, mark: str) -> None:
    event = published_event(cast)
    place = join(cast.volunteer, event)
    sent = {f"person_{place.pk}": mark, "walk_ins": "0", "summary": ""}
    response = client.post(f"/kegiatan/{begun(event).code}/selesai/", sent)
    assert response.status_code == 422
    assert error_of(response, f"person_{place.pk}")
    assert shows_no_markup(response)


@pytest.mark.parametrize("shift", ["0", "9" * 18, "9" * 30, "abc", "-1"])
@pytest.mark.parametrize("verb", ["ikut", "antre", "batal-ikut", "tidak-jadi"])
def test_a_shift_that_is_none_is_not_found(
    client: Client, cast: Cast, verb: str, shift: str
) -> None:
    event = published_event(cast)
    assert client.post(f"/kegiatan/{event.code}/{verb}/{shift}/").status_code == 404
    assert Shift.objects.filter(taken__gt=0).count() == 0


@pytest.mark.parametrize("query", [*MARKUP.values(), NUL, "9" * 5000])
def test_the_calendar_takes_any_query(client: Client, query: str) -> None:
    response = client.get("/kegiatan/", {"bulan": query, "hanya": query})
    assert response.status_code == 200
    assert shows_no_markup(response)


WORDS = st.text(max_size=90) | st.sampled_from(["Bersih selokan", *RAW])
ANY_DATE = st.dates().map(str) | st.text(max_size=12) | st.just(TOMORROW)
ANY_TIME = st.times().map(str) | st.text(max_size=8) | st.sampled_from(["07:00", "09:00"])
NUMBER = st.integers().map(str) | st.integers(-1, 60).map(str) | st.text(max_size=6)
FORMS = st.fixed_dictionaries(
    {"step": st.sampled_from(["preview", "send", "edit", "rows", ""])},
    optional={
        "title": WORDS,
        "details": WORDS,
        "for_whom": st.sampled_from(["rw", "", "1"]) | st.text(max_size=6),
        "place_text": WORDS,
        "date": ANY_DATE,
        "starts": ANY_TIME,
        "ends": ANY_TIME,
        "repeat": st.sampled_from(["", "weekly", "nth_weekday", "monthly_date", "selapanan", "x"]),
        "until": ANY_DATE,
        "draft": st.uuids().map(str) | st.text(max_size=40),
        "tempat-TOTAL_FORMS": NUMBER,
        "tempat-INITIAL_FORMS": NUMBER,
        "tempat-0-kind": st.sampled_from(["people", "tools", "food", "gold"]),
        "tempat-0-capacity": NUMBER,
        "tempat-0-label": WORDS,
        "tempat-0-remove": st.sampled_from(["on", "", "x"]),
        "tempat-0-shift_id": NUMBER,
    },
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(form=FORMS)
def test_no_entry_breaks_the_form(client: Client, form: dict[str, Any]) -> None:
    encoded = {key: value.encode("utf-8", "replace") for key, value in form.items()}
    with transaction.atomic():
        response = client.post(PATH, encoded)
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 422)
    text = response.content.decode()
    assert [raw for raw in RAW if raw in text] == []
