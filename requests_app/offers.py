"""A freed place goes down the waiting list, and whoever drops out of the line is told why."""

from datetime import datetime, timedelta

from django.utils import timezone

from journal.models import Entry
from requests_app import notices
from requests_app.life import journal, locked
from requests_app.models import AidRequest
from volunteers.models import SignUp
from volunteers.waiting import (
    close_line,
    has_begun,
    lapsed_offers,
    pass_on,
    resume,
    waiting_in_vain,
)
from web.ticking import each_due
from web.undo import told_at

# How many a tick passes on at the most; the next one goes on.
BATCH = 500


def offer_on(need: AidRequest, offered: list[SignUp]) -> None:
    """Ask those to whom the engine has offered a place.

    Once hidden, its page can't be opened: `resume_line` asks them when it is shown again.
    """
    if offered and not need.hidden_at:
        entry = journal("offered", need, actor=None)
        notices.tell_people(need, offered, "place_offered", entry=entry)


def resume_line(
    need: AidRequest, *, entry: Entry | None = None, settle_in: timedelta = timedelta()
) -> None:
    """Under its lock: shown again, who was offered a place is asked anew, and free places go on.

    Without an `entry` that says why, one is made.
    """
    if not need.is_live or need.hidden_at:
        return
    if has_begun(need.people, timezone.now()):
        dismiss_line(need)
    elif offered := resume(need.people):
        entry = entry or journal("offered", need, actor=None)
        due_at = told_at(settle_in)
        notices.tell_people(need, offered, "place_offered", entry=entry, due_at=due_at)


def dismiss_line(need: AidRequest) -> int:
    """No place will come free any more."""
    people = close_line(need.people)
    if people:
        entry = journal("line_closed", need, actor=None)
        notices.tell_people(need, people, "no_place", entry=entry)
    return len(people)


def pass_on_offers(now: datetime) -> int:
    """Pass on what nobody answered in time, and end the lines of what has begun.

    Returns how many dropped out. Any number of runs, at once too, give the same.
    """
    shown = AidRequest.objects.filter(status__in=AidRequest.LIVE, hidden_at=None)
    late = (
        lapsed_offers(now).values("shift__need").union(waiting_in_vain(now).values("shift__need"))
    )

    def move_one(need: AidRequest) -> int:
        return move_line(need, now)

    return each_due(shown.filter(pk__in=late), move_one, most=BATCH)


def move_line(need: AidRequest, now: datetime) -> int:
    with locked(need, states=AidRequest.LIVE) as fresh:
        lapsed = lapsed_offers(now).filter(shift__need=fresh).select_related("volunteer")
        dropped = [drop(offer, fresh, now) for offer in lapsed.order_by("id")]
        begun = fresh.starts_at is not None and fresh.starts_at <= now
        return sum(dropped) + (dismiss_line(fresh) if begun else 0)


def drop(offer: SignUp, need: AidRequest, now: datetime) -> bool:
    dropped, offered = pass_on(offer, now)
    if dropped:
        entry = journal("lapsed", need, actor=None)
        notices.tell_people(need, [offer], "offer_lapsed", entry=entry)
        offer_on(need, offered)
    return dropped
