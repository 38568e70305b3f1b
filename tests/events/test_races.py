"""Many at once, each with a connection of their own: every answer is a sentence, none a crash."""

import uuid
from collections import Counter

import pytest
from django.utils import timezone

from events import errors, joining
from events.actions import cancel_event, change_event, publish_event
from events.models import Event, Series
from neighborhoods.standing import Standing, standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import (
    HOES,
    TEAM,
    as_it_is,
    join,
    leave,
    place_of,
    plan,
    published_event,
    shift_of,
    wait,
)
from tests.events.told import journaled
from tests.volunteers.crowd import all_at_once, crowd_of
from volunteers.errors import AlreadyFull
from volunteers.models import Shift, SignUp

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_pool")]
CROWD = 12


@pytest.mark.parametrize("repeat", ["", "weekly"])
def test_one_form_from_many_taps_publishes_once_and_is_told_once(cast: Cast, repeat: str) -> None:
    key, form, head = uuid.uuid4(), plan(repeat=repeat), standing_of(cast.rw_head)
    codes = all_at_once([head] * 8, lambda who: publish_event(form, coordinator=who, key=key).code)
    assert len(set(codes)) == 1
    assert Series.objects.count() == (1 if repeat else 0)
    assert journaled(Event.objects.get(code=codes[0])).count("event.published") == 1
    assert Notification.objects.count() == 4


def test_a_shift_taken_away_while_people_join_is_gone_or_in_use(cast: Cast) -> None:
    event = published_event(cast)
    hoes = shift_of(event, HOES.label)
    without = as_it_is(event, places=(place_of(event, TEAM.label),))

    def act(who: Standing) -> str:
        try:
            if who.is_coordinator:
                change_event(event, without, coordinator=who)
                return "removed"
            joining.join_shift(hoes, resident=who)
        except (errors.ShiftInUse, errors.NotPossibleNow, AlreadyFull) as error:
            return type(error).__name__
        return "in"

    answers = Counter(all_at_once([*crowd_of(cast, CROWD), standing_of(cast.rw_head)], act))
    if answers["removed"]:
        assert answers == {"removed": 1, "NotPossibleNow": CROWD}
        assert not Shift.objects.filter(pk=hoes.pk).exists()
    else:
        assert answers == {"in": 3, "AlreadyFull": CROWD - 3, "ShiftInUse": 1}


def test_cancelled_while_people_come_and_go_leaves_nobody_bound(cast: Cast) -> None:
    event = published_event(cast)

    def act(who: Standing) -> str:
        try:
            if who.is_coordinator:
                cancel_event(event, reason="Banjir.", coordinator=who)
                return "cancelled"
            wait(who.resident, event)
            leave(who.resident, event)
            join(who.resident, event)
        except (errors.NotPossibleNow, AlreadyFull) as error:
            return type(error).__name__
        return "in"

    answers = all_at_once([*crowd_of(cast, CROWD), standing_of(cast.rw_head)], act)
    assert answers[-1] == "cancelled"
    assert not SignUp.objects.current().exists()
    assert set(Shift.objects.values_list("taken", flat=True)) == {0}


def test_two_ticks_at_once_pass_each_offer_on_once(cast: Cast) -> None:
    event = published_event(cast)
    for person in (cast.rt_head, cast.volunteer):
        join(person, event)
    for who in crowd_of(cast, CROWD):
        wait(who.resident, event)
    for person in (cast.rt_head, cast.volunteer):
        leave(person, event)
    lapsed = SignUp.objects.filter(status="offered")
    lapsed.update(offer_ends_at=timezone.now())
    first = set(lapsed.values_list("volunteer_id", flat=True))
    passed = all_at_once([timezone.now()] * 4, lambda now: str(joining.pass_on_offers(now)))
    assert sum(int(each) for each in passed) == 2
    unanswered = SignUp.objects.filter(reason="unanswered")
    assert set(unanswered.values_list("volunteer_id", flat=True)) == first
    assert lapsed.count() == 2
    told = Notification.objects.filter(kind="event.offer_lapsed")
    assert set(told.values_list("recipient_id", flat=True)) == first
    assert told.count() == 2
