"""No English on an Indonesian screen: every page the cast can reach by its links is read."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Resident
from events import actions as event_actions
from events import closing
from events.models import Event
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.models import Notification
from requests_app import actions, decisions, helping
from requests_app.kinds import EVENTS
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.events.factory import SNACKS, begun, join, leave, published_event, wait
from tests.requests_app import factory
from tests.web.screen import Reader, left_in_english, read

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Resident], Client]
CAST = ("rw_head", "rt_head", "volunteer", "requester", "outsider", "waiting", "operator")
# Django's own pages, in its own Indonesian.
ELSEWHERE = ("/admin/", "/static/")
# A month is like another, and there are many.
MONTHS = "/kegiatan/?bulan="
FORM = {"title": "Titip belanja ke pasar", "details": "", "when": "asap", "helpers": "2"}


@pytest.fixture
def needs(cast: Cast) -> list[AidRequest]:
    """One in each state of a need's life, and of each sort that the pages treat apart."""
    head, soon = standing_of(cast.rt_head), timezone.now() + timedelta(hours=30)
    asked, refused, cancelled, expired = (factory.pending_need(cast) for _ in range(4))
    decisions.ask_changes(asked, coordinator=head, reason="Mohon sebutkan jamnya.")
    decisions.decline_need(refused, coordinator=head, reason="Sudah ada di papan.")
    actions.cancel_need(cancelled, requester=standing_of(cast.requester))
    AidRequest.objects.filter(pk=expired.pk).update(status=AidRequest.Status.EXPIRED)
    confirmed = factory.done_need(cast)
    helping.confirm_done(confirmed, by=cast.volunteer)
    return [
        asked,
        factory.pending_need(cast, name_hidden=True),
        factory.open_need(cast, category="fire", rt_only=True),
        factory.open_need(cast, starts_at=soon),
        factory.helped_need(cast, starts_at=soon, helpers=1),
        factory.done_need(cast),
    ]


@pytest.fixture
def gatherings(cast: Cast) -> list[Event]:
    """One in each state of an event's life."""
    head = standing_of(cast.rw_head)
    moved, cancelled, full, offered, done = (published_event(cast) for _ in range(5))
    tomorrow = timezone.now() + timedelta(days=1)
    event_actions.postpone_event(moved, starts_at=tomorrow, why="rain", coordinator=head)
    event_actions.cancel_event(cancelled, reason="Balai warga diperbaiki.", coordinator=head)
    for event in (full, offered):
        join(cast.volunteer, event, SNACKS.label)
        wait(cast.requester, event, SNACKS.label)
    leave(cast.volunteer, offered, SNACKS.label)
    closing.close_event(begun(done), attendance={}, walk_ins=3, summary="Beres.", coordinator=head)
    night = published_event(cast, kind="ronda", starts_at=tomorrow, repeat="weekly")
    return [moved, cancelled, full, offered, done, night, begun(published_event(cast))]


def page(response: HttpResponseBase) -> Reader:
    assert isinstance(response, HttpResponse)
    return read(response.content.decode())


def assert_indonesian(response: HttpResponseBase) -> Reader:
    shown = page(response)
    assert (shown.language, left_in_english(shown.texts)) == ("id", set())
    return shown


def crawl(client: Client) -> Iterator[tuple[str, Reader]]:
    """Each page that links lead to, from the front page on."""
    found, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        response = client.get(path, follow=True)
        # A calendar file or a picture is no screen.
        if not response["Content-Type"].startswith("text/html"):
            continue
        shown = page(response)
        yield path, shown
        links = {link.partition("#")[0] for link in shown.links} - found
        new = {link for link in links if not link.startswith((*ELSEWHERE, MONTHS))}
        found |= new
        waiting += sorted(new)


def english_in(client: Client) -> dict[str, set[str]]:
    read_pages = dict(crawl(client))
    assert {shown.language for shown in read_pages.values()} == {"id"}
    found = {path: left_in_english(shown.texts) for path, shown in read_pages.items()}
    return {path: texts for path, texts in found.items() if texts}


@pytest.mark.parametrize("who", CAST)
def test_every_page_the_cast_can_reach_is_indonesian(
    who: str,
    cast: Cast,
    needs: list[AidRequest],
    gatherings: list[Event],
    client_of: ClientOf,
) -> None:
    assert english_in(client_of(getattr(cast, who))) == {}


def test_every_page_a_stranger_can_reach_is_indonesian(client: Client) -> None:
    assert english_in(client) == {}


