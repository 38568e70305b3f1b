"""What neighbours of the demo reported, and how far each case has come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Resident
from gotongroyong.demo.seed import seed_neighbourhood
from journal.models import Entry
from moderation.actions import appeal_case
from moderation.decisions import decide_appeal, decide_case
from moderation.models import Case, CaseQuerySet
from moderation.rules import appeal_deciders_of, deciders_of, may_appeal, thing_of
from neighborhoods.standing import standing_of
from notifications.inbox import inbox_page
from notifications.models import Notification
from tests.cast import Cast
from tests.gotongroyong.test_demo_seed import everything, person
from tests.moderation.factory import neighbours, report_by
from tests.requests_app.factory import open_need

pytestmark = pytest.mark.django_db


def cases() -> CaseQuerySet:
    return Case.objects.select_related("need", "event", "rw", "rt")


def test_what_waits_for_the_head_of_the_rt() -> None:
    seed_neighbourhood()
    waiting = Case.objects.waiting_for(standing_of(person("0002")))
    reports = [(case.reports.count(), bool(case.hidden_by_reports_at)) for case in waiting]
    assert sorted(reports) == [(1, False), (3, True)]
    hidden = waiting.get(hidden_by_reports_at__isnull=False)
    assert thing_of(hidden).hidden_at == hidden.hidden_by_reports_at


def test_an_appeal_waits_for_the_head_of_the_rw_and_not_for_who_decided() -> None:
    seed_neighbourhood()
    appeals = {key: Case.objects.appeals_for(standing_of(person(key))) for key in ("0001", "0002")}
    assert [(case.decision, case.decided_by) for case in appeals["0001"]] == [
        ("kept", person("0002"))
    ]
    assert [case.appellant for case in appeals["0001"]] == [person("0004")]
    assert list(appeals["0002"]) == []


def test_what_was_decided_stands_with_its_reason() -> None:
    seed_neighbourhood()
    decided = Case.objects.exclude(decision="")
    assert sorted(decided.values_list("decision", "appeal_decision")) == [
        ("hidden", ""),
        ("hidden", "kept"),
        ("kept", ""),
        ("kept", ""),
        ("kept", ""),
    ]
    assert decided.filter(reason="").count() == 0
    for case in cases():
        is_hidden = case.outcome == "hidden" or bool(
            case.hidden_by_reports_at and not case.decision
        )
        assert bool(thing_of(case).hidden_at) == is_hidden, case


def test_nobody_decides_what_concerns_them() -> None:
    seed_neighbourhood()
    for case in cases():
        reporters = {report.reporter for report in case.reports.all()}
        assert not reporters & {case.decided_by, case.appeal_decided_by}
        assert set(deciders_of(case)), case


def test_each_case_is_told_as_the_actions_tell_it(cast: Cast) -> None:
    """The same reports, decision and appeal, made now by the product's own actions."""
    seed_neighbourhood()
    for told in list(cases().filter(need__isnull=False)):
        made = case_like(told, cast)
        assert steps_of(told) == steps_of(made)
        assert told_about(told) == told_about(made)


def case_like(told: Case, cast: Cast) -> Case:
    need = open_need(cast)
    made = report_by(neighbours(cast, told.reports.count()), need)
    if told.decision:
        decider = standing_of(deciders_of(made)[0])
        made = decide_case(made, coordinator=decider, decision=told.decision, reason=told.reason)
    if told.appealed_at:
        sides = [need.requester, made.reports.earliest("id").reporter]
        appellant = next(one for one in map(standing_of, sides) if may_appeal(one, made))
        made = appeal_case(made, appellant=appellant, words=told.appeal)
    if told.appeal_decision:
        judge = standing_of(appeal_deciders_of(made)[0])
        made = decide_appeal(
            made, coordinator=judge, decision=told.appeal_decision, reason=told.appeal_reason
        )
    return made


def steps_of(case: Case) -> list[tuple[str, bool]]:
    entries = Entry.objects.filter(object_kind="case", object_id=case.pk).order_by("id")
    return [(entry.action, entry.actor_id is not None) for entry in entries]


def told_about(case: Case) -> list[tuple[str, str]]:
    """Kinds of notices by what their recipient is in the case, helpers left out."""
    found = set()
    for notice in Notification.objects.filter(object_id=case.pk, kind__startswith="case."):
        found.add((notice.kind, role(notice.recipient, case)))
    return sorted(one for one in found if one[1] != "helper")


def role(person: Resident, case: Case) -> str:
    thing = thing_of(case)
    if person.pk == thing.requester_id:  # type: ignore[union-attr]  # needs only, here
        return "owner"
    if case.reports.filter(reporter=person).exists():
        return "reporter"
    return "coordinator" if standing_of(person).is_coordinator else "helper"


def test_their_bells_can_be_read() -> None:
    seed_neighbourhood()
    for key in ("0001", "0002", "0004", "0005"):
        titles = {item.title for item in inbox_page(person(key)).items}
        assert titles


def test_later_nothing_is_added_while_something_waits() -> None:
    seed_neighbourhood()
    before = everything()
    Case.objects.filter(decision="").update(
        decision="kept", reason="Boleh.", decided_by=person("0002"), decided_at=timezone.now()
    )
    seed_neighbourhood()
    assert everything() == before


def test_what_waits_comes_anew_once_all_is_decided() -> None:
    seed_neighbourhood()
    cases = Case.objects.count()
    now = timezone.now()
    Case.objects.filter(decision="").update(
        decision="kept", reason="Boleh.", decided_by=person("0002"), decided_at=now
    )
    Case.objects.filter(appealed_at__isnull=False, appeal_decision="").update(
        appeal_decision="kept",
        appeal_decided_by=person("0001"),
        appeal_decided_at=now + timedelta(minutes=1),
    )
    seed_neighbourhood()
    assert Case.objects.count() == cases + 3
