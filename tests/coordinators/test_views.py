import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Office, RukunTetangga
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Notification
from requests_app.actions import change_need, post_need
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, pending_need

ClientOf = Callable[[Resident], Client]
# What a form of the desk says of a need that nobody changed.
READ = {"revision": "0"}
IN_FRAGMENT = {"HX-Request": "true", "HX-Target": "desk"}


def codes(page: Any) -> list[str]:
    """What waits, from the top."""
    return [item.subject.code for item in page.context["items"]]


def test_approval_takes_one_tap(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    answer = client_of(cast.rt_head).post(f"/pengurus/{need.code}/setujui/", READ)
    assert answer.headers["Location"] == "/pengurus/"
    need.refresh_from_db()
    assert need.status == "open"


@pytest.mark.parametrize(
    ("path", "status"), [("minta-perbaikan", "needs_changes"), ("tolak", "declined")]
)
def test_ready_reason_takes_one_tap_too(
    cast: Cast, client_of: ClientOf, path: str, status: str
) -> None:
    need = pending_need(cast)
    client = client_of(cast.rt_head)
    page = client.get(f"/pengurus/{need.code}/")
    reason = str(page.context["changes"][0])
    client.post(f"/pengurus/{need.code}/{path}/", READ | {"reason": reason})
    need.refresh_from_db()
    assert (need.status, need.reason) == (status, reason)


@pytest.mark.parametrize("reason", ["", "  ", "x", "y" * 301])
def test_bad_reason_comes_back_beside_its_field(
    cast: Cast, client_of: ClientOf, reason: str
) -> None:
    need = pending_need(cast)
    answer = client_of(cast.rt_head).post(
        f"/pengurus/{need.code}/tolak/", READ | {"reason": reason}
    )
    assert answer.status_code == 422
    assert (answer.context["refused"], answer.context["decline_form"]["reason"].value()) == (
        "decline",
        reason,
    )
    assert AidRequest.objects.get().status == "pending"


def test_coordinator_decides_on_the_words_they_read(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    client = client_of(cast.rt_head)
    read = revisions(client.get(f"/pengurus/{need.code}/").content)
    # The queue's approval, the detail's, and two forms each for sending it back.
    assert read == ["0"] * 6
    change_need(need, draft(title="Jual pulsa"), requester=standing_of(cast.requester))
    client.post(f"/pengurus/{need.code}/setujui/", {"revision": read[0]})
    need.refresh_from_db()
    assert need.status == "pending"
    [now] = set(revisions(client.get(f"/pengurus/{need.code}/").content))
    client.post(f"/pengurus/{need.code}/setujui/", {"revision": now})
    need.refresh_from_db()
    assert need.status == "open"


def revisions(content: bytes) -> list[str]:
    return re.findall(r'name="revision" value="(\d*)"', content.decode())


def test_form_for_what_went_up_unread_says_its_revision(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast, category="medicine")
    assert revisions(client_of(cast.rt_head).get(f"/pengurus/{need.code}/").content) == ["0"] * 6


@pytest.mark.parametrize("revision", [None, "", "x", "-1", "1", "9" * 40])
def test_form_that_does_not_say_what_was_read_decides_nothing(
    cast: Cast, client_of: ClientOf, revision: str | None
) -> None:
    need = pending_need(cast)
    form = {} if revision is None else {"revision": revision}
    client_of(cast.rt_head).post(f"/pengurus/{need.code}/setujui/", form)
    need.refresh_from_db()
    assert need.status == "pending"


def test_urgent_need_that_went_up_unread_can_be_taken_down(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast, category="medicine")
    client_of(cast.rt_head).post(f"/pengurus/{need.code}/tolak/", READ | {"reason": "Jualan"})
    need.refresh_from_db()
    assert (need.status, need.opened_at, need.people.taken) == ("declined", None, 0)
    send_due(now=timezone.now() + timedelta(minutes=1))
    notice = cast.volunteer.notifications.get(kind="need.taken_down")
    opened = client_of(cast.volunteer).post(f"/pemberitahuan/{notice.pk}/", follow=True)
    assert (opened.status_code, opened.redirect_chain) == (200, [("/", 302)])


def test_own_need_is_not_counted_as_waiting(cast: Cast, client_of: ClientOf) -> None:
    post_need(draft(), requester=standing_of(cast.rt_head))
    assert codes(client_of(cast.rt_head).get("/pengurus/")) == []
    assert len(codes(client_of(cast.rw_head).get("/pengurus/"))) == 1


def test_decision_made_meanwhile_is_told_kindly(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    client_of(cast.rw_head).post(f"/pengurus/{need.code}/setujui/", READ)
    answer = client_of(cast.rt_head).post(f"/pengurus/{need.code}/setujui/", READ, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]


def test_htmx_gets_the_desk_with_the_queue_that_is_left(cast: Cast, client_of: ClientOf) -> None:
    first, second = pending_need(cast), pending_need(cast)
    answer = client_of(cast.rt_head).post(
        f"/pengurus/{first.code}/setujui/", READ, headers=IN_FRAGMENT
    )
    assert codes(answer) == [second.code]
    assert b"<html" not in answer.content


def test_queue_shows_the_oldest_first(cast: Cast, client_of: ClientOf) -> None:
    needs = [pending_need(cast) for _ in range(3)]
    page = client_of(cast.rw_head).get("/pengurus/")
    assert codes(page) == [need.code for need in needs]


def test_desk_of_another_rt_shows_nothing_of_this_one(cast: Cast, client_of: ClientOf) -> None:
    pending_need(cast)
    cast.rt_head.offices.all().delete()
    rt = RukunTetangga.objects.get(memberships__resident=cast.other_rt)
    Office.objects.create(holder=cast.other_rt, rw=rt.rw, rt=rt)
    page = client_of(cast.other_rt).get("/pengurus/")
    assert codes(page) == []


def test_refused_decision_shows_the_need_again(cast: Cast, client_of: ClientOf) -> None:
    need, _other = pending_need(cast), pending_need(cast)
    change_need(need, draft(title="Jual pulsa"), requester=standing_of(cast.requester))
    client = client_of(cast.rt_head)
    path = f"/pengurus/{need.code}/setujui/"
    assert client.post(path, READ).headers["Location"] == f"/pengurus/{need.code}/"
    fragment = client.post(path, READ, headers=IN_FRAGMENT)
    assert (fragment.context["need"], fragment.context["is_chosen"]) == (need, True)


def test_decision_quietens_the_bell_of_all_coordinators(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    waiting = Notification.objects.filter(kind="need.waiting").unread()
    assert waiting.count() == 2
    client_of(cast.rt_head).post(f"/pengurus/{need.code}/setujui/", READ)
    assert waiting.count() == 0
