"""Held words of events: the rules are `tests/web/test_held.py`'s, here is what they do."""

from dataclasses import replace

from accounts.models import Resident
from events.actions import change_event, release_held
from events.models import Event
from neighborhoods.standing import standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import TEAM, join, plan, published_event, shift_of
from volunteers.models import SignUp

ACCOUNT = "Iuran ke BCA 1234567890."


def seen_by(person: Resident, event: Event) -> bool:
    return Event.objects.visible_to(standing_of(person)).filter(pk=event.pk).exists()


def test_event_with_held_words_is_hidden_until_released(cast: Cast) -> None:
    event = published_event(cast, details=ACCOUNT)
    assert (event.held_for, seen_by(cast.other_rt, event)) == ("account", False)
    assert not Notification.objects.filter(kind="event.published").exists()
    release_held(event, coordinator=standing_of(cast.rw_head))
    event.refresh_from_db()
    assert (event.held_for, seen_by(cast.other_rt, event)) == ("", True)


def test_held_words_in_a_change_hide_it_and_keep_who_joined(cast: Cast) -> None:
    event = published_event(cast, places=(TEAM,))
    join(cast.volunteer, event)
    same_places = (replace(TEAM, shift_id=shift_of(event).pk),)
    change_event(
        event,
        plan(details=ACCOUNT, places=same_places),
        coordinator=standing_of(cast.rw_head),
    )
    event.refresh_from_db()
    assert (event.held_for, bool(event.hidden_at)) == ("account", True)
    assert SignUp.objects.get().status == "active"


def test_the_place_is_read_too(cast: Cast) -> None:
    assert published_event(cast, place_text="Lihat bit.ly/lokasi").held_for == "link"
