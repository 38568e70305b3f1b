"""What needs and events have in common for whoever moderates them.

Moderation hides by `hidden_at` alone; with `held_for` beside it, the hiding would be the
hold's, which a look at the words lifts (`requests_app.holding`, `events.actions`).
"""

from contextlib import nullcontext
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Resident
from events.held import held_in_event
from events.joining import resume_line as resume_events_line
from events.life import in_series
from events.models import Event, EventQuerySet
from events.notices import joined
from requests_app.concerned import helpers_of
from requests_app.models import AidRequest
from requests_app.offers import resume_line as resume_needs_line
from requests_app.voices import voice_of
from web.held import held_for
from web.rows import get_locked
from web.undo import UNDO_WINDOW

Thing = AidRequest | Event


def locked_thing(thing: Thing) -> Thing:
    """The row that every report and decision about it passes, read anew. In a transaction.

    Its own changes lock it first as well, so a report and an edit come one after the other.
    A decision reaches the siblings of an event that repeats: their series' row comes first.
    """
    rows = type(thing).objects.select_related("rw", "rt")
    with in_series(thing) if isinstance(thing, Event) else nullcontext():
        fresh: Thing = get_locked(rows, thing.pk)
    return fresh


def owner_of(thing: Thing) -> Resident:
    """Whoever answers for it: for a requester without a phone, who speaks for them."""
    return voice_of(thing) if isinstance(thing, AidRequest) else thing.organizer


def owner_id_of(thing: Thing) -> int:
    if isinstance(thing, AidRequest) and not thing.posted_by_id:
        return thing.requester_id
    return owner_of(thing).pk


def authors_of(thing: Thing) -> set[int]:
    """Whose it is, and who wrote it for them."""
    if isinstance(thing, AidRequest):
        return {pk for pk in (thing.requester_id, thing.posted_by_id) if pk}
    return {thing.organizer_id}


def label_of(thing: Thing) -> str:
    """Its kind, which may stand in a title: never its words, never a name."""
    return str(thing.kind.label if isinstance(thing, AidRequest) else thing.shape.label)


def is_on_view(thing: Thing) -> bool:
    """Whether others than its coordinators have had it before their eyes."""
    return not isinstance(thing, AidRequest) or thing.opened_at is not None


def people_in(thing: Thing) -> list[Resident]:
    """Whoever promised to come."""
    return helpers_of(thing) if isinstance(thing, AidRequest) else list(joined(thing))


def url_of(thing: Thing) -> str:
    name = "need" if isinstance(thing, AidRequest) else "event"
    return reverse(name, args=[thing.code])


def hide(thing: Thing, *, at: datetime) -> bool:
    """Whether it was in sight before. What a hold had hidden is moderation's from now on."""
    was_seen = thing.hidden_at is None
    thing.hidden_at = thing.hidden_at or at
    thing.held_for = ""
    for each in [thing, *still_to_hide(thing)]:
        each.hidden_at, each.held_for = thing.hidden_at, ""
        each.save(update_fields=["hidden_at", "held_for"])
    return was_seen


def show(thing: Thing) -> None:
    for each in [thing, *hidden_with(thing)]:
        each.hidden_at = None
        each.save(update_fields=["hidden_at"])
        resume_line(each)


def siblings(thing: Thing) -> EventQuerySet:
    """The other occurrences of its series, locked in their order; none of what happens once."""
    if isinstance(thing, AidRequest) or thing.series_id is None:
        return Event.objects.none()
    others = Event.objects.filter(series=thing.series_id).exclude(pk=thing.pk)
    return others.select_for_update(no_key=True, of=("self",)).order_by("starts_at", "id")


def still_to_hide(thing: Thing) -> EventQuerySet:
    """What says the same and lies ahead. One that a decision of its own hid stays with that."""
    if isinstance(thing, AidRequest) or thing.is_changed:
        return siblings(thing).none()
    alike = siblings(thing).filter(is_changed=False, starts_at__gt=timezone.now())
    return alike.exclude(hidden_at__isnull=False, held_for="")


def hidden_with(thing: Thing) -> EventQuerySet:
    """By the same decision, which their time says; new occurrences took it over."""
    if thing.hidden_at is None:
        return siblings(thing).none()
    return siblings(thing).filter(hidden_at=thing.hidden_at, held_for="")


def hold(thing: Thing) -> None:
    """Back to the hold that hid it before moderation did: its words are as they were."""
    for each in [thing, *hidden_with(thing)]:
        each.held_for = held_now(each)
        each.hidden_at = each.hidden_at if each.held_for else None
        each.save(update_fields=["hidden_at", "held_for"])
        if not each.hidden_at:
            resume_line(each)


def held_now(thing: Thing) -> str:
    if isinstance(thing, AidRequest):
        return held_for(thing.title, thing.details)
    return held_in_event(thing)


def resume_line(thing: Thing) -> None:
    """Whoever waits in it is asked now what nobody was asked while it was out of sight.

    Not before the decision that showed it can no longer be undone.
    """
    if isinstance(thing, AidRequest):
        resume_needs_line(thing, settle_in=UNDO_WINDOW)
    else:
        resume_events_line(thing, settle_in=UNDO_WINDOW)


def picture_of(thing: Thing) -> str:
    """Its icon's name."""
    if isinstance(thing, AidRequest):
        return f"cat-{thing.category}"
    return f"ev-{thing.kind}"
