from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.standing import standing_of
from requests_app.board import PAGE, Key, behind, board_page
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import helped_need, open_need, pending_need
from tests.volunteers.crowd import crowd_of

ClientOf = Callable[[Resident], Client]
FORM = {
    "title": "Titip belanja ke pasar",
    "details": "Sayur dan telur.",
    "when": "asap",
    "helpers": "2",
}


def test_preview_stores_nothing_and_send_posts(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    page = client.post("/minta/errand/", FORM | {"step": "preview"})
    assert (page.status_code, AidRequest.objects.count()) == (200, 0)
    sent = client.post("/minta/errand/", FORM | {"step": "send"})
    need = AidRequest.objects.get()
    assert sent.headers["Location"] == f"/kebutuhan/{need.code}/"
    assert (need.title, need.people.capacity) == (FORM["title"], 2)


def test_emergency_word_opens_the_call_screen_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    form = FORM | {"category": "sickcare", "details": "Bapak sesak napas", "step": "preview"}
    page = client.post("/minta/sickcare/", form)
    assert next(t.name for t in page.templates) == "requests_app/emergency.html"
    assert b"tel:119" in page.content
    page = client.post("/minta/sickcare/", form | {"called": "yes"})
    assert next(t.name for t in page.templates) == "requests_app/preview.html"


def test_violence_leads_to_the_numbers_at_each_step(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    form = FORM | {"details": "korban KDRT", "called": "yes"}
    for step in ("preview", "send"):
        page = client.post("/minta/other/", form | {"step": step})
        assert next(t.name for t in page.templates) == "requests_app/emergency.html"
    assert AidRequest.objects.count() == 0


def test_darurat_category_shows_the_call_screen_before_the_form(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.requester)
    first = client.get("/minta/fire/")
    assert next(t.name for t in first.templates) == "requests_app/emergency.html"
    then = client.get("/minta/fire/?lanjut=1")
    assert next(t.name for t in then.templates) == "requests_app/ask.html"


def test_contact_is_shown_to_a_helper_once_asked_for_and_journaled(
    cast: Cast, client_of: ClientOf
) -> None:
    need = helped_need(cast)
    client = client_of(cast.volunteer)
    assert b"Gang Melati No. 22" not in client.get(f"/kebutuhan/{need.code}/").content
    shown = client.post(f"/kebutuhan/{need.code}/kontak/")
    assert b"Gang Melati No. 22" in shown.content
    assert shown.headers["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="contact.seen").count() == 1


def test_neighbour_without_a_place_gets_no_contact(cast: Cast, client_of: ClientOf) -> None:
    need = open_need(cast)
    answer = client_of(cast.volunteer).post(f"/kebutuhan/{need.code}/kontak/")
    assert answer.headers["Location"] == f"/kebutuhan/{need.code}/"
    assert Entry.objects.filter(action="contact.seen").count() == 0


def test_htmx_gets_the_fragment_it_targets_and_history_the_page(
    cast: Cast, client_of: ClientOf
) -> None:
    need = open_need(cast)
    client = client_of(cast.volunteer)
    path = f"/kebutuhan/{need.code}/"
    fragment = client.get(path, headers={"HX-Request": "true", "HX-Target": "need"})
    restored = client.get(
        path,
        headers={
            "HX-Request": "true",
            "HX-Target": "need",
            "HX-History-Restore-Request": "true",
        },
    )
    assert (b"<html" in fragment.content, b"<html" in restored.content) == (False, True)
    assert {"HX-Request", "HX-Target"} <= set(fragment.headers["Vary"].split(", "))


def test_expired_sign_in_moves_the_whole_page(cast: Cast, client: Client) -> None:
    need = open_need(cast)
    answer = client.post(
        f"/kebutuhan/{need.code}/bantu/", headers={"HX-Request": "true", "HX-Target": "need"}
    )
    assert answer.headers["HX-Redirect"] == "/masuk/?next=/"


def many(cast: Cast, count: int) -> None:
    for number in range(count):
        helped_need(cast, title=f"Titip belanja {number:03}")
        pending_need(cast)


PAGES = ["/", "/papan/", "/saya/", "/pemberitahuan/", "/pengurus/"]


def test_pages_cost_as_many_queries_for_1_need_as_for_50(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.rt_head)
    many(cast, 1)
    with_one = {path: count_queries(client, path) for path in PAGES}
    many(cast, 49)
    assert {path: count_queries(client, path) for path in PAGES} == with_one
    # Of these one asks who lives in the house of the newcomer whom the desk shows.
    assert max(with_one.values()) <= 17


def test_need_page_costs_as_many_queries_for_1_as_for_20_helpers(
    cast: Cast, client_of: ClientOf
) -> None:
    need = helped_need(cast, helpers=30)
    client = client_of(cast.requester)
    client.get(f"/kebutuhan/{need.code}/")
    one = count_queries(client, f"/kebutuhan/{need.code}/")
    for volunteer in crowd_of(cast, 20):
        offer_help(need, volunteer=volunteer)
    assert count_queries(client, f"/kebutuhan/{need.code}/") == one


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_board_pages_follow_on_without_gap_or_repeat(cast: Cast) -> None:
    now = timezone.now()
    for number in range(PAGE + 5):
        category = "medicine" if number % 3 == 0 else "errand"
        open_need(cast, category=category, starts_at=now + timedelta(days=1 + number % 4))
    viewer = standing_of(cast.volunteer)
    first = board_page(viewer)
    assert first.next_key is not None
    second = board_page(viewer, after=Key.parse(str(first.next_key)))
    codes = [card.code for card in first.cards + second.cards]
    wanted = AidRequest.objects.order_by("urgency_rank", "needed_at", "id")
    assert codes == list(wanted.values_list("code", flat=True))
    assert (len(first.cards), second.next_key) == (PAGE, None)


@pytest.mark.parametrize(
    "key", ["", "x", "1-2", "9-0-1", "0-1e9-1", "0-" + "9" * 40 + "-1", "1-1-" + "9" * 30, "--"]
)
def test_bad_page_key_gives_the_first_page(cast: Cast, client_of: ClientOf, key: str) -> None:
    open_need(cast)
    page = client_of(cast.volunteer).get("/papan/", {"setelah": key})
    assert len(page.context["page"].cards) == 1


def test_board_walks_its_index(cast: Cast) -> None:
    """Page 500 must cost what page 1 costs: no sort, no scan of what lies before."""
    open_need(cast)
    viewer = standing_of(cast.volunteer)
    key = Key(1, timezone.now(), 5)
    needs = AidRequest.objects.on_board_of(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = behind(needs, key).in_board_order()[:21].explain()
    assert "need_board" in plan
    assert "Sort" not in plan


def test_empty_board_invites(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.volunteer).get("/")
    assert page.context["page"].cards == []
    assert b'href="/minta/"' in page.content


def test_edit_form_returns_what_was_written(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    client = client_of(cast.requester)
    bad = client.post(f"/kebutuhan/{need.code}/ubah/", FORM | {"title": "x" * 200})
    assert bad.status_code == 422
    assert b"x" * 200 in bad.content
    good = client.post(f"/kebutuhan/{need.code}/ubah/", FORM | {"title": "Titip beras"})
    assert good.status_code == 302
    need.refresh_from_db()
    assert need.title == "Titip beras"


def test_draft_is_the_one_of_the_form(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    form = FORM | {"step": "send", "draft": "5f0a3f8e-6f0e-4f29-9b64-0e3b6d6b1a11"}
    for _ in range(2):
        client.post("/minta/errand/", form)
    assert AidRequest.objects.count() == 1


def test_withdrawing_from_what_one_no_longer_sees_leads_home(
    cast: Cast, client_of: ClientOf
) -> None:
    need = helped_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    path = f"/kebutuhan/{need.code}/batal-membantu/"
    client = client_of(cast.volunteer)
    assert client.post(path).headers["Location"] == "/"
    offer_help_unhidden(need, cast)
    in_fragment = client.post(path, headers={"HX-Request": "true", "HX-Target": "need"})
    assert in_fragment.headers["HX-Redirect"] == "/"


def offer_help_unhidden(need: AidRequest, cast: Cast) -> None:
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=None)
    offer_help(need, volunteer=standing_of(cast.volunteer))
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())


def test_emergency_word_in_an_edit_shows_the_numbers_and_leads_back(
    cast: Cast, client_of: ClientOf
) -> None:
    need = pending_need(cast)
    path = f"/kebutuhan/{need.code}/ubah/"
    client = client_of(cast.requester)
    page = client.post(path, FORM | {"details": "Ada kebakaran di dapur"})
    assert (page.context["action"], page.headers["Cache-Control"]) == (path, "no-store")
    client.post(path, FORM | {"details": "Ada kebakaran di dapur", "called": "yes"})
    need.refresh_from_db()
    assert need.details == "Ada kebakaran di dapur"
    assert AidRequest.objects.count() == 1


def test_need_that_has_begun_can_still_be_changed(cast: Cast, client_of: ClientOf) -> None:
    start = timezone.now() - timedelta(hours=1)
    with time_machine.travel(start - timedelta(days=1), tick=False):
        need = open_need(cast, starts_at=start)
    local = start.astimezone(ZoneInfo("Asia/Jakarta"))
    when = {"when": "at", "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}
    client = client_of(cast.requester)
    saved = client.post(f"/kebutuhan/{need.code}/ubah/", FORM | when | {"helpers": "4"})
    assert saved.status_code == 302
    need = AidRequest.objects.get()
    assert (need.people.capacity, need.starts_at, need.version) == (4, start, 0)


def test_need_that_is_over_has_no_form(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(status="expired")
    client = client_of(cast.requester)
    for path in ("ubah", "batalkan"):
        answer = client.get(f"/kebutuhan/{need.code}/{path}/")
        assert answer.headers["Location"] == f"/kebutuhan/{need.code}/"


def test_asking_again_starts_with_the_earlier_words(cast: Cast, client_of: ClientOf) -> None:
    need = open_need(cast)
    own = client_of(cast.requester).get(f"/minta/errand/?lagi={need.code}")
    assert own.context["form"].initial["title"] == need.title
    assert own.context["form"].initial["draft"] != need.draft
    other = client_of(cast.volunteer).get(f"/minta/errand/?lagi={need.code}")
    assert "title" not in other.context["form"].initial
    for odd in ("%00%00%00%00%00%00", "x", "A" * 999):
        assert client_of(cast.requester).get(f"/minta/errand/?lagi={odd}").status_code == 200


def test_personal_pages_are_asked_for_anew(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"
    assert client.post("/keluar/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_reloaded_address_of_a_form_is_a_page_and_not_a_blank(
    cast: Cast, client_of: ClientOf
) -> None:
    need = open_need(cast)
    answer = client_of(cast.volunteer).get(f"/kebutuhan/{need.code}/bantu/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.templates[0].name == "405.html"


def test_opening_a_need_reads_ones_own_notices_about_it(cast: Cast, client_of: ClientOf) -> None:
    need, other = helped_need(cast), helped_need(cast)
    unread = cast.requester.notifications.filter(read_at=None, delivered_at__isnull=False)
    client_of(cast.volunteer).get(f"/kebutuhan/{need.code}/")
    assert set(unread.values_list("object_id", flat=True)) == {need.pk, other.pk}
    client_of(cast.requester).get(f"/kebutuhan/{need.code}/")
    assert set(unread.values_list("object_id", flat=True)) == {other.pk}


def test_form_sent_again_on_purpose_gets_a_key_of_its_own(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    form = FORM | {"step": "send", "draft": "5f0a3f8e-6f0e-4f29-9b64-0e3b6d6b1a11"}
    client.post("/minta/errand/", form)
    refused = client.post("/minta/errand/", form | {"title": "Titip beras"})
    assert refused.status_code == 422
    fresh = refused.context["form"]["draft"].value()
    sent = client.post("/minta/errand/", form | {"title": "Titip beras", "draft": fresh})
    assert sent.status_code == 302
    assert AidRequest.objects.count() == 2


def test_numbers_that_help_stand_first(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    first = {
        details: [
            entry.number
            for entry in client.post(
                "/minta/other/", FORM | {"details": details, "step": "preview"}
            ).context["numbers"][:2]
        ]
        for details in ("Suami saya memukul saya", "Bapak tidak sadar")
    }
    assert first == {"Suami saya memukul saya": ["129", "110"], "Bapak tidak sadar": ["119", "112"]}


def test_session_that_ended_in_a_form_leads_back_to_it(cast: Cast, client: Client) -> None:
    page = "http://testserver/minta/errand/"
    refused = client.post("/minta/errand/", FORM, headers={"Referer": page})
    assert refused.headers["Location"] == "/masuk/?next=/minta/errand/"
    elsewhere = client.post("/minta/errand/", FORM, headers={"Referer": "https://evil.example/x"})
    assert elsewhere.headers["Location"] == "/masuk/?next=/"
    assert len(list(client.get("/masuk/").context["messages"])) == 2
