"""Publishing, changing, postponing and cancelling an event, and exactly whom it tells."""

from events.models import Event
from journal.models import Entry
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import published_event


def told(event: Event) -> set[tuple[int, str]]:
    """Who was told what so far, planned reminders left out."""
    notices = Notification.objects.filter(
        object_id=event.pk, kind__startswith="event.", delivered_at__isnull=False
    )
    return set(notices.values_list("recipient_id", "kind"))


def journaled(event: Event) -> list[str]:
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    return list(entries.order_by("id").values_list("action", flat=True))


def test_a_published_event_has_its_places_and_is_told_to_the_whole_rw(cast: Cast) -> None:
    event = published_event(cast)
    shifts = event.shifts.order_by("id").values_list("kind", "label", "capacity", "starts_at")
    assert list(shifts) == [
        ("people", "Regu selokan", 2, event.starts_at),
        ("tools", "Cangkul", 3, event.starts_at),
        ("food", "Makanan kecil", 1, event.starts_at),
    ]
    residents = (cast.rt_head, cast.volunteer, cast.requester, cast.other_rt)
    assert told(event) == {(person.pk, "event.published") for person in residents}
    assert journaled(event) == ["event.published"]
