from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app import helping
from requests_app.errors import NotPossibleNow, NotVerified, OwnNeed
from requests_app.life import UNANSWERED
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import done_need, helped_need, open_need, pending_need
from tests.requests_app.test_actions import journaled, told
from volunteers.errors import AlreadyFull
from volunteers.models import SignUp


def test_first_helper_sets_the_need_in_progress(cast: Cast) -> None:
    need = helped_need(cast)
    assert need.status == "in_progress"
    assert (cast.requester.pk, "need.helper_joined") in told(need)


def test_repeat_is_harmless_and_tells_nobody_twice(cast: Cast) -> None:
    need = helped_need(cast)
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    assert SignUp.objects.count() == 1
    assert Notification.objects.filter(kind="need.helper_joined").count() == 1


def test_last_place_is_one_place(cast: Cast) -> None:
    need = open_need(cast, helpers=1)
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    with pytest.raises(AlreadyFull):
        helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    assert need.people.taken == 1


def test_own_need_cannot_be_helped(cast: Cast) -> None:
    with pytest.raises(OwnNeed):
        helping.offer_help(open_need(cast), volunteer=standing_of(cast.requester))


def test_unverified_resident_cannot_help(cast: Cast) -> None:
    with pytest.raises(NotVerified):
        helping.offer_help(open_need(cast), volunteer=standing_of(cast.waiting))


