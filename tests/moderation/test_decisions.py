from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from journal.models import Entry
from moderation import errors
from moderation.decisions import decide_appeal, undo_decision
from moderation.models import Case
from moderation.things import Thing
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Notification
from requests_app import actions
from tests.cast import Cast
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, neighbours, report, report_by
from tests.requests_app.factory import draft, helped_need, open_need
from web.undo import GRACE, UNDO_WINDOW


def told(kind: str) -> set[int]:
    seen = Notification.objects.filter(kind=kind, delivered_at__isnull=False)
    return set(seen.values_list("recipient_id", flat=True))


def decide_again(case: Case, cast: Cast, decision: str, **how: object) -> Case:
    return decide_appeal(
        case,
        coordinator=standing_of(cast.rw_head),
        decision=decision,
        reason="RW sudah bertanya.",
        **how,  # type: ignore[arg-type]
    )


def hidden_by_three(cast: Cast, thing: Thing) -> Case:
    return report_by(neighbours(cast, 3), thing)


def is_hidden(thing: Thing) -> bool:
    thing.refresh_from_db()
    return thing.hidden_at is not None


def test_kept_shows_again_what_reports_had_hidden(cast: Cast) -> None:
    need = helped_need(cast)
    case = decide(hidden_by_three(cast, need), cast.rt_head, "kept")
    assert not is_hidden(need)
    assert (case.reason, case.decided_by, case.outcome) == ("Sudah dicek.", cast.rt_head, "kept")
    reporters = {entry.reporter_id for entry in case.reports.all()}
    assert told("case.kept") == {cast.requester.pk, cast.volunteer.pk, *reporters}


def test_kept_tells_no_helper_of_what_was_never_hidden(cast: Cast) -> None:
    need = helped_need(cast)
    decide(report(cast.other_rt, need), cast.rt_head, "kept")
    assert told("case.kept") == {cast.requester.pk, cast.other_rt.pk}


def test_hidden_hides_after_a_single_report(cast: Cast) -> None:
    event = published_event(cast)
    case = report(cast.volunteer, event)
    cast.rw_head.offices.all().delete()
    decide(case, cast.rt_head, "hidden")
    assert is_hidden(event)


def test_a_decision_quietens_the_bells_of_the_others(cast: Cast) -> None:
    case = hidden_by_three(cast, open_need(cast))
    decide(case, cast.rt_head, "kept")
    kinds = ("case.opened", "case.hidden_waits")
    assert not Notification.objects.filter(kind__in=kinds).unread().exists()


def test_the_second_decision_comes_too_late(cast: Cast) -> None:
    case = report(cast.volunteer, open_need(cast))
    decide(case, cast.rt_head, "kept")
    with pytest.raises(errors.DecidedAlready):
        decide(case, cast.rw_head, "hidden")


@pytest.mark.parametrize("role", ["volunteer", "outsider", "other_rt", "requester"])
def test_nobody_else_decides(cast: Cast, role: str) -> None:
    case = hidden_by_three(cast, open_need(cast))
    with pytest.raises(errors.NotYours):
        decide(case, getattr(cast, role), "kept")


def test_it_is_decided_on_the_words_that_were_read(cast: Cast) -> None:
    need = open_need(cast)
    case = report(cast.volunteer, need)
    actions.change_need(need, draft(title="Titip uang"), requester=standing_of(cast.requester))
    with pytest.raises(errors.ChangedMeanwhile):
        decide(case, cast.rt_head, "kept", revision=0)
    assert decide(case, cast.rt_head, "kept", revision=1).revision == 1


