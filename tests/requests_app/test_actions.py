import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from journal.models import Entry
from neighborhoods.models import Office, RukunWarga
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app import actions, errors
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need, pending_need
from volunteers.errors import TooFewPlaces
from volunteers.models import SignUp


def told(need: AidRequest) -> set[tuple[int, str]]:
    """Who was told what so far, planned reminders left out."""
    notices = Notification.objects.filter(object_id=need.pk, delivered_at__isnull=False)
    return set(notices.values_list("recipient_id", "kind"))


def journaled(need: AidRequest) -> list[str]:
    entries = Entry.objects.filter(object_kind="need", object_id=need.pk)
    return list(entries.order_by("id").values_list("action", flat=True))


def test_normal_need_waits_for_the_coordinators(cast: Cast) -> None:
    need = pending_need(cast)
    assert (need.status, need.opened_at) == ("pending", None)
    assert told(need) == {(cast.rt_head.pk, "need.waiting"), (cast.rw_head.pk, "need.waiting")}
    assert journaled(need) == ["need.posted"]


def test_urgent_need_opens_at_once_and_is_looked_at_afterwards(cast: Cast) -> None:
    need = pending_need(cast, category="medicine")
    assert (need.status, need.reviewed_at) == ("open", None)
    assert told(need) == {(cast.rt_head.pk, "need.opened"), (cast.rw_head.pk, "need.opened")}
    assert list(AidRequest.objects.waiting_for(standing_of(cast.rt_head))) == [need]


def test_the_rw_can_change_both_defaults(cast: Cast) -> None:
    RukunWarga.objects.update(urgent_opens_at_once=False, normal_needs_approval=False)
    assert pending_need(cast, category="medicine").status == "pending"
    assert pending_need(cast, category="errand").status == "open"


def test_coordinators_own_need_waits_for_another(cast: Cast) -> None:
    need = actions.post_need(draft(), requester=standing_of(cast.rt_head))
    assert need.status == "pending"
    assert told(need) == {(cast.rw_head.pk, "need.waiting")}


def test_only_coordinators_own_need_opens_at_once(cast: Cast) -> None:
    Office.objects.filter(holder=cast.rw_head).update(ends_on=timezone.localdate() - timedelta(2))
    need = actions.post_need(draft(), requester=standing_of(cast.rt_head))
    assert need.status == "open"


def test_form_sent_twice_posts_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first = actions.post_need(draft(), requester=standing_of(cast.requester), key=key)
    again = actions.post_need(draft(), requester=standing_of(cast.requester), key=key)
    assert again.pk == first.pk
    assert AidRequest.objects.count() == 1
    assert journaled(first) == ["need.posted"]


def test_key_of_somebody_elses_form_gives_nothing_away(cast: Cast) -> None:
    key = uuid.uuid4()
    actions.post_need(draft(), requester=standing_of(cast.requester), key=key)
    with pytest.raises(errors.FormUsed):
        actions.post_need(draft(), requester=standing_of(cast.volunteer), key=key)


def test_used_form_with_other_words_is_not_swallowed(cast: Cast) -> None:
    key = uuid.uuid4()
    actions.post_need(draft(), requester=standing_of(cast.requester), key=key)
    for other in ({"title": "Titip beras"}, {"name_hidden": True}, {"rt_only": True}):
        with pytest.raises(errors.FormUsed):
            actions.post_need(draft(**other), requester=standing_of(cast.requester), key=key)


