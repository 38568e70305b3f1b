from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Notification
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.access.trial import footprint
from tests.cast import Cast
from tests.coordinators import waiting
from tests.requests_app.factory import pending_need

ClientOf = Callable[[Resident], Client]
UNDO = "/pengurus/urungkan/"
REASON = {"reason": "Sudah ada di papan.", "revision": "0"}


def reference(answer: Any) -> str:
    """What the thanks on the page carry."""
    [message] = answer.context["messages"]
    assert message.extra_tags.startswith("undo:")
    return str(message.extra_tags.removeprefix("undo:"))


def approve(client: Client, need: AidRequest) -> Any:
    return client.post(f"/pengurus/{need.code}/setujui/", {"revision": "0"}, follow=True)


def test_approval_is_taken_back_from_its_thanks(cast: Cast, client_of: ClientOf) -> None:
    need, client = pending_need(cast), client_of(cast.rt_head)
    page = approve(client, need)
    assert f'value="{reference(page)}"' in page.content.decode()
    answer = client.post(UNDO, {"reference": reference(page)}, follow=True)
    assert answer.redirect_chain == [(f"/pengurus/{need.code}/", 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    need.refresh_from_db()
    assert need.status == "pending"


DECISIONS = [
    (pending_need, lambda need: (f"/pengurus/{need.code}/setujui/", REASON)),
    (pending_need, lambda need: (f"/pengurus/{need.code}/minta-perbaikan/", REASON)),
    (pending_need, lambda need: (f"/pengurus/{need.code}/tolak/", REASON)),
    (waiting.an_unread_need, lambda need: (f"/pengurus/{need.code}/dilihat/", REASON)),
    (waiting.an_unread_need, lambda need: (f"/pengurus/{need.code}/tolak/", REASON)),
    (waiting.an_unfilled_need, lambda need: (f"/pengurus/{need.code}/ajak/", REASON)),
    (
        waiting.a_report,
        lambda case: (f"/pengurus/laporan/{case.pk}/", REASON | {"decision": "kept"}),
    ),
    (
        waiting.a_report,
        lambda case: (f"/pengurus/laporan/{case.pk}/", REASON | {"decision": "hidden"}),
    ),
    (
        waiting.an_appeal,
        lambda case: (f"/pengurus/banding/{case.pk}/", REASON | {"decision": "kept"}),
    ),
    (
        waiting.an_appeal,
        lambda case: (f"/pengurus/banding/{case.pk}/", REASON | {"decision": "hidden"}),
    ),
    (
        waiting.a_held_event,
        lambda event: (f"/pengurus/kegiatan/{event.code}/loloskan/", REASON),
    ),
]
NAMES = ["approve", "send back", "decline", "look", "take down", "call"]
NAMES += ["keep", "hide", "appeal kept", "appeal hidden", "release"]


@pytest.mark.parametrize(("make", "tap"), DECISIONS, ids=NAMES)
def test_each_decision_of_the_desk_is_undone_before_anybody_is_told(
    cast: Cast, client_of: ClientOf, make: Callable, tap: Callable
) -> None:
    thing = make(cast)
    client = client_of(cast.rw_head if make is waiting.an_appeal else cast.rt_head)
    told = delivered()
    queue = refs(client.get("/pengurus/"))
    path, form = tap(thing)
    page = client.post(path, form, follow=True)
    assert refs(page) == []
    send_due()
    assert delivered() == told
    client.post(UNDO, {"reference": reference(page)})
    assert refs(client.get("/pengurus/")) == queue
    send_due(now=timezone.now() + timedelta(minutes=1))
    assert delivered() == told


@pytest.mark.parametrize(("make", "tap"), DECISIONS, ids=NAMES)
def test_each_decision_stands_after_the_window_and_is_told(
    cast: Cast, client_of: ClientOf, make: Callable, tap: Callable
) -> None:
    thing = make(cast)
    client = client_of(cast.rw_head if make is waiting.an_appeal else cast.rt_head)
    told = delivered()
    path, form = tap(thing)
    page = client.post(path, form, follow=True)
    with travel(timezone.now() + timedelta(seconds=16)):
        before = footprint()
        answer = client.post(UNDO, {"reference": reference(page)}, follow=True)
        [message] = answer.context["messages"]
        assert (message.level_tag, bool(str(message))) == ("info", True)
        after = {name: rows for name, *rows in footprint()}
        for name, *rows in before:
            # A page that was opened may clean up, but nothing of ours is another.
            assert after[name] == rows, name
        send_due()
    looked_at = {"need.reviewed"} & set(Entry.objects.values_list("action", flat=True))
    assert looked_at or delivered() != told


def refs(page: Any) -> list[str]:
    return [item.ref for item in page.context["items"]]


def delivered() -> set[int]:
    notices = Notification.objects.exclude(delivered_at=None)
    return set(notices.values_list("pk", flat=True))


def test_nothing_is_undone_once_somebody_signed_up(cast: Cast, client_of: ClientOf) -> None:
    need, client = pending_need(cast), client_of(cast.rt_head)
    page = approve(client, need)
    offer_help(need, volunteer=standing_of(cast.volunteer))
    answer = client.post(UNDO, {"reference": reference(page)}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    need.refresh_from_db()
    assert (need.status, need.people.taken) == ("in_progress", 1)


def test_colleague_does_not_undo_what_another_decided(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    page = approve(client_of(cast.rt_head), need)
    answer = client_of(cast.rw_head).post(UNDO, {"reference": reference(page)}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    need.refresh_from_db()
    assert need.status == "open"


@pytest.mark.parametrize("who", ["other_rt", "outsider", "volunteer", "requester"])
@pytest.mark.parametrize("kind", ["need", "case", "event"])
def test_undo_of_what_one_does_not_answer_for_does_not_exist(
    cast: Cast, client_of: ClientOf, who: str, kind: str
) -> None:
    """404, also where the id is right."""
    things = {
        "need": lambda: approve(client_of(cast.rt_head), pending_need(cast)),
        "case": lambda: client_of(cast.rt_head).post(
            f"/pengurus/laporan/{waiting.a_report(cast).pk}/",
            REASON | {"decision": "kept"},
            follow=True,
        ),
        "event": lambda: client_of(cast.rt_head).post(
            f"/pengurus/kegiatan/{waiting.a_held_event(cast).code}/loloskan/", REASON, follow=True
        ),
    }
    told = reference(things[kind]())
    answer = client_of(getattr(cast, who)).post(UNDO, {"reference": told})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "need",
        "need-1",
        "need-1-x",
        "need--1-1",
        "nothing-1-1",
        "need-1-1-1",
        "9" * 60,
        f"need-{'9' * 40}-1",
        "need-99999999-1",
        "case-99999999-1",
        "event-99999999-1",
    ],
)
def test_reference_to_nothing_is_not_found(cast: Cast, client_of: ClientOf, text: str) -> None:
    answer = client_of(cast.rt_head).post(UNDO, {"reference": text})
    assert answer.status_code == 404


def test_undo_in_a_fragment_comes_with_the_thanks(cast: Cast, client_of: ClientOf) -> None:
    need, client = pending_need(cast), client_of(cast.rt_head)
    answer = client.post(
        f"/pengurus/{need.code}/setujui/",
        {"revision": "0"},
        headers={"HX-Request": "true", "HX-Target": "desk"},
    )
    assert UNDO.encode() in answer.content
    assert b"csrfmiddlewaretoken" in answer.content


def test_refused_decision_offers_no_undo(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    approve(client_of(cast.rw_head), need)
    page = approve(client_of(cast.rt_head), need)
    assert UNDO.encode() not in page.content
