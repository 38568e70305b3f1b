"""With one coordinator in office some cases have no judge: the operator has the last word."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from journal.models import Entry
from moderation import errors
from moderation.last_word import REASON, settle_case
from moderation.models import Case
from neighborhoods.models import Office
from tests.cast import Cast
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, neighbours, report, report_by
from tests.requests_app.factory import open_need

ClientOf = Callable[[Resident], Client]
LACKING = "belum ada pengurus lain yang bisa memutuskan"


@pytest.fixture
def alone(cast: Cast) -> None:
    """The RW's head is the only one in office."""
    Office.objects.exclude(holder=cast.rw_head).delete()


def settle(client: Client, case: Case, action: str) -> None:
    client.post("/admin/moderation/case/", {"action": action, "_selected_action": [case.pk]})
    case.refresh_from_db()


@pytest.mark.usefixtures("alone")
def test_the_only_coordinators_own_event_is_decided_by_the_operator(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    case = report_by(neighbours(cast, 3), event)
    client = client_of(cast.operator)
    assert client.get("/admin/moderation/case/").status_code == 200
    settle(client, case, "keep")
    event.refresh_from_db()
    assert (case.decision, case.reason, case.decided_by) == ("kept", REASON, cast.operator)
    assert event.hidden_at is None
    entry = Entry.objects.filter(object_kind="case", object_id=case.pk).latest("id")
    assert (entry.action, entry.actor_id) == ("case.kept", cast.operator.pk)
    settle(client, case, "hide")
    assert case.outcome == "kept"


def test_what_a_coordinator_can_decide_is_left_to_them(cast: Cast, client_of: ClientOf) -> None:
    case = report(cast.volunteer, open_need(cast))
    settle(client_of(cast.operator), case, "hide")
    assert case.decision == ""
    with pytest.raises(errors.NotYours):
        settle_case(case, operator=cast.operator, decision="hidden")


def test_an_appeal_that_lost_its_judges_is_decided_by_the_operator(
    cast: Cast, client_of: ClientOf
) -> None:
    case = decide(report(cast.volunteer, open_need(cast)), cast.rw_head, "hidden")
    appeal(case, cast.requester)
    Office.objects.exclude(holder=cast.rw_head).delete()
    settle(client_of(cast.operator), case, "keep")
    assert (case.outcome, case.appeal_reason) == ("kept", REASON)


@pytest.mark.usefixtures("alone")
def test_no_appeal_is_offered_that_nobody_can_decide(cast: Cast, client_of: ClientOf) -> None:
    case = decide(report(cast.volunteer, open_need(cast)), cast.rw_head, "hidden")
    page = client_of(cast.requester).get(f"/kasus/{case.pk}/").content.decode()
    assert (LACKING in page, "Ajukan banding" in page) == (True, False)
    with pytest.raises(errors.NoAppeal):
        appeal(case, cast.requester)


def test_a_case_is_read_only_to_the_operator(cast: Cast, client_of: ClientOf) -> None:
    case = report(cast.volunteer, open_need(cast))
    client = client_of(cast.operator)
    path = f"/admin/moderation/case/{case.pk}/"
    assert client.get(f"{path}change/").status_code == 200
    paths = [f"{path}change/", f"{path}delete/", "/admin/moderation/case/add/"]
    assert [client.post(each).status_code for each in paths] == [403, 403, 403]
