"""Posting a need and changing what it says. Decisions are in `decisions`, help in `helping`."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from neighborhoods.assisted import may_act_for
from neighborhoods.at_home import at_home
from neighborhoods.standing import Standing
from requests_app import notices
from requests_app.categories import CATEGORIES
from requests_app.emergency import tells_of_violence
from requests_app.errors import CoordinatorsOnly, FormUsed, NeverAPost, NotTheirVoice, NotVerified
from requests_app.holding import held_after_change
from requests_app.life import check_not_ended, expiry, journal, locked
from requests_app.models import AidRequest
from requests_app.offers import offer_on, resume_line
from requests_app.rules import others_in_office
from volunteers.actions import release_all, reschedule, resize
from volunteers.models import Shift, SignUp
from web.constraints import with_free_codes
from web.held import held_for


@dataclass(frozen=True)
class Draft:
    """What the form says, cleaned. `starts_at` is aware; None means as soon as possible."""

    category: str
    title: str
    details: str
    starts_at: datetime | None
    helpers: int
    name_hidden: bool = False
    rt_only: bool = False


def post_need(
    draft: Draft,
    *,
    requester: Standing,
    written_by: Standing | None = None,
    key: uuid.UUID | None = None,
) -> AidRequest:
    """A new need; the same `key` sent again gives the need it made the first time.

    'Atas nama': `written_by` speaks for a `requester` without a phone.
    Raises CoordinatorsOnly, FormUsed, NeverAPost, NotTheirVoice, NotVerified.
    """
    key = key or uuid.uuid4()
    with at_home(requester) as asking:
        check_may_post(draft, asking, written_by)
        need, is_new = find_or_create(key, first_values(draft, asking, written_by))
        if not is_new:
            check_same_form(need, draft, asking)
        else:
            Shift.objects.create(need=need, capacity=draft.helpers, starts_at=draft.starts_at)
            announce(need, written_by or asking)
    return need


def check_same_form(need: AidRequest, draft: Draft, requester: Standing) -> None:
    """A form sent twice is one need; the same form with other words must not be lost quietly."""
    stored = (need.category, need.title, need.details, need.starts_at, need.audience)
    sent = (draft.category, draft.title, draft.details, draft.starts_at, audience(draft))
    same = (*stored, need.name_hidden, need.people.capacity) == (
        *sent,
        draft.name_hidden,
        draft.helpers,
    )
    if need.requester_id != requester.resident.pk or not same:
        raise FormUsed


def find_or_create(key: uuid.UUID, values: dict[str, object]) -> tuple[AidRequest, bool]:
    """By its draft key."""
    return with_free_codes(lambda: AidRequest.objects.get_or_create(draft=key, defaults=values))


def check_may_post(draft: Draft, requester: Standing, written_by: Standing | None) -> None:
    if not requester.is_verified:
        raise NotVerified
    if written_by and not may_act_for(written_by, requester.resident):
        raise NotTheirVoice
    writer = written_by or requester
    if CATEGORIES[draft.category].coordinators_only and not writer.is_coordinator:
        raise CoordinatorsOnly
    check_words(draft)


def check_words(draft: Draft) -> None:
    if tells_of_violence(draft.title, draft.details):
        raise NeverAPost


def first_values(
    draft: Draft, requester: Standing, written_by: Standing | None
) -> dict[str, object]:
    category = CATEGORIES[draft.category]
    now = timezone.now()
    return {
        "rw": requester.rw,
        "rt": requester.rt,
        "requester": requester.resident,
        "posted_by": written_by.resident if written_by else None,
        "category": draft.category,
        "urgency": category.urgency,
        "urgency_rank": AidRequest.URGENCY_RANK[category.urgency],
        "created_at": now,
        "held_for": held_for(draft.title, draft.details),
    } | words_and_time(draft, posted_at=now, now=now)


def words_and_time(draft: Draft, *, posted_at: datetime, now: datetime) -> dict[str, object]:
    """Its columns. 'As soon as possible' is sorted by its posting and ends some days from now."""
    return {
        "title": draft.title,
        "details": draft.details,
        "starts_at": draft.starts_at,
        "needed_at": draft.starts_at or posted_at,
        "expires_at": expiry(draft.starts_at, now=now),
        "name_hidden": draft.name_hidden,
        "audience": audience(draft),
    }


def audience(draft: Draft) -> str:
    if CATEGORIES[draft.category].seen_by_coordinators_only:
        return AidRequest.Audience.COORDINATORS
    return AidRequest.Audience.RT if draft.rt_only else AidRequest.Audience.RW


def announce(need: AidRequest, writer: Standing) -> None:
    """Open it at once where the RW says so, else ask the coordinators."""
    entry = journal("posted", need, actor=writer.resident)
    if not opens_at_once(need, writer):
        notices.tell_deciders(need, "waiting", entry=entry)
        return
    need.status = AidRequest.Status.OPEN
    need.opened_at = timezone.now()
    need.save(update_fields=["status", "opened_at"])
    entry = journal("opened", need, actor=None)
    notices.tell_deciders(need, "opened", entry=entry)


def opens_at_once(need: AidRequest, writer: Standing) -> bool:
    """Urgent needs, and those of a coordinator whom nobody in office could approve.

    Never words that are held: the call screen has already said whom to phone at once.
    """
    if need.held_for:
        return False
    if need.urgency == AidRequest.Urgency.NORMAL:
        by_default = not need.rw.normal_needs_approval
    else:
        by_default = need.rw.urgent_opens_at_once
    covers = writer.covers(rt_id=need.rt_id, rw_id=need.rw_id)
    return by_default or (covers and not others_in_office(writer, need))


def change_need(need: AidRequest, draft: Draft, *, requester: Standing) -> AidRequest:
    """New words, time or number of helpers; its category stays.

    Before a decision it goes back to the coordinators; on the board it stays open, they
    look at it afterwards, and the helpers are asked again. With words that are held it is
    hidden until they have looked; helpers keep their places. Raises NeverAPost,
    NotPossibleNow, TooFewPlaces.
    """
    check_words(draft)
    with locked(need, states=(*AidRequest.WAITING, *AidRequest.LIVE)) as fresh:
        moved = fresh.starts_at != draft.starts_at
        was_hidden = fresh.hidden_at
        if not moved:
            check_not_ended(fresh)
        set_words_and_time(fresh, draft, moved=moved)
        offered = set_places(fresh, draft)
        entry = journal("moved" if moved else "changed", fresh, actor=requester.resident)
        notices.tell_deciders(fresh, what_to_decide(fresh), entry=entry)
        if fresh.is_live:
            notices.tell_helpers(fresh, "moved" if moved else "changed", entry=entry)
            notices.plan_reminders(fresh)
            resume_line(fresh) if was_hidden else offer_on(fresh, offered)
    return fresh


def what_to_decide(need: AidRequest) -> str:
    if not need.is_live:
        return "waiting"
    return "held" if need.held_for else "changed"


def set_words_and_time(need: AidRequest, draft: Draft, *, moved: bool) -> None:
    now = timezone.now()
    changed = words_and_time(draft, posted_at=need.created_at, now=now)
    changed |= held_after_change(need, draft.title, draft.details, now=now)
    changed |= {
        "version": need.version + moved,
        "revision": need.revision + 1,
        "reviewed_at": None,
    }
    if not need.is_live:
        changed |= {"status": AidRequest.Status.PENDING, "reason": ""}
    for field, value in changed.items():
        setattr(need, field, value)
    need.save(update_fields=[*changed])


def set_places(need: AidRequest, draft: Draft) -> list[SignUp]:
    """Answers those in line to whom a place is offered now."""
    shift = need.people
    moved = shift.starts_at != draft.starts_at
    offered = reschedule(shift, draft.starts_at, None) if moved else []
    return offered + resize(shift, draft.helpers)


def cancel_need(need: AidRequest, *, requester: Standing) -> AidRequest:
    """Taken back by its requester; helpers are told and freed. Raises NotPossibleNow."""
    with locked(need, states=(*AidRequest.WAITING, *AidRequest.LIVE)) as fresh:
        fresh.status = AidRequest.Status.CANCELLED
        fresh.save(update_fields=["status"])
        entry = journal("cancelled", fresh, actor=requester.resident)
        notices.tell_helpers(fresh, "cancelled", entry=entry)
        release_all(fresh.people, line_reason=SignUp.Reason.NO_PLACE)
    return fresh
