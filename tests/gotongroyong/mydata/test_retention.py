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

from accounts.models import Resident
from gotongroyong.mydata import retention
from gotongroyong.mydata.retention import anonymise_needs
from moderation.models import Case, Report
from neighborhoods.standing import standing_of
from requests_app import actions, decisions, helping
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.moderation.factory import appeal, appoint, decide, report_by
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
        assert anonymise_needs(timezone.now()) == 5


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