def test_change_to_as_soon_as_possible_lives_seven_days_from_then(cast: Cast) -> None:
    posted = timezone.now() - timedelta(days=8)
    with time_machine.travel(posted, tick=False):
        need = open_need(cast, starts_at=posted + timedelta(days=20))
    actions.change_need(need, draft(), requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert need.expires_at - timezone.now() > timedelta(days=6)
    assert need.needed_at == need.created_at


def test_rewritten_need_on_the_board_is_told_to_coordinators_and_helpers(cast: Cast) -> None:
    need = helped_need(cast)
    actions.change_need(need, draft(title="Titip beras"), requester=standing_of(cast.requester))
    assert {
        (cast.rt_head.pk, "need.changed"),
        (cast.rw_head.pk, "need.changed"),
        (cast.volunteer.pk, "need.changed"),
    } <= told(need)


def test_code_that_is_taken_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pending_need(cast)
    drawn = iter([first.code, first.code, "ACDEFG"])
    monkeypatch.setattr(AidRequest._meta.get_field("code"), "_get_default", lambda: next(drawn))
    assert pending_need(cast).code == "ACDEFG"


def test_unverified_resident_cannot_post(cast: Cast) -> None:
    with pytest.raises(errors.NotVerified):
        actions.post_need(draft(), requester=standing_of(cast.waiting))
    assert AidRequest.objects.count() == 0


def test_bereavement_is_posted_by_coordinators_only(cast: Cast) -> None:
    with pytest.raises(errors.CoordinatorsOnly):
        actions.post_need(draft(category="bereavement"), requester=standing_of(cast.requester))
    need = actions.post_need(draft(category="bereavement"), requester=standing_of(cast.rt_head))
    assert need.status == "open"


def test_violence_at_home_never_becomes_a_post(cast: Cast) -> None:
    with pytest.raises(errors.NeverAPost):
        pending_need(cast, details="Tetangga saya korban KDRT.")
    assert AidRequest.objects.count() == 0


def test_empty_house_is_shown_to_coordinators_only(cast: Cast) -> None:
    need = open_need(cast, category="housewatch")
    assert need.audience == "coordinators"
    seen_by = {
        name
        for name in ("rt_head", "rw_head", "requester", "volunteer", "other_rt")
        if AidRequest.objects.visible_to(standing_of(getattr(cast, name))).exists()
    }
    assert seen_by == {"rt_head", "rw_head", "requester"}


def test_change_before_the_decision_asks_the_coordinators_again(cast: Cast) -> None:
    need = pending_need(cast)
    actions.change_need(need, draft(title="Titip beras"), requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert (need.status, need.title, need.version) == ("pending", "Titip beras", 0)
    notices = Notification.objects.filter(recipient=cast.rt_head, kind="need.waiting")
    assert notices.count() == 2


def test_new_time_asks_the_helpers_again_and_raises_the_version(cast: Cast) -> None:
    need = helped_need(cast)
    later = timezone.now() + timedelta(days=1)
    actions.change_need(need, draft(starts_at=later), requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert (need.version, need.needed_at, need.status) == (1, later, "in_progress")
    assert (cast.volunteer.pk, "need.moved") in told(need)


def test_new_words_on_the_board_are_looked_at_afterwards(cast: Cast) -> None:
    need = open_need(cast)
    actions.change_need(need, draft(title="Titip beras"), requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert (need.status, need.reviewed_at) == ("open", None)


def test_places_cannot_shrink_below_those_taken(cast: Cast) -> None:
    need = helped_need(cast)
    offer_help(need, volunteer=standing_of(cast.other_rt))
    with pytest.raises(TooFewPlaces):
        actions.change_need(need, draft(helpers=1), requester=standing_of(cast.requester))
    assert need.people.capacity == 2


def test_cancelling_frees_and_tells_the_helpers(cast: Cast) -> None:
    need = helped_need(cast)
    actions.cancel_need(need, requester=standing_of(cast.requester))
    need.refresh_from_db()
    assert need.status == "cancelled"
    assert (cast.volunteer.pk, "need.cancelled") in told(need)
    assert list(SignUp.objects.values_list("status", flat=True)) == ["released"]


def test_cancelled_need_cannot_be_changed(cast: Cast) -> None:
    need = open_need(cast)
    actions.cancel_need(need, requester=standing_of(cast.requester))
    with pytest.raises(errors.NotPossibleNow):
        actions.change_need(need, draft(), requester=standing_of(cast.requester))
