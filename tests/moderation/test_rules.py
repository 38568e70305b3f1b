"""The queues (SQL) and the lists of whom to tell say the same, whoever is in office."""

import pytest

from accounts.models import Resident
from events.actions import change_event
from moderation import rules
from moderation.models import Case
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from requests_app import actions
from tests.cast import Cast, rt_of
from tests.events.factory import as_it_is, published_event
from tests.moderation.factory import appeal, appoint, decide, neighbours, report
from tests.requests_app.factory import draft, open_need


def asked(case: Case, *, appealed: bool = False) -> set[Resident]:
    """Everybody in whose queue it stands."""
    holders = {office.holder for office in Office.objects.in_force().select_related("holder")}
    queue = Case.objects.appeals_for if appealed else Case.objects.waiting_for
    return {person for person in holders if queue(standing_of(person)).filter(pk=case.pk).exists()}


def case_about(cast: Cast, what: str) -> Case:
    if what == "event":
        return report(cast.other_rt, published_event(cast))
    if what == "event_reworded_by_rw_secretary":
        event = published_event(cast)
        secretary = neighbours(cast, 1)[0]
        appoint(secretary, rt_of(cast.requester), whole_rw=True)
        words = as_it_is(event, details="Bawa cangkul juga.")
        change_event(event, words, coordinator=standing_of(secretary))
        return report(cast.other_rt, event)
    if what == "rt_event":
        return report(cast.volunteer, published_event(cast, rt=rt_of(cast.requester)))
    if what == "heads_need":
        head = standing_of(cast.rt_head)
        posted = actions.post_need(draft(category="bereavement"), requester=head)
        return report(cast.other_rt, posted)
    if what == "reported_by_rt_head":
        return report(cast.rt_head, open_need(cast))
    return report(cast.other_rt, open_need(cast))


@pytest.mark.parametrize(
    "what",
    [
        "need",
        "event",
        "event_reworded_by_rw_secretary",
        "rt_event",
        "heads_need",
        "reported_by_rt_head",
    ],
)
@pytest.mark.parametrize("gone", ["nobody", "rw_head", "rt_head", "both"])
@pytest.mark.parametrize("more", ["none", "rw_secretary", "other_rt_head"])
def test_who_is_told_is_who_may_decide(cast: Cast, what: str, gone: str, more: str) -> None:
    helper, other = neighbours(cast, 2)
    if more == "rw_secretary":
        appoint(helper, rt_of(cast.requester), whole_rw=True)
    elif more == "other_rt_head":
        appoint(other, rt_of(cast.other_rt))
    case = case_about(cast, what)
    for role in ("rw_head", "rt_head"):
        if gone in (role, "both"):
            getattr(cast, role).offices.all().delete()
    deciders = rules.deciders_of(case)
    assert asked(case) == set(deciders)
    if not deciders:
        return
    decided = decide(case, deciders[0], "hidden")
    owner = Resident.objects.get(pk=rules.owner_id(case))
    if not rules.appeal_deciders_of(decided):
        assert not rules.may_appeal(standing_of(owner), decided)
        return
    appealed = appeal(decided, owner)
    judges = set(rules.appeal_deciders_of(appealed))
    assert asked(appealed, appealed=True) == judges
    assert deciders[0] not in judges
    concerned = rules.concerned_in(case)
    assert not {person.pk for person in (*deciders, *judges)} & concerned


def test_coordinators_elsewhere_never_decide(cast: Cast) -> None:
    for role in ("rw_head", "rt_head"):
        getattr(cast, role).offices.all().delete()
    case = report(cast.other_rt, open_need(cast))
    appoint(cast.outsider, rt_of(cast.outsider), whole_rw=True)
    assert (asked(case), rules.deciders_of(case)) == (set(), [])


def test_a_queue_costs_one_query_however_long_it_is(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    head = standing_of(cast.rw_head)
    for count in (1, 3):
        while Case.objects.count() < count:
            report(cast.volunteer, open_need(cast))
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's own
            assert len(Case.objects.waiting_for(head)) == count


def test_who_last_changed_the_words_does_not_judge_them(cast: Cast) -> None:
    case = case_about(cast, "event_reworded_by_rw_secretary")
    secretary = Office.objects.get(post="sekretaris").holder
    assert secretary.pk in rules.concerned_in(case)
    assert secretary not in rules.deciders_of(case)
    assert not rules.may_decide(standing_of(secretary), case)
