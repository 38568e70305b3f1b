"""Words that wait for a coordinator's look (`web.held`): before the board, or hidden on it.

A live need with `held_for` is hidden by that alone; one that is hidden without it has been
hidden by moderation, whose decision no edit and no look at the words may lift.
"""

from datetime import datetime

from requests_app.models import AidRequest
from web.held import held_for

COLUMNS = ("held_for", "hidden_at")


def held_after_change(
    need: AidRequest, title: str, details: str, *, now: datetime
) -> dict[str, object]:
    """Both columns for the new words. The same words are not held a second time."""
    hidden_by_moderation = need.hidden_at and not need.held_for
    if hidden_by_moderation or (title, details) == (need.title, need.details):
        return {}
    held = held_for(title, details)
    return {"held_for": held, "hidden_at": now if held and need.is_live else None}


def let_through(need: AidRequest) -> tuple[str, ...]:
    """The hold ends, and the hiding that was its own; the columns it set, to be saved."""
    if not need.held_for:
        return ()
    need.held_for, need.hidden_at = "", None
    return COLUMNS