def test_no_look_at_the_words_lifts_a_decision(cast: Cast) -> None:
    need = open_need(cast)
    actions.change_need(need, draft(details="QRIS"), requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert need.held_for == "qris"
    case = Case.objects.create(need=need, rw=need.rw, rt=need.rt)
    decide(case, cast.rt_head, "hidden")
    need.refresh_from_db()
    assert (need.held_for, need.hidden_at is not None) == ("", True)


class TestAppeal:
    def test_the_rw_shows_again_what_was_hidden(self, cast: Cast) -> None:
        need = helped_need(cast)
        case = decide(hidden_by_three(cast, need), cast.rt_head, "hidden")
        appeal(case, cast.requester)
        case = decide_again(case, cast, "kept")
        assert not is_hidden(need)
        assert (case.outcome, case.decision, case.appeal_reason) == (
            "kept",
            "hidden",
            "RW sudah bertanya.",
        )
        reporters = {entry.reporter_id for entry in case.reports.all()}
        assert told("case.appeal_kept") == {cast.requester.pk, cast.volunteer.pk, *reporters}

    def test_the_rw_hides_what_was_kept(self, cast: Cast) -> None:
        need, people = open_need(cast), neighbours(cast, 3)
        case = decide(report_by(people, need), cast.rt_head, "kept")
        decide_again(appeal(case, people[0]), cast, "hidden")
        assert is_hidden(need)

    def test_a_confirmed_decision_changes_nothing_and_tells_both_sides(self, cast: Cast) -> None:
        need = helped_need(cast)
        case = decide(hidden_by_three(cast, need), cast.rt_head, "hidden")
        before = need.hidden_at
        decide_again(appeal(case, cast.requester), cast, "hidden")
        need.refresh_from_db()
        assert need.hidden_at == before
        assert cast.volunteer.pk not in told("case.appeal_hidden")
        assert cast.requester.pk in told("case.appeal_hidden")

    def test_never_by_who_decided_first(self, cast: Cast) -> None:
        case = decide(hidden_by_three(cast, open_need(cast)), cast.rw_head, "hidden")
        with pytest.raises(errors.NotYours):
            decide_again(appeal(case, cast.requester), cast, "kept")

    def test_there_is_no_second_one(self, cast: Cast) -> None:
        case = decide(hidden_by_three(cast, open_need(cast)), cast.rt_head, "hidden")
        decide_again(appeal(case, cast.requester), cast, "hidden")
        with pytest.raises(errors.DecidedAlready):
            decide_again(case, cast, "kept")
        with pytest.raises(errors.NoAppeal):
            appeal(case, cast.requester)

    def test_another_cases_decision_is_not_lifted(self, cast: Cast) -> None:
        """Kept, appealed, hidden by number anew under other words, then hidden by the RW."""
        need, people = open_need(cast), neighbours(cast, 6)
        first = appeal(decide(report_by(people[:3], need), cast.rt_head, "kept"), people[0])
        actions.change_need(need, draft(title="Titip uang"), requester=standing_of(cast.requester))
        second = report_by(people[3:], need)
        decide_again(first, cast, "hidden")
        decide(second, cast.rt_head, "kept")
        assert is_hidden(need)


class TestUndo:
    @pytest.fixture
    def clock(self) -> Iterator[time_machine.Traveller]:
        noon = timezone.now().replace(hour=5, minute=0, second=0, microsecond=123)
        with time_machine.travel(noon, tick=False) as traveller:
            yield traveller

    def test_nobody_hears_of_what_is_undone(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        need = helped_need(cast)
        case = report(cast.other_rt, need)
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        assert (is_hidden(need), told("case.hidden")) == (True, set())
        clock.shift(UNDO_WINDOW)
        undone = undo_decision(case, coordinator=standing_of(cast.rt_head))
        assert (undone.decision, undone.decided_at, is_hidden(need)) == ("", None, False)
        clock.shift(timedelta(minutes=5))
        send_due()
        assert told("case.hidden") == set()
        assert Case.objects.waiting_for(standing_of(cast.rw_head)).get() == case

    def test_what_is_not_undone_is_told_a_little_later(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        case = report(cast.other_rt, open_need(cast))
        decide(case, cast.rt_head, "kept", settle_in=UNDO_WINDOW)
        clock.shift(UNDO_WINDOW + GRACE)
        send_due()
        assert told("case.kept") == {cast.requester.pk, cast.other_rt.pk}
        with pytest.raises(errors.TooLateToUndo):
            undo_decision(case, coordinator=standing_of(cast.rt_head))

    def test_what_was_told_at_once_is_not_undone(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        case = decide(report(cast.other_rt, open_need(cast)), cast.rt_head, "kept")
        with pytest.raises(errors.TooLateToUndo):
            undo_decision(case, coordinator=standing_of(cast.rt_head))

    def test_kept_is_hidden_by_the_reports_again(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        need = open_need(cast)
        case = hidden_by_three(cast, need)
        before = need.hidden_at
        clock.shift(60)
        decide(case, cast.rt_head, "kept", settle_in=UNDO_WINDOW)
        undo_decision(case, coordinator=standing_of(cast.rt_head))
        need.refresh_from_db()
        assert need.hidden_at == before

    def test_hidden_after_three_reports_stays_hidden(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        need = open_need(cast)
        case = hidden_by_three(cast, need)
        clock.shift(60)
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        undo_decision(case, coordinator=standing_of(cast.rt_head))
        assert is_hidden(need)

    def test_a_hold_is_given_back_to_the_hold(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        need = open_need(cast)
        case = report(cast.other_rt, need)
        words = draft(details="BCA 1234567890")
        actions.change_need(need, words, requester=standing_of(cast.requester))
        clock.shift(60)
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        undo_decision(case, coordinator=standing_of(cast.rt_head))
        need.refresh_from_db()
        assert (need.held_for, need.hidden_at is not None) == ("account", True)

    @pytest.mark.parametrize(("first", "second"), [("hidden", "kept"), ("kept", "hidden")])
    def test_an_appeals_decision_too(
        self, cast: Cast, clock: time_machine.Traveller, first: str, second: str
    ) -> None:
        need, people = open_need(cast), neighbours(cast, 3)
        case = decide(report_by(people, need), cast.rt_head, first)
        clock.shift(60)
        appeal(case, cast.requester if first == "hidden" else people[0])
        decide_again(case, cast, second, settle_in=UNDO_WINDOW)
        assert is_hidden(need) == (second == "hidden")
        undone = undo_decision(case, coordinator=standing_of(cast.rw_head))
        assert (undone.outcome, undone.is_appealed) == (first, True)
        assert is_hidden(need) == (first == "hidden")

    def test_only_by_who_decided(self, cast: Cast, clock: time_machine.Traveller) -> None:
        case = report(cast.other_rt, open_need(cast))
        decide(case, cast.rt_head, "kept", settle_in=UNDO_WINDOW)
        with pytest.raises(errors.TooLateToUndo):
            undo_decision(case, coordinator=standing_of(cast.rw_head))

    def test_an_appealed_decision_stands(self, cast: Cast, clock: time_machine.Traveller) -> None:
        case = hidden_by_three(cast, open_need(cast))
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        appeal(case, cast.requester)
        with pytest.raises(errors.TooLateToUndo):
            undo_decision(case, coordinator=standing_of(cast.rt_head))

    def test_undone_and_decided_anew_is_told_once(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        case = report(cast.other_rt, open_need(cast))
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        undo_decision(case, coordinator=standing_of(cast.rt_head))
        decide(case, cast.rt_head, "kept", settle_in=UNDO_WINDOW)
        clock.shift(timedelta(minutes=1))
        send_due()
        assert (told("case.hidden"), told("case.kept")) == (
            set(),
            {cast.requester.pk, cast.other_rt.pk},
        )

    def test_an_old_page_does_not_undo_a_newer_decision(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        case = report(cast.other_rt, open_need(cast))
        rt_head = standing_of(cast.rt_head)
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        first = Entry.objects.filter(object_kind="case", object_id=case.pk).latest("id").pk
        undo_decision(case, coordinator=rt_head, entry_id=first)
        decide(case, cast.rt_head, "hidden", settle_in=UNDO_WINDOW)
        with pytest.raises(errors.TooLateToUndo):
            undo_decision(case, coordinator=rt_head, entry_id=first)
        case.refresh_from_db()
        assert case.decision == "hidden"


def test_bells_of_the_other_coordinators_ring_again(cast: Cast) -> None:
    case = report(cast.other_rt, open_need(cast))
    before = unread_by_deciders(case)
    assert before
    decide(case, cast.rt_head, "kept", settle_in=UNDO_WINDOW)
    assert unread_by_deciders(case) == set()
    undo_decision(case, coordinator=standing_of(cast.rt_head))
    assert unread_by_deciders(case) == before


def unread_by_deciders(case: Case) -> set[tuple[int, str]]:
    unread = Notification.objects.unread().filter(object_id=case.pk, kind="case.opened")
    return set(unread.values_list("recipient_id", "kind"))
