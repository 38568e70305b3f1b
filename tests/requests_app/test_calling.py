from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Delivery, Notification
from requests_app.calling import call_neighbours, unfilled
from requests_app.errors import AlreadyCalled, NotPossibleNow
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.requests_app.factory import helped_need, open_need, pending_need
from tests.requests_app.test_actions import journaled
from web.undo import GRACE, UNDO_WINDOW


def age(need: AidRequest, **changes: object) -> AidRequest:
    AidRequest.objects.filter(pk=need.pk).update(**changes)
    need.refresh_from_db()
    return need


def ago(**span: float) -> dict[str, object]:
    return {"opened_at": timezone.now() - timedelta(**span)}


def unfilled_for(person: Resident) -> list[AidRequest]:
    return list(unfilled(standing_of(person), timezone.now()))


def looked_at(cast: Cast, **changes: object) -> AidRequest:
    need = open_need(cast, **changes)
    return age(need, reviewed_at=timezone.now(), **ago(minutes=20))


def test_what_has_just_gone_up_gives_the_neighbours_a_moment(cast: Cast) -> None:
    need = looked_at(cast, starts_at=timezone.now() + timedelta(hours=1))
    age(need, **ago(minutes=14))
    assert unfilled_for(cast.rt_head) == []
    age(need, **ago(minutes=16))
    assert unfilled_for(cast.rt_head) == [need]


@pytest.mark.parametrize(
    ("category", "hours", "waits"),
    [("errand", 23.9, False), ("errand", 24.1, True), ("water", 0.9, False), ("water", 1.1, True)],
)
def test_who_nobody_helps_waits_sooner_when_urgent(
    cast: Cast, category: str, hours: float, waits: bool
) -> None:
    need = age(looked_at(cast, category=category), **ago(hours=hours))
    assert unfilled_for(cast.rt_head) == ([need] if waits else [])


@pytest.mark.parametrize(("hours", "waits"), [(23.9, True), (24.1, False)])
def test_what_begins_soon_waits_at_once(cast: Cast, hours: float, waits: bool) -> None:
    need = looked_at(cast, starts_at=timezone.now() + timedelta(hours=hours))
    assert unfilled_for(cast.rt_head) == ([need] if waits else [])


def test_only_live_needs_that_were_looked_at_and_have_nobody(cast: Cast) -> None:
    soon = timezone.now() + timedelta(hours=2)
    shown = looked_at(cast, starts_at=soon)
    pending_need(cast, starts_at=soon)
    age(helped_need(cast, starts_at=soon), reviewed_at=timezone.now())
    age(open_need(cast, category="water", starts_at=soon), reviewed_at=None)
    age(looked_at(cast, starts_at=soon), hidden_at=timezone.now())
    looked_at(cast, category="housewatch", starts_at=soon)
    assert unfilled_for(cast.rt_head) == [shown]
    assert unfilled_for(cast.other_rt) == unfilled_for(cast.outsider) == []


def test_need_called_for_is_quiet_for_a_day(cast: Cast) -> None:
    need = looked_at(cast, starts_at=timezone.now() + timedelta(hours=40))
    age(need, **ago(hours=30))
    call_neighbours(need, coordinator=standing_of(cast.rt_head))
    assert unfilled_for(cast.rt_head) == []
    with pytest.raises(AlreadyCalled):
        call_neighbours(need, coordinator=standing_of(cast.rt_head))
    age(need, called_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert unfilled_for(cast.rt_head) == [need]


def called(need: AidRequest) -> set[int]:
    notices = Notification.objects.filter(kind="need.still_open", object_id=need.pk)
    return set(notices.exclude(delivered_at=None).values_list("recipient_id", flat=True))


def verified(**where: object) -> set[int]:
    homes = Membership.objects.in_force().filter(**where)
    return set(homes.values_list("resident_id", flat=True))


def test_all_who_may_see_it_are_asked_but_for_its_requester(cast: Cast) -> None:
    need = looked_at(cast)
    call_neighbours(need, coordinator=standing_of(cast.rt_head))
    assert called(need) == verified(rt__rw=need.rw) - {cast.requester.pk}
    assert journaled(need)[-1] == "need.called"
    channels = Delivery.objects.filter(notification__kind="need.still_open")
    assert set(channels.values_list("channel", flat=True)) == {"inapp"}


def test_need_for_one_rt_asks_that_rt_alone(cast: Cast) -> None:
    need = looked_at(cast, rt_only=True)
    call_neighbours(need, coordinator=standing_of(cast.rt_head))
    assert called(need) == verified(rt=rt_of(cast.requester)) - {cast.requester.pk}
    assert cast.volunteer.pk in called(need)


def test_need_with_a_helper_calls_nobody(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        call_neighbours(helped_need(cast), coordinator=standing_of(cast.rt_head))


def test_what_coordinators_alone_see_is_told_to_nobody(cast: Cast) -> None:
    need = looked_at(cast, category="housewatch")
    with pytest.raises(NotPossibleNow):
        call_neighbours(need, coordinator=standing_of(cast.rt_head))
    assert called(need) == set()


def test_call_that_settles_is_told_later_and_not_when_somebody_came_first(cast: Cast) -> None:
    need, taken = looked_at(cast), looked_at(cast)
    for each in (need, taken):
        call_neighbours(each, coordinator=standing_of(cast.rt_head), settle_in=UNDO_WINDOW)
    send_due()
    assert called(need) == set()
    offer_help(taken, volunteer=standing_of(cast.volunteer))
    send_due(now=timezone.now() + UNDO_WINDOW + GRACE)
    assert called(need) == verified(rt__rw=need.rw) - {cast.requester.pk}
    assert called(taken) == set()
