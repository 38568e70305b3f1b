"""Needs that ended 90 days ago keep what was done and lose what was said."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import DataRequest, Resident
from coordinators.data_requests import answer_request, ask_request
from events.actions import cancel_event
from events.models import Event
from gotongroyong.mydata import retention
from gotongroyong.mydata.retention import anonymise_needs, forget_words, silence_cases
from moderation.decisions import decide_appeal
from moderation.models import Case, Report
from neighborhoods.models import Household, Membership, Office
from neighborhoods.standing import standing_of
from requests_app import actions, decisions, helping
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.moderation.factory import appeal, appoint, decide, neighbours, report_by
from tests.requests_app.factory import done_need, helped_need, open_need, pending_need
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]


def ended_needs(cast: Cast) -> dict[str, AidRequest]:
    expired = helped_need(cast)
    helping.expire(expired, expired.expires_at)
    AidRequest.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    declined = decisions.decline_need(
        pending_need(cast), coordinator=standing_of(cast.rt_head), reason="Sudah ada."
    )
    return {
        "done": done_need(cast),
        "cancelled": actions.cancel_need(open_need(cast), requester=standing_of(cast.requester)),
        "expired": expired,
        "declined": declined,
    }


def test_each_end_counts_ninety_days_and_not_one_less(cast: Cast) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        needs = ended_needs(cast)
        live = open_need(cast)
        # The database's own clock stamped the journal.
        clock.shift(timedelta(days=90, seconds=-1))
        assert anonymise_needs(timezone.now()) == 0
        clock.shift(timedelta(minutes=5))
        assert anonymise_needs(timezone.now()) == len(needs)
        assert anonymise_needs(timezone.now()) == 0
    for need in needs.values():
        need.refresh_from_db()
        assert (need.title, need.details, need.reason) == ("Belanja / titip beli", "", "")
        assert need.anonymised_at
    live.refresh_from_db()
    assert (live.title, live.anonymised_at) == ("Titip belanja ke pasar", None)


def test_hours_and_states_stand_and_reports_lose_their_words(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        need = done_need(cast)
        case = report_by([cast.rt_head], need)
        decide(case, cast.rw_head, "kept")
        before = list(SignUp.objects.values_list("pk", "status", "created_at"))
        clock.shift(timedelta(days=91))
        call_command("tick", stdout=StringIO())
    assert list(SignUp.objects.values_list("pk", "status", "created_at")) == before
    need.refresh_from_db()
    assert (need.status, need.category) == ("done", "errand")
    assert Report.objects.get().details == ""
    case = Case.objects.get()
    assert (case.reason, case.decision) == ("", "kept")


def test_many_go_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            done_need(cast)
        clock.shift(timedelta(days=91))
        assert [anonymise_needs(timezone.now()) for _ in range(4)] == [2, 2, 1, 0]


def old_case(cast: Cast, thing: AidRequest | Event, days: int) -> Case:
    """Reported, kept, appealed and kept again, so many days ago."""
    first, second = neighbours(cast, 2)
    for each in (first, second):
        appoint(each, rt_of(cast.requester), whole_rw=True)
    kept = decide(report_by([cast.volunteer], thing), first, "kept")
    judge = standing_of(second)
    case = decide_appeal(
        appeal(kept, cast.volunteer), coordinator=judge, decision="kept", reason="Tetap."
    )
    ended = timezone.now() - timedelta(days=days)
    Case.objects.update(decided_at=ended, appealed_at=ended, appeal_decided_at=ended)
    return case


def words_about(case: Case) -> tuple[str, ...]:
    case.refresh_from_db()
    return (case.reason, case.appeal, case.appeal_reason, case.reports.get().details)


def test_a_case_about_an_event_loses_its_words_ninety_days_after_it(cast: Cast) -> None:
    event = published_event(cast)
    case = old_case(cast, event, 90)
    move_end(event, timedelta(days=90))
    silence_cases(timezone.now() - timedelta(minutes=1))
    assert "" not in words_about(case)
    assert silence_cases(timezone.now()) == 1
    assert words_about(case) == ("", "", "", "")
    assert (case.decision, case.appeal_decision) == ("kept", "kept")
    assert silence_cases(timezone.now()) == 0
    event.refresh_from_db()
    assert event.title == "Bersih selokan sebelum hujan"


def test_its_page_says_that_the_words_are_gone(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    case = old_case(cast, event, 90)
    move_end(event, timedelta(days=90))
    silence_cases(timezone.now())
    page = client_of(cast.volunteer).get(reverse("case", args=[case.pk])).content.decode()
    assert (
        page.count(
            "Alasannya sudah dihapus, karena tulisan hanya disimpan sampai 90 hari setelah selesai."
        )
        == 2
    )
    assert "Yang Anda tulis" not in page


def test_a_case_about_a_need_is_silent_by_the_same_rule(cast: Cast) -> None:
    need = open_need(cast)
    case = old_case(cast, need, 90)
    ended = timezone.now() - timedelta(days=89)
    AidRequest.objects.filter(pk=need.pk).update(status="expired", expires_at=ended)
    assert silence_cases(timezone.now()) == 0
    assert silence_cases(timezone.now() + timedelta(days=1)) == 1
    assert words_about(case) == ("", "", "", "")


def test_who_was_decided_about_late_has_a_month_to_read_why(cast: Cast) -> None:
    event = published_event(cast)
    case = old_case(cast, event, 29)
    move_end(event, timedelta(days=200))
    assert silence_cases(timezone.now()) == 0
    assert silence_cases(timezone.now() + timedelta(days=1)) == 1
    assert words_about(case) == ("", "", "", "")


def test_what_is_to_be_judged_again_keeps_its_words(cast: Cast) -> None:
    event = published_event(cast)
    case = old_case(cast, event, 200)
    move_end(event, timedelta(days=200))
    Case.objects.update(appeal_decision="", appeal_decided_by=None, appeal_decided_at=None)
    assert silence_cases(timezone.now()) == 0
    assert case.reports.get().details == "Minta uang."


def test_why_an_event_was_cancelled_is_forgotten_and_the_event_is_not(cast: Cast) -> None:
    events = [published_event(cast), published_event(cast)]
    for event, ago in zip(events, (90, 89), strict=True):
        cancel_event(event, coordinator=standing_of(cast.rw_head), reason="Pak Budi sakit.")
        move_end(event, timedelta(days=ago))
    forget_words(timezone.now())
    told = Event.objects.order_by("pk").values_list("title", "reason")
    assert list(told) == [
        ("Bersih selokan sebelum hujan", ""),
        ("Bersih selokan sebelum hujan", "Pak Budi sakit."),
    ]


def test_whom_nobody_recognised_leaves_no_address(cast: Cast) -> None:
    rt = rt_of(cast.requester)
    house = Household.objects.create(rt=rt, address="Gang Mawar 9", address_key="mawar 9")
    shared = Household.objects.create(rt=rt, address="Gang Mawar 10", address_key="mawar 10")
    Membership.objects.filter(resident=cast.requester).update(household=shared)
    Membership.objects.filter(resident=cast.waiting).delete()
    long_ago = timezone.now() - timedelta(days=90)
    for each in (house, shared):
        Membership.objects.create(
            resident=cast.waiting, rt=rt, household=each, kind="kos", status="declined",
            decided_at=long_ago, decline_reason="Belum kenal.", ended_at=long_ago,
        )  # fmt: skip
    forget_words(timezone.now() - timedelta(minutes=1))
    assert set(declined_of(cast)) == {(house.pk, "Belum kenal."), (shared.pk, "Belum kenal.")}
    forget_words(timezone.now())
    assert set(declined_of(cast)) == {(None, "")}
    house.refresh_from_db()
    shared.refresh_from_db()
    assert (house.address, house.address_key, shared.address) == ("", "", "Gang Mawar 10")


def declined_of(cast: Cast) -> list[tuple[int | None, str]]:
    declined = Membership.objects.filter(resident=cast.waiting, status="declined")
    return list(declined.values_list("household", "decline_reason"))


def test_why_an_office_ended_and_what_was_asked_about_data_go_too(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    Office.objects.filter(holder=cast.rt_head).update(ended_at=long_ago, end_reason="Pindah.")
    asked = ask_request(standing_of(cast.requester), kind="correct", words="Nama saya salah.")
    answer_request(asked, coordinator=standing_of(cast.rw_head), answer="Sudah.")
    waiting = ask_request(standing_of(cast.requester), kind="stop", words="Jangan telepon.")
    DataRequest.objects.filter(pk=asked.pk).update(handled_at=long_ago)
    forget_words(timezone.now())
    assert Office.objects.get(holder=cast.rt_head).end_reason == ""
    words = dict(DataRequest.objects.values_list("pk", "words"))
    assert words == {asked.pk: "", waiting.pk: "Jangan telepon."}


def move_end(event: Event, ago: timedelta) -> None:
    ended = timezone.now() - ago
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=2), ends_at=ended)


def test_its_page_still_opens_and_says_so_without_names(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        need = done_need(cast)
        clock.shift(timedelta(days=91))
        anonymise_needs(timezone.now())
    for person in (cast.requester, cast.volunteer, cast.rt_head):
        page = client_of(person).get(reverse("need", args=[need.code])).content.decode()
        assert "tulisan dan namanya sudah dihapus" in page
        assert "Sayur dan telur" not in page
    at_desk = client_of(cast.rt_head)
    page = at_desk.get(reverse("need", args=[need.code])).content.decode()
    for person in (cast.requester, cast.volunteer):
        assert person.name not in page
    contact = at_desk.post(reverse("need_contact", args=[need.code])).content.decode()
    assert "Gang Melati No. 22" not in contact
    outside = client_of(cast.outsider).get(reverse("need", args=[need.code]))
    assert "dihapus" not in outside.content.decode()


def test_words_that_wait_for_a_judge_are_kept_until_then(cast: Cast) -> None:
    appoint(cast.other_rt, rt_of(cast.requester), whole_rw=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        reported, appealed = done_need(cast), done_need(cast)
        case = report_by([cast.rt_head], reported)
        second = appeal(
            decide(report_by([cast.rt_head], appealed), cast.rw_head, "kept"), cast.rt_head
        )
        clock.shift(timedelta(days=91))
        assert anonymise_needs(timezone.now()) == 0
        decide(case, cast.rw_head, "kept")
        Case.objects.filter(pk=second.pk).update(
            appeal_decision="kept",
            appeal_decided_by=cast.other_rt,
            appeal_decided_at=timezone.now(),
        )
        assert anonymise_needs(timezone.now()) == 2
