from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from moderation.models import Case
from neighborhoods.standing import standing_of
from requests_app.actions import change_need
from tests.cast import Cast
from tests.coordinators import waiting
from tests.moderation.factory import decide
from tests.requests_app.factory import draft

ClientOf = Callable[[Resident], Client]
GOOD = {"decision": "kept", "reason": "Sudah kami cek.", "revision": "0"}


def path_of(case: Case) -> str:
    return f"/pengurus/{'banding' if case.appealed_at else 'laporan'}/{case.pk}/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "  "},
        {"reason": "x"},
        {"reason": "y" * 301},
        {"reason": "a\x00b"},
        {"decision": ""},
        {"decision": "deleted"},
        {"revision": ""},
        {"revision": "x"},
        {"revision": "9" * 40},
    ],
)
@pytest.mark.parametrize("make", [waiting.a_report, waiting.an_appeal])
def test_bad_decision_is_said_and_decides_nothing(
    cast: Cast, client_of: ClientOf, make: Callable[[Cast], Case], wrong: dict[str, str]
) -> None:
    case = make(cast)
    answer = client_of(cast.rw_head).post(path_of(case), GOOD | wrong)
    assert answer.status_code == 422
    before = case.decision, case.appeal_decision
    case.refresh_from_db()
    assert (case.decision, case.appeal_decision) == before


def test_words_that_changed_meanwhile_are_read_again(cast: Cast, client_of: ClientOf) -> None:
    case = waiting.a_report(cast)
    assert case.need
    change_need(case.need, draft(title="Titip beras"), requester=standing_of(cast.requester))
    answer = client_of(cast.rt_head).post(path_of(case), GOOD, follow=True)
    assert answer.redirect_chain == [(path_of(case), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    case.refresh_from_db()
    assert case.decision == ""


def test_decision_of_a_quicker_colleague_is_told_kindly(cast: Cast, client_of: ClientOf) -> None:
    case = waiting.a_report(cast)
    decide(case, cast.rw_head, "hidden")
    answer = client_of(cast.rt_head).post(path_of(case), GOOD, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    assert answer.context["is_waiting"] is False
    case.refresh_from_db()
    assert case.decision == "hidden"


def test_desk_does_not_say_who_reported(cast: Cast, client_of: ClientOf) -> None:
    case = waiting.a_report(cast)
    page = client_of(cast.rt_head).get(path_of(case)).content.decode()
    assert cast.volunteer.name not in page
    assert "Minta uang." in page


def test_next_one_comes_up_by_itself(cast: Cast, client_of: ClientOf) -> None:
    first, second = waiting.a_report(cast), waiting.a_report(cast)
    answer = client_of(cast.rt_head).post(
        path_of(first), GOOD, headers={"HX-Request": "true", "HX-Target": "desk"}
    )
    assert answer.context["shown"].ref == f"case-{second.pk}"
    assert b"<html" not in answer.content