def test_the_guard_sees_english(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    shown = page(client.get("/masuk/"))
    assert (shown.language, "Sign in" in left_in_english(shown.texts)) == ("en", True)


def test_texts_that_bypass_gettext_are_seen() -> None:
    assert left_in_english(["See the board", "Papan", "Dewi Lestari"]) == {"See the board"}


@pytest.mark.parametrize(
    ("sent", "status", "expected"),
    [
        ({"when": "at", "helpers": "0"}, 422, "Wajib diisi"),
        (FORM | {"title": "Ada"}, 422, "Terlalu pendek: paling sedikit 5 huruf (sekarang 3)"),
        (FORM | {"title": "x" * 90}, 422, "Terlalu panjang: paling banyak 80 huruf (sekarang 90)"),
        (FORM | {"when": "at", "date": "31/31", "time": "9"}, 422, "Tanggal belum benar"),
        (FORM | {"when": "kapan"}, 422, "“kapan” tidak ada dalam pilihan. Pilih salah satu."),
        (FORM | {"step": "preview"}, 200, "Begini tetangga akan membacanya"),
        (FORM | {"title": "Ada kebakaran"}, 200, "Ada yang dalam bahaya? Telepon dulu."),
        (FORM | {"title": "Saya kena KDRT"}, 200, "Anda tidak sendiri. Silakan telepon sekarang."),
        (FORM | {"step": "send"}, 302, ""),
    ],
)
def test_each_answer_to_the_form_is_indonesian(
    sent: dict[str, str], status: int, expected: str, cast: Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.requester).post("/minta/errand/", sent)
    assert response.status_code == status
    if expected:
        assert expected in assert_indonesian(response).texts


def test_refused_sign_in_is_indonesian(cast: Cast, client: Client) -> None:
    shown = assert_indonesian(client.post("/masuk/", {"login": "12", "password": ""}))
    assert {"Nomor HP belum benar", "Wajib diisi"} <= set(shown.texts)
    sent = {"login": "0812-0000-0003", "password": "salah sekali"}
    answers = [client.post("/masuk/", sent) for _ in range(11)]
    assert "Nomor HP atau kata sandi belum benar." in assert_indonesian(answers[0]).texts
    last = assert_indonesian(answers[-1])
    assert "Terlalu sering mencoba. Tunggu 15 menit, lalu coba lagi." in last.texts


def test_each_thanks_is_indonesian(cast: Cast, client_of: ClientOf) -> None:
    head, helper, asker = (client_of(p) for p in (cast.rt_head, cast.volunteer, cast.requester))
    code = factory.pending_need(cast).code
    other = factory.pending_need(cast).code
    steps = [
        (head, f"/pengurus/{code}/minta-perbaikan/", {"reason": "x"}),
        (head, f"/pengurus/{code}/setujui/", {}),
        (head, f"/pengurus/{code}/setujui/", {}),
        (head, f"/pengurus/{other}/tolak/", {"reason": "Sudah ada di papan."}),
        (asker, f"/kebutuhan/{code}/bantu/", {}),
        (helper, f"/kebutuhan/{code}/bantu/", {}),
        (helper, f"/kebutuhan/{code}/batal-membantu/", {}),
        (helper, f"/kebutuhan/{code}/bantu/", {}),
        (helper, f"/kebutuhan/{code}/kontak/", {}),
        (helper, f"/kebutuhan/{code}/selesai/", {}),
        (asker, f"/kebutuhan/{code}/belum-selesai/", {}),
        (asker, f"/kebutuhan/{code}/selesai/", {}),
        (helper, f"/kebutuhan/{code}/konfirmasi/", {}),
        (asker, f"/kebutuhan/{code}/batalkan/", {}),
    ]
    for client, path, sent in steps:
        shown = page(client.post(path, sent, follow=True))
        assert (path, shown.language, left_in_english(shown.texts)) == (path, "id", set())


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("in_hours", [None, 30])
def test_each_notice_is_indonesian(kind: str, in_hours: int | None, cast: Cast) -> None:
    starts_at = timezone.now() + timedelta(hours=in_hours) if in_hours else None
    notice = Notification(kind=kind, object_id=1)
    notice.subject = factory.pending_need(cast, starts_at=starts_at)
    with translation.override("id"):
        words = kinds.get(kind).words(notice)
    assert left_in_english([words.title, words.body]) == set()
    assert "%(" not in words.title + words.body


@pytest.mark.parametrize("name", ["single", "digest"])
def test_mails_are_indonesian(name: str, cast: Cast) -> None:
    with translation.override("id"):
        mail = render_to_string(
            f"notifications/email/{name}.txt", {"recipient": cast.requester, "items": []}
        )
    assert left_in_english(mail.splitlines()) == set()


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "429", "500"])
def test_pages_of_trouble_are_indonesian(name: str) -> None:
    with translation.override("id"):
        shown = read(render_to_string(f"{name}.html"))
    assert (shown.language, left_in_english(shown.texts)) == ("id", set())
