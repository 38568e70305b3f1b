"""Words that name an account, QRIS or a link wait until another coordinator has looked."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Resident
from events import errors
from events.actions import Place, cancel_event, postpone_event, release_held
from events.closing import close_event
from events.life import CHANGES
from events.models import Event, Series
from events.series import end_series, make_occurrences
from events.undoing import undo_release
from journal.models import Entry
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from notifications.dispatch import send_due
from notifications.models import Notification
from tests.cast import Cast, rt_of
from tests.events.factory import TEAM, begun, change, join, published_event, shift_of
from tests.events.told import journaled, told
from web.undo import UNDO_WINDOW

LINK = "Bayar iuran di https://bit.ly/iuran-rw"
ACCOUNT = Place("food", "Snack, transfer BCA 1234567890", 1)
ANNOUNCED = ("rt_head", "volunteer", "requester", "other_rt")


@pytest.fixture
def deputy(cast: Cast) -> None:
    """A second one in office of the RW: the resident of RT 001."""
    Office.objects.create(holder=cast.other_rt, rw=rt_of(cast.other_rt).rw, post="sekretaris")


def announced(cast: Cast) -> set[tuple[int, str]]:
    return {(getattr(cast, who).pk, "event.published") for who in ANNOUNCED}


@pytest.mark.usefixtures("deputy")
def test_held_words_are_hidden_and_told_to_the_others_in_office_only(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    assert (event.held_for, event.hidden_at is None) == ("link", False)
    assert told(event) == {(cast.other_rt.pk, "event.held")}
    visible = Event.objects.visible_to(standing_of(cast.volunteer))
    assert not visible.filter(pk=event.pk).exists()


@pytest.mark.usefixtures("deputy")
def test_released_by_another_it_is_shown_and_announced_once(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    released = release_held(event, coordinator=standing_of(cast.other_rt))
    assert (released.held_for, released.hidden_at) == ("", None)
    assert told(event) == {
        (cast.other_rt.pk, "event.held"),
        (cast.rw_head.pk, "event.released"),
        *announced(cast),
    }
    assert Notification.objects.get(kind="event.held").read_at
    assert journaled(event) == ["event.published", "event.released"]
    with pytest.raises(errors.NotPossibleNow):
        release_held(event, coordinator=standing_of(cast.other_rt))


@pytest.mark.usefixtures("deputy")
def test_its_own_organizer_does_not_release_it_while_another_is_in_office(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    for who in ("rw_head", "rt_head", "volunteer"):
        with pytest.raises(errors.CoordinatorsOnly):
            release_held(event, coordinator=standing_of(getattr(cast, who)))
    event.refresh_from_db()
    assert event.held_for == "link"


def test_the_only_one_in_office_releases_it_alone(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    release_held(event, coordinator=standing_of(cast.rw_head))
    assert announced(cast) <= told(event)


@pytest.mark.usefixtures("deputy")
def test_with_time_to_settle_nobody_hears_before_it_has_passed(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    ten_seconds = timedelta(seconds=10)
    release_held(event, coordinator=standing_of(cast.other_rt), settle_in=ten_seconds)
    assert told(event) == {(cast.other_rt.pk, "event.held")}
    Event.objects.update(hidden_at=timezone.now())
    send_due(now=timezone.now() + ten_seconds)
    assert not told(event) & announced(cast)


@pytest.mark.usefixtures("deputy")
def test_who_wrote_the_held_words_into_anothers_event_does_not_release_them(cast: Cast) -> None:
    event = published_event(cast)
    change(event, cast, by="other_rt", details=LINK)
    assert (cast.rw_head.pk, "event.held") in told(event)
    with pytest.raises(errors.CoordinatorsOnly):
        release_held(event, coordinator=standing_of(cast.other_rt))
    assert release_held(event, coordinator=standing_of(cast.rw_head)).held_for == ""


@pytest.mark.usefixtures("deputy")
def test_a_look_after_it_is_over_announces_nothing(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    with time_machine.travel(event.ends_at, tick=False):
        release_held(event, coordinator=standing_of(cast.other_rt))
    assert not told(event) & announced(cast)


@pytest.mark.usefixtures("deputy")
def test_of_a_series_released_late_the_next_to_come_speaks(cast: Cast) -> None:
    event = published_event(cast, details=LINK, repeat="weekly")
    second = Event.objects.filter(series=event.series).order_by("starts_at")[1]
    with time_machine.travel(event.ends_at, tick=False):
        release_held(second, coordinator=standing_of(cast.other_rt))
    tellings = Notification.objects.filter(kind="event.published")
    assert set(tellings.values_list("object_id", flat=True)) == {second.pk}


@pytest.mark.usefixtures("deputy")
def test_new_words_are_held_anew_and_harmless_ones_shown(cast: Cast) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    change(event, cast, details=LINK)
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at is None) == ("link", False)
    assert (cast.other_rt.pk, "event.held") in told(event)
    change(event, cast, details="Tanpa pungutan.")
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at) == ("", None)
    published = Notification.objects.filter(object_id=event.pk, kind="event.published")
    assert published.count() == len(ANNOUNCED)


@pytest.mark.usefixtures("deputy")
def test_what_was_looked_at_stays_shown_when_only_its_time_changes(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    release_held(event, coordinator=standing_of(cast.other_rt))
    later = event.starts_at + timedelta(hours=1)
    change(event, cast, details=LINK, starts_at=later, ends_at=later + timedelta(hours=2))
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at, event.starts_at) == ("", None, later)


@pytest.mark.usefixtures("deputy")
def test_a_series_is_held_and_released_as_one_and_stays_looked_at(cast: Cast) -> None:
    event = published_event(cast, details=LINK, repeat="weekly")
    occurrences = Event.objects.filter(series=event.series)
    assert set(occurrences.values_list("held_for", flat=True)) == {"link"}
    third = occurrences.order_by("starts_at")[2]
    release_held(third, coordinator=standing_of(cast.other_rt))
    assert set(occurrences.values_list("held_for", "hidden_at")) == {("", None)}
    tellings = Notification.objects.filter(kind="event.published")
    assert set(tellings.values_list("object_id", flat=True)) == {event.pk}
    before = occurrences.count()
    assert make_occurrences(timezone.now() + timedelta(days=21)) == 3
    assert occurrences.count() == before + 3
    assert set(occurrences.values_list("held_for", "hidden_at")) == {("", None)}


@pytest.mark.usefixtures("deputy")
def test_new_occurrences_of_a_held_series_are_held_too(cast: Cast) -> None:
    event = published_event(cast, details=LINK, repeat="weekly")
    make_occurrences(timezone.now() + timedelta(days=21))
    occurrences = Event.objects.filter(series=event.series)
    assert set(occurrences.values_list("held_for", flat=True)) == {"link"}
    assert not occurrences.filter(hidden_at=None).exists()


@pytest.mark.usefixtures("deputy")
@pytest.mark.parametrize("repeat", ["", "weekly"])
def test_what_a_place_is_called_is_held_too(cast: Cast, repeat: str) -> None:
    event = published_event(cast, places=(TEAM, ACCOUNT), repeat=repeat)
    assert (event.held_for, event.hidden_at is None) == ("account", False)
    assert told(event) == {(cast.other_rt.pk, "event.held")}


@pytest.mark.usefixtures("deputy")
def test_a_place_renamed_or_added_is_read_anew_and_a_resized_one_is_not(cast: Cast) -> None:
    event = published_event(cast, places=(TEAM,))
    kept = replace(TEAM, shift_id=shift_of(event).pk)
    change(event, cast, places=(replace(kept, label=ACCOUNT.label),))
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at is None) == ("account", False)
    change(event, cast, places=(kept,))
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at) == ("", None)
    change(event, cast, places=(kept, ACCOUNT))
    event.refresh_from_db()
    assert event.held_for == "account"
    release_held(event, coordinator=standing_of(cast.other_rt))
    more = replace(ACCOUNT, shift_id=shift_of(event, ACCOUNT.label).pk, capacity=5)
    change(event, cast, places=(kept, more))
    event.refresh_from_db()
    assert (event.held_for, event.hidden_at) == ("", None)


def test_a_summary_and_a_reason_that_name_an_account_are_refused(cast: Cast) -> None:
    event = published_event(cast, repeat="weekly")
    assert event.series
    head, words = standing_of(cast.rw_head), "Uang kembali lewat BCA 1234567890."
    with pytest.raises(errors.WordsNotHere):
        cancel_event(event, reason=words, coordinator=head)
    with pytest.raises(errors.WordsNotHere):
        end_series(event.series, reason=words, coordinator=head)
    begun(event)
    with pytest.raises(errors.WordsNotHere):
        close_event(event, attendance={}, walk_ins=0, summary=words, coordinator=head)
    event.refresh_from_db()
    assert (event.status, Series.objects.get().ended_at) == ("published", None)


def release(event: Event, coordinator: Resident) -> Event:
    return release_held(event, coordinator=standing_of(coordinator), settle_in=UNDO_WINDOW)


def undo(event: Event, coordinator: Resident) -> Event:
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    entry_id = entries.filter(action="event.released").latest("id").pk
    return undo_release(event, coordinator=standing_of(coordinator), entry_id=entry_id)


@pytest.mark.usefixtures("deputy")
def test_announced_when_the_link_goes_after_a_release_was_undone(cast: Cast) -> None:
    event = published_event(cast, details=LINK)
    release(event, cast.other_rt)
    undo(event, cast.other_rt)
    change(event, cast, details="Tanpa pungutan.")
    event.refresh_from_db()
    assert event.hidden_at is None
    assert told(event) & announced(cast) == announced(cast)
    send_due(now=timezone.now() + timedelta(minutes=1))
    assert sum(kind == "event.published" for _, kind in tellings(event)) == len(ANNOUNCED)


def tellings(event: Event) -> list[tuple[int, str]]:
    seen = Notification.objects.filter(object_id=event.pk, delivered_at__isnull=False)
    return list(seen.order_by("id").values_list("recipient", "kind"))


@pytest.mark.usefixtures("deputy")
def test_release_of_what_was_announced_before_is_undone_too(cast: Cast) -> None:
    event = published_event(cast)
    send_due()
    change(event, cast, details=LINK)
    release(event, cast.other_rt)
    assert undo(event, cast.other_rt).held_for == "link"
    release(event, cast.other_rt)
    send_due(now=timezone.now() + timedelta(minutes=1))
    assert sum(kind == "event.published" for _, kind in tellings(event)) == len(ANNOUNCED)


@pytest.mark.usefixtures("deputy")
def test_series_released_as_one_is_held_again_as_one(cast: Cast) -> None:
    event = published_event(cast, details=LINK, repeat="weekly")
    occurrences = Event.objects.filter(series=event.series)
    assert occurrences.count() > 1
    release(event, cast.other_rt)
    undo(event, cast.other_rt)
    assert set(occurrences.values_list("held_for", flat=True)) == {"link"}
    assert not occurrences.filter(hidden_at=None).exists()


@pytest.mark.usefixtures("deputy")
def test_who_joined_hears_of_held_changes_once_they_can_be_seen(cast: Cast) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    later = event.starts_at + timedelta(hours=1)
    change(event, cast, details=LINK, starts_at=later, ends_at=later + timedelta(hours=2))
    event.refresh_from_db()
    change(event, cast, details=LINK + " ya")
    assert told_to(cast.volunteer, event) == []
    release(event, cast.other_rt)
    undo(event, cast.other_rt)
    send_due(now=timezone.now() + timedelta(minutes=1))
    assert told_to(cast.volunteer, event) == []
    release_held(event, coordinator=standing_of(cast.other_rt))
    assert told_to(cast.volunteer, event) == ["event.moved"]


@pytest.mark.usefixtures("deputy")
def test_who_joined_hears_of_the_change_that_shows_it_again(cast: Cast) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    change(event, cast, details=LINK)
    change(event, cast, details="Tanpa pungutan.")
    assert told_to(cast.volunteer, event) == ["event.changed"]


@pytest.mark.usefixtures("deputy")
def test_postponed_while_held_is_told_with_its_release(cast: Cast) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    change(event, cast, details=LINK)
    head = standing_of(cast.rw_head)
    later = event.starts_at + timedelta(days=1)
    postpone_event(event, starts_at=later, why="rain", coordinator=head)
    assert told_to(cast.volunteer, event) == []
    release_held(event, coordinator=standing_of(cast.other_rt))
    assert told_to(cast.volunteer, event) == ["event.rained_off"]


def told_to(person: Resident, event: Event) -> list[str]:
    """Of changes."""
    return [kind for pk, kind in tellings(event) if pk == person.pk and kind in CHANGES]
