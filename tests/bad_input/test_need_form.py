"""The form of a need, at each of its steps and when it is edited."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from html import escape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from requests_app.models import AidRequest
from tests.bad_input.bad import MARKUP, NUL, Answer, error_of, shows_no_markup
from tests.cast import Cast
from tests.requests_app.factory import helped_need, open_need

STEPS = ("preview", "send", "edit")
GOOD = {
    "title": "Titip belanja ke pasar",
    "details": "Sayur dan telur.",
    "when": "asap",
    "date": "",
    "time": "",
    "helpers": "2",
}
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()
FAR = (timezone.localdate() + timedelta(days=400)).isoformat()

HELPERS = ["", "0", "-1", "51", "10000", "abc", "1e999", "1.5", "NaN", "9" * 400, "²", "٣x", "<b>"]
DATES = [
    "", "besok", YESTERDAY, FAR, "0001-01-01", "9999-12-31", "2026-02-30", "99999-01-01",
    "2026-13-01", "<script>alert(1)</script>", "0" * 5000,
]  # fmt: skip
TIMES = ["", "25:99", "24:00", "pagi", "-1:00", "07:30:00:00", '"><img src=x>', "9" * 5000]


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Resident], Client]) -> Client:
    return client_of(cast.requester)


def post(client: Client, step: str = "send", **changes: str) -> Answer:
    return client.post("/minta/errand/", GOOD | {"step": step} | changes)


@pytest.mark.parametrize("step", STEPS)
def test_empty_form_comes_back_with_a_sentence_at_each_field(client: Client, step: str) -> None:
    response = client.post("/minta/errand/", {"step": step})
    assert response.status_code == 422
    said = {field: error_of(response, field) for field in ("title", "when", "helpers")}
    assert [field for field, words in said.items() if not words] == []
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("field", "most"), [("title", 80), ("details", 1000)])
def test_too_long_is_said_and_kept(client: Client, step: str, field: str, most: int) -> None:
    entry = "tolong " * (most // 7 + 2)
    response = post(client, step, **{field: entry})
    assert response.status_code == 422
    assert str(most) in error_of(response, field)
    assert entry.strip() in response.content.decode()
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("title", ["", "    ", "abc", "\t\n", "\u00a0" * 10])
def test_too_short_a_title_is_said(client: Client, title: str) -> None:
    response = post(client, title=title)
    assert response.status_code == 422
    assert error_of(response, "title")


@pytest.mark.parametrize("helpers", HELPERS, ids=range(len(HELPERS)))
def test_wrong_number_of_helpers_is_said_and_kept(client: Client, helpers: str) -> None:
    response = post(client, helpers=helpers)
    assert response.status_code == 422
    assert error_of(response, "helpers")
    assert f'value="{escape(helpers)}"' in response.content.decode() or helpers == ""
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("date", DATES, ids=range(len(DATES)))
def test_wrong_date_is_said_and_kept(client: Client, date: str) -> None:
    response = post(client, when="at", date=date, time="07:30")
    assert response.status_code == 422
    assert error_of(response, "date")
    assert shows_no_markup(response)
    assert f'value="{escape(date)}"' in response.content.decode() or date == ""
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("time", TIMES, ids=range(len(TIMES)))
def test_wrong_time_is_said_and_kept(client: Client, time: str) -> None:
    response = post(client, when="at", date=TOMORROW, time=time)
    assert response.status_code == 422
    assert error_of(response, "time")
    assert shows_no_markup(response)
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("when", ["", "kapan-kapan", "<script>alert(1)</script>"])
def test_unknown_choice_is_said(client: Client, when: str) -> None:
    response = post(client, when=when)
    assert response.status_code == 422
    assert error_of(response, "when")
    assert shows_no_markup(response)


@pytest.mark.parametrize("entry", MARKUP.values(), ids=MARKUP.keys())
@pytest.mark.parametrize("step", STEPS)
def test_markup_in_the_words_stays_words(client: Client, step: str, entry: str) -> None:
    title = f"Beras {entry}"
    response = client.post(
        "/minta/errand/",
        GOOD | {"step": step, "title": title, "details": entry},
        follow=True,
    )
    assert response.status_code == 200
    # What turns the reading direction round is taken out, the words stay.
    shown = response.content.decode().replace("\u202e", "")
    assert escape(title.replace("\u202e", "")) in shown
    assert shows_no_markup(response)


@pytest.mark.parametrize("title", [".....", "\u200b" * 6, "\U0001f35a" * 6, "12345", "\u202e....."])
def test_title_without_words_is_asked_for_in_words(client: Client, title: str) -> None:
    response = post(client, "send", title=title)
    assert response.status_code == 422
    assert error_of(response, "title")
    assert AidRequest.objects.count() == 0


def test_direction_marks_and_holes_are_not_stored(client: Client) -> None:
    post(client, "send", title="Titip \u202eberas\u200b", details="Satu\r\n\r\n\r\n\r\n\r\ndua")
    need = AidRequest.objects.get()
    assert (need.title, need.details) == ("Titip beras", "Satu\n\ndua")


@pytest.mark.parametrize("field", [*GOOD, "draft", "name_hidden", "rt_only"])
def test_markup_in_any_field_is_never_markup(client: Client, field: str) -> None:
    for entry in MARKUP.values():
        response = (
            post(client, "preview", when="at", **{field: entry})
            if field != "when"
            else (post(client, "preview", when=entry))
        )
        assert response.status_code in (200, 422)
        assert shows_no_markup(response)


@pytest.mark.parametrize("field", [*GOOD, "draft"])
def test_a_nul_byte_is_refused_in_words(client: Client, field: str) -> None:
    response = post(client, **{field: NUL})
    assert response.status_code in (302, 422)
    if field in ("title", "details"):
        assert response.status_code == 422
        assert error_of(response, field)


def test_broken_utf8_is_no_trouble(client: Client) -> None:
    body = b"step=send&when=asap&helpers=2&title=Titip%ED%A0%80%FF%FEbelanja&details=%C3%28"
    response = client.post("/minta/errand/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert AidRequest.objects.get().title.startswith("Titip")


@pytest.mark.parametrize("draft", ["bukan-uuid", "<b>", "0" * 4000, "{}"])
def test_a_draft_key_that_is_none_is_refused(client: Client, draft: str) -> None:
    assert post(client, draft=draft).status_code == 422
    assert AidRequest.objects.count() == 0


def test_somebody_elses_draft_key_shows_and_changes_nothing(
    client: Client, cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    key = str(uuid.uuid4())
    post(client, draft=key, title="Rahasia keluarga kami")
    response = post(client_of(cast.outsider), draft=key)
    assert response.status_code == 422
    assert "Rahasia" not in response.content.decode()
    need = AidRequest.objects.get()
    assert (need.requester, need.title) == (cast.requester, "Rahasia keluarga kami")


@pytest.mark.parametrize("step", ["", "hapus", "<script>alert(1)</script>", "send\x00"])
def test_an_unknown_step_is_a_preview(client: Client, step: str) -> None:
    response = post(client, step)
    assert response.status_code == 200
    assert AidRequest.objects.count() == 0


@pytest.mark.parametrize("category", ["bereavement", "nonsense", "errand%00", "ERRAND"])
def test_a_category_that_is_not_theirs_is_not_there(client: Client, category: str) -> None:
    response = client.post(f"/minta/{category}/", GOOD | {"step": "send"})
    assert response.status_code == 404
    assert AidRequest.objects.count() == 0


def test_a_category_in_the_body_changes_nothing(client: Client) -> None:
    post(client, category="bereavement", urgency="darurat", status="open", requester="1")
    need = AidRequest.objects.get()
    assert (need.category, need.urgency, need.status) == ("errand", "biasa", "pending")


def test_a_huge_body_is_refused(client: Client) -> None:
    response = post(client, details="x" * 3_000_000)
    assert response.status_code == 400
    assert AidRequest.objects.count() == 0


def test_very_many_fields_are_refused(client: Client) -> None:
    response = client.post("/minta/errand/", GOOD | {f"f{n}": "" for n in range(12_500)})
    assert response.status_code == 400


@pytest.mark.parametrize(("field", "entry"), [("helpers", "0"), ("title", ""), ("helpers", "99")])
def test_edit_says_what_is_wrong_and_keeps_the_entry(
    client: Client, cast: Cast, field: str, entry: str
) -> None:
    need = open_need(cast)
    words = GOOD | {"title": "Titip belanja yang lain", field: entry}
    response = client.post(f"/kebutuhan/{need.code}/ubah/", words)
    assert response.status_code == 422
    assert error_of(response, field)
    assert words["details"] in response.content.decode()
    need.refresh_from_db()
    assert need.title == "Titip belanja ke pasar"


def test_edit_refuses_fewer_places_than_promised(
    client: Client, cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    need = helped_need(cast)
    client_of(cast.other_rt).post(f"/kebutuhan/{need.code}/bantu/")
    response = client.post(f"/kebutuhan/{need.code}/ubah/", GOOD | {"helpers": "1"})
    assert response.status_code == 422
    assert error_of(response, "helpers")


def test_edit_refuses_a_past_time(client: Client, cast: Cast) -> None:
    need = open_need(cast)
    entry = GOOD | {"when": "at", "date": YESTERDAY, "time": "07:30"}
    response = client.post(f"/kebutuhan/{need.code}/ubah/", entry)
    assert response.status_code == 422
    assert error_of(response, "date")
