"""Reports, decisions and edits at the same moment: the thing's row puts them in order."""

from collections.abc import Callable
from threading import Barrier

import pytest

from accounts.models import Resident
from journal.models import Entry
from moderation import actions as moderation_actions
from moderation.actions import report_thing
from moderation.decisions import decide_case
from moderation.errors import AlreadyReported, DecidedAlready
from moderation.models import Case, Report
from moderation.things import Thing
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app import actions
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.moderation.factory import neighbours, report
from tests.requests_app.factory import draft, open_need
from tests.volunteers.crowd import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def reporting(need: AidRequest) -> Callable[[Resident], str]:
    def do(person: Resident) -> str:
        try:
            report_thing(need, reporter=standing_of(person), reason="scam")
        except AlreadyReported:
            return "already"
        return "reported"

    return do


def entries(action: str) -> int:
    return Entry.objects.filter(action=action).count()


@pytest.mark.parametrize("crowd", [3, 12])
def test_reports_at_once_hide_exactly_once(cast: Cast, crowd: int) -> None:
    need = open_need(cast)
    people = neighbours(cast, crowd)
    assert all_at_once(people, reporting(need)) == ["reported"] * crowd
    case = Case.objects.get()
    need.refresh_from_db()
    assert need.hidden_at == case.hidden_by_reports_at is not None
    assert (Report.objects.count(), entries("case.hidden_by_reports")) == (crowd, 1)
    assert Notification.objects.filter(kind="case.hidden_by_reports").count() == 1
    assert Notification.objects.filter(kind="case.opened").count() == 2


def test_without_the_lock_three_at_once_are_missed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: counting unlocked, each sees its own report alone."""
    need = open_need(cast)
    people = neighbours(cast, 3)
    case = Case.objects.create(need=need, rw=need.rw, rt=need.rt)
    meeting = Barrier(3)
    hide_if_enough = moderation_actions.hide_if_enough

    def unlocked(thing: Thing) -> Thing:
        return AidRequest.objects.select_related("rw", "rt").get(pk=thing.pk)

    def count_together(case: Case, thing: Thing) -> None:
        meeting.wait(timeout=30)
        hide_if_enough(case, thing)
        meeting.wait(timeout=30)

    monkeypatch.setattr(moderation_actions, "locked_thing", unlocked)
    monkeypatch.setattr(moderation_actions, "hide_if_enough", count_together)
    assert all_at_once(people, reporting(need)) == ["reported"] * 3
    case.refresh_from_db()
    assert (case.reports.count(), case.hidden_by_reports_at) == (3, None)


def test_one_persons_double_tap_is_one_report(cast: Cast) -> None:
    need = open_need(cast)
    said = all_at_once([cast.volunteer] * 4, reporting(need))
    assert sorted(said) == ["already"] * 3 + ["reported"]
    assert Report.objects.count() == 1


def test_two_coordinators_at_once_decide_once(cast: Cast) -> None:
    need = open_need(cast)
    case = report(cast.volunteer, need)
    choices = {cast.rt_head.pk: "kept", cast.rw_head.pk: "hidden"}

    def decide(person: Resident) -> str:
        try:
            decide_case(
                case,
                coordinator=standing_of(person),
                decision=choices[person.pk],
                reason="Sudah dicek.",
            )
        except DecidedAlready:
            return "late"
        return choices[person.pk]

    said = all_at_once([cast.rt_head, cast.rw_head], decide)
    assert "late" in said
    [decision] = [word for word in said if word != "late"]
    case.refresh_from_db()
    need.refresh_from_db()
    assert (case.decision, need.hidden_at is not None) == (decision, decision == "hidden")
    assert entries("case.kept") + entries("case.hidden") == 1


@pytest.mark.parametrize("attempt", range(3))
def test_a_report_and_an_edit_at_once_both_hold(cast: Cast, attempt: int) -> None:
    """Whatever comes first, the third report hides and the new words stand."""
    need = open_need(cast)
    *first, third = neighbours(cast, 3)
    for person in first:
        report(person, need)

    def do(person: Resident) -> str:
        if person == third:
            return reporting(need)(person)
        actions.change_need(need, draft(title="Titip beras"), requester=standing_of(person))
        return "changed"

    assert all_at_once([third, cast.requester], do) == ["reported", "changed"]
    need.refresh_from_db()
    assert (need.title, need.revision) == ("Titip beras", 1)
    assert need.hidden_at is not None


def test_a_report_and_held_words_at_once_leave_it_hidden_by_moderation(cast: Cast) -> None:
    need = open_need(cast)
    *first, third = neighbours(cast, 3)
    for person in first:
        report(person, need)

    def do(person: Resident) -> str:
        if person == third:
            return reporting(need)(person)
        words = draft(details="BCA 1234567890")
        actions.change_need(need, words, requester=standing_of(person))
        return "changed"

    assert all_at_once([third, cast.requester], do) == ["reported", "changed"]
    need.refresh_from_db()
    assert (need.held_for, need.hidden_at is not None) == ("", True)
