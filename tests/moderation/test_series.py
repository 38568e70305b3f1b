"""What repeats says the same words on many days: a decision about one reaches what lies ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import cancel_event, postpone_event, release_held
from events.models import Event
from events.series import make_occurrences
from moderation import rules
from moderation.decisions import decide_appeal, undo_decision
from moderation.models import Case
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.events.factory import begun, published_event
from tests.moderation.factory import appeal, appoint, decide, neighbours, report, report_by

LINK = "Bayar iuran di https://bit.ly/iuran-rw"


@pytest.fixture
def event(cast: Cast) -> Event:
    """The first of a series; a secretary of the RW may decide about it."""
    appoint(cast.other_rt, rt_of(cast.other_rt), whole_rw=True)
    return published_event(cast, repeat="weekly")


def shown(event: Event) -> int:
    return Event.objects.filter(series=event.series, hidden_at=None).count()


def second(event: Event) -> Event:
    return Event.objects.filter(series=event.series).order_by("starts_at")[1]


def three_weeks_later() -> int:
    return make_occurrences(timezone.now() + timedelta(days=21))


def test_hidden_reaches_what_lies_ahead_and_what_is_made_later(cast: Cast, event: Event) -> None:
    decide(report(cast.volunteer, second(event)), cast.other_rt, "hidden")
    assert shown(event) == 0
    assert three_weeks_later() == 3
    assert shown(event) == 0


def test_three_reports_hide_them_all_and_a_decision_shows_them_all(
    cast: Cast, event: Event
) -> None:
    case = report_by(neighbours(cast, 3), second(event))
    assert shown(event) == 0
    made = three_weeks_later()
    decide(case, cast.other_rt, "kept")
    assert (made, shown(event)) == (3, Event.objects.filter(series=event.series).count())


def test_an_appeal_shows_them_all_again(cast: Cast, event: Event) -> None:
    judge = neighbours(cast, 1)[0]
    appoint(judge, rt_of(cast.requester), whole_rw=True)
    case = decide(report(cast.volunteer, event), cast.other_rt, "hidden")
    decide_appeal(
        appeal(case, cast.rw_head),
        coordinator=standing_of(judge),
        decision="kept",
        reason="Sudah dicek.",
    )
    assert shown(event) == Event.objects.filter(series=event.series).count()


def test_undone_they_are_shown_again(cast: Cast, event: Event) -> None:
    wait = timedelta(seconds=10)
    case = decide(report(cast.volunteer, event), cast.other_rt, "hidden", settle_in=wait)
    undo_decision(case, coordinator=standing_of(cast.other_rt))
    assert shown(event) == Event.objects.filter(series=event.series).count()


def test_a_hold_comes_back_for_all_when_hiding_is_undone(cast: Cast) -> None:
    appoint(cast.other_rt, rt_of(cast.other_rt), whole_rw=True)
    event = published_event(cast, repeat="weekly", details=LINK)
    occurrences = Event.objects.filter(series=event.series)
    release_held(event, coordinator=standing_of(cast.other_rt))
    case = report(cast.volunteer, event)
    # As if the look at its words had been taken back meanwhile.
    occurrences.update(held_for="link", hidden_at=timezone.now())
    decide(case, cast.other_rt, "hidden", settle_in=timedelta(seconds=10))
    assert set(occurrences.values_list("held_for", flat=True)) == {""}
    undo_decision(case, coordinator=standing_of(cast.other_rt))
    assert set(occurrences.values_list("held_for", flat=True)) == {"link"}
    assert shown(event) == 0


def test_what_is_past_or_says_something_else_stays(cast: Cast, event: Event) -> None:
    head = standing_of(cast.rw_head)
    past, other, third = Event.objects.filter(series=event.series).order_by("starts_at")[:3]
    begun(past)
    later = other.starts_at + timedelta(hours=2)
    postpone_event(other, starts_at=later, why="rain", coordinator=head)
    decide(report(cast.volunteer, third), cast.other_rt, "hidden")
    visible = Event.objects.filter(series=event.series, hidden_at=None)
    assert set(visible) == {past, other}


def test_new_ones_stay_hidden_when_the_last_was_cancelled(cast: Cast, event: Event) -> None:
    last = Event.objects.filter(series=event.series).latest("starts_at")
    cancel_event(last, reason="Balai dipakai.", coordinator=standing_of(cast.rw_head))
    decide(report(cast.volunteer, event), cast.other_rt, "hidden")
    assert (three_weeks_later(), shown(event)) == (3, 0)


def test_one_decided_to_be_hidden_is_not_shown_by_a_siblings_case(cast: Cast, event: Event) -> None:
    people = neighbours(cast, 4)
    other = second(event)
    undecided = report(people[0], other)
    decide(report(cast.volunteer, event), cast.other_rt, "hidden")
    case = report_by(people[1:], other)
    assert case == undecided
    decide(case, cast.other_rt, "kept")
    assert shown(event) == 0


def test_words_judged_and_kept_are_not_hidden_by_reports_about_another_day(
    cast: Cast, event: Event
) -> None:
    decide(report_by(neighbours(cast, 3), event), cast.other_rt, "kept")
    case = report_by(neighbours(cast, 3), second(event))
    assert rules.were_kept(case, second(event))
    assert Case.objects.get(pk=case.pk).hidden_by_reports_at is None
    assert shown(event) == Event.objects.filter(series=event.series).count()


def test_an_event_that_happens_once_hides_alone(cast: Cast, event: Event) -> None:
    alone = published_event(cast)
    decide(report(cast.volunteer, alone), cast.other_rt, "hidden")
    assert set(Event.objects.exclude(hidden_at=None)) == {alone}
