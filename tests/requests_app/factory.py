"""Needs in each state of their life, made by the product's own actions."""

from datetime import datetime
from typing import Any

from neighborhoods.standing import standing_of
from requests_app import actions, decisions, helping
from requests_app.actions import Draft
from requests_app.models import AidRequest
from tests.cast import Cast


def draft(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "category": "errand",
        "title": "Titip belanja ke pasar",
        "details": "Sayur dan telur untuk dua hari.",
        "starts_at": None,
        "helpers": 2,
    }
    return Draft(**values | changes)


def pending_need(cast: Cast, **changes: Any) -> AidRequest:
    return actions.post_need(draft(**changes), requester=standing_of(cast.requester))


def open_need(cast: Cast, **changes: Any) -> AidRequest:
    need = pending_need(cast, **changes)
    if need.status == AidRequest.Status.PENDING:
        need = decisions.approve_need(need, coordinator=standing_of(cast.rt_head))
    return need


def helped_need(cast: Cast, *, starts_at: datetime | None = None, **changes: Any) -> AidRequest:
    need = open_need(cast, starts_at=starts_at, **changes)
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    need.refresh_from_db()
    return need


def done_need(cast: Cast, **changes: Any) -> AidRequest:
    return helping.mark_done(helped_need(cast, **changes), by=cast.requester)