def test_need_not_yet_approved_cannot_be_helped(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        helping.offer_help(pending_need(cast), volunteer=standing_of(cast.volunteer))


def test_hidden_need_cannot_be_helped(cast: Cast) -> None:
    need = open_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    with pytest.raises(NotPossibleNow):
        helping.offer_help(need, volunteer=standing_of(cast.volunteer))


def test_last_helper_who_withdraws_opens_the_need_again(cast: Cast) -> None:
    need = helped_need(cast)
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    need.refresh_from_db()
    assert (need.status, need.people.taken) == ("in_progress", 1)
    helping.withdraw_help(need, volunteer=standing_of(cast.other_rt))
    need.refresh_from_db()
    assert (need.status, AidRequest.objects.get(pk=need.pk).people.taken) == ("open", 0)


def test_withdrawing_twice_tells_once(cast: Cast) -> None:
    need = helped_need(cast)
    for _ in range(2):
        helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    assert Notification.objects.filter(kind="need.helper_left").count() == 1


def test_who_withdrew_can_sign_up_again(cast: Cast) -> None:
    need = helped_need(cast)
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    statuses = SignUp.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["released", "active"]
    assert Notification.objects.filter(kind="need.helper_joined").count() == 2


@pytest.mark.parametrize(
    ("says", "confirms"), [("requester", "volunteer"), ("volunteer", "requester")]
)
def test_either_side_marks_and_the_other_confirms(cast: Cast, says: str, confirms: str) -> None:
    need = helped_need(cast)
    helping.mark_done(need, by=getattr(cast, says))
    assert (getattr(cast, confirms).pk, "need.done") in told(need)
    with pytest.raises(NotPossibleNow):
        helping.confirm_done(need, by=getattr(cast, says))
    need = helping.confirm_done(need, by=getattr(cast, confirms))
    assert need.confirmed_at is not None
    assert list(SignUp.objects.values_list("status", flat=True)) == ["done"]


def test_confirming_twice_is_harmless(cast: Cast) -> None:
    need = done_need(cast)
    for _ in range(2):
        helping.confirm_done(need, by=cast.volunteer)
    assert journaled(need).count("need.confirmed") == 1


def test_need_without_helpers_cannot_be_done(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        helping.mark_done(open_need(cast), by=cast.requester)


def test_done_by_mistake_goes_back_in_progress_and_can_be_marked_again(cast: Cast) -> None:
    need = done_need(cast)
    need = helping.say_not_done(need, by=cast.volunteer)
    assert (need.status, need.done_at, need.done_by) == ("in_progress", None, None)
    assert list(SignUp.objects.values_list("status", flat=True)) == ["active"]
    helping.mark_done(need, by=cast.requester)
    assert Notification.objects.filter(kind="need.done", recipient=cast.volunteer).count() == 2


def test_confirmed_need_stays_done(cast: Cast) -> None:
    need = helping.confirm_done(done_need(cast), by=cast.volunteer)
    with pytest.raises(NotPossibleNow):
        helping.say_not_done(need, by=cast.volunteer)


def test_need_past_its_end_expires_once(cast: Cast) -> None:
    need = open_need(cast)
    assert helping.close_overdue(need.expires_at - timedelta(seconds=1)) == (0, 0)
    assert helping.close_overdue(need.expires_at) == (1, 0)
    assert helping.close_overdue(need.expires_at) == (0, 0)
    need.refresh_from_db()
    assert need.status == "expired"
    assert (cast.requester.pk, "need.unmet") in told(need)


def test_need_nobody_decided_on_says_so_at_its_end(cast: Cast) -> None:
    need = pending_need(cast)
    helping.close_overdue(need.expires_at)
    assert (cast.requester.pk, "need.undecided") in told(need)


def test_need_past_its_end_takes_no_helper_before_the_clockwork_comes(cast: Cast) -> None:
    need = open_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(expires_at=timezone.now())
    with pytest.raises(NotPossibleNow):
        helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    assert not AidRequest.objects.on_board_of(standing_of(cast.volunteer)).exists()


def test_office_alone_makes_no_neighbour_who_helps(cast: Cast) -> None:
    need = open_need(cast)
    Office.objects.create(holder=cast.outsider, rw=need.rw)
    with pytest.raises(NotVerified):
        helping.offer_help(need, volunteer=standing_of(cast.outsider))


def test_help_given_can_be_marked_after_the_end(cast: Cast) -> None:
    need = helped_need(cast)
    helping.close_overdue(need.expires_at)
    assert {(cast.requester.pk, "need.expired"), (cast.volunteer.pk, "need.expired")} <= told(need)
    need = helping.mark_done(need, by=cast.volunteer)
    assert need.status == "done"


def test_not_yet_after_the_end_does_not_bring_it_back_on_the_board(cast: Cast) -> None:
    need = helped_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(expires_at=timezone.now())
    helping.close_overdue(timezone.now())
    helping.mark_done(need, by=cast.volunteer)
    assert helping.say_not_done(need, by=cast.requester).status == "expired"


def test_who_withdrew_meanwhile_cannot_mark_done(cast: Cast) -> None:
    need = helped_need(cast)
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    with pytest.raises(NotPossibleNow):
        helping.mark_done(need, by=cast.volunteer)


def test_fellow_helpers_learn_that_it_is_done(cast: Cast) -> None:
    need = helped_need(cast)
    helping.offer_help(need, volunteer=standing_of(cast.other_rt))
    helping.mark_done(need, by=cast.volunteer)
    assert {
        (cast.requester.pk, "need.done"),
        (cast.other_rt.pk, "need.marked_done"),
    } <= told(need)


def test_one_needs_trouble_does_not_keep_the_others_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = open_need(cast), open_need(cast)
    expire = helping.expire

    def breaks(need: AidRequest, now: datetime) -> bool:
        if need.pk == broken.pk:
            raise ValueError("a row nobody thought of")
        return expire(need, now)

    monkeypatch.setattr(helping, "expire", breaks)
    assert helping.close_overdue(sound.expires_at) == (1, 0)


def test_three_days_of_silence_confirm(cast: Cast) -> None:
    need = done_need(cast)
    assert need.done_at
    assert helping.close_overdue(need.done_at + UNANSWERED - timedelta(seconds=1)) == (0, 0)
    assert helping.close_overdue(need.done_at + UNANSWERED) == (0, 1)
    need.refresh_from_db()
    assert need.confirmed_at == need.done_at + UNANSWERED


@pytest.mark.parametrize(
    ("starts_in", "lasts"),
    [(None, timedelta(days=7)), (timedelta(days=1), timedelta(days=1, hours=6))],
)
def test_when_a_need_expires(cast: Cast, starts_in: timedelta | None, lasts: timedelta) -> None:
    starts_at = timezone.now() + starts_in if starts_in else None
    need = open_need(cast, starts_at=starts_at)
    assert abs(need.expires_at - need.created_at - lasts) < timedelta(seconds=5)


def test_helper_cannot_end_what_has_not_begun(cast: Cast) -> None:
    need = helped_need(cast, starts_at=timezone.now() + timedelta(hours=3), helpers=3)
    with pytest.raises(NotPossibleNow):
        helping.mark_done(need, by=cast.volunteer)
    assert helping.mark_done(need, by=cast.requester).status == "done"
