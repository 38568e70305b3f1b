"""What waits for a coordinator, as one list: of whatever kind, the oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordinators import sources
from coordinators.data_requests import waiting_for as data_requests_for
from coordinators.items import QueueItem
from moderation.models import Case
from neighborhoods.newcomers import newcomers_for
from neighborhoods.standing import Standing
from requests_app.calling import unfilled
from requests_app.models import AidRequest

QUEUE = 50


@dataclass(frozen=True)
class Queue:
    items: list[QueueItem]
    # Whether more follow once these are decided.
    more: bool


def queue_for(coordinator: Standing) -> Queue:
    """In a constant number of queries, and no more rows of each kind than are shown."""
    now = timezone.now()
    needs, open_needs, cases, appeals, held, past, people, asked = waiting(coordinator, now)
    found: Iterable[QueueItem] = chain(
        sources.approvals(few(needs), coordinator, now),
        sources.unfilled_needs(few(open_needs), coordinator, now),
        sources.reports(few(cases), now),
        sources.appeals(few(appeals), now),
        sources.held_events(few(held), now),
        sources.events_to_close(few(past), now),
        sources.newcomers(few(people), now),
        sources.data_requests(few(asked), now),
    )
    items = sorted(found, key=lambda item: (item.since, item.ref))
    return Queue(items[:QUEUE], more=len(items) > QUEUE)


def waiting(coordinator: Standing, now: datetime) -> tuple[QuerySet[Any, Any], ...]:
    return (
        AidRequest.objects.waiting_for(coordinator),
        unfilled(coordinator, now),
        Case.objects.waiting_for(coordinator),
        Case.objects.appeals_for(coordinator),
        sources.held_for(coordinator, now),
        sources.past_their_end(coordinator, now),
        newcomers_for(coordinator, now),
        data_requests_for(coordinator, now),
    )


def few(rows: QuerySet[Any, Any]) -> Any:
    return rows[: QUEUE + 1]


def waiting_count(coordinator: Standing) -> int:
    """How much waits, counted in one query and no further than the desk shows."""
    if not coordinator.is_coordinator:
        return 0
    first, *others = [
        rows.order_by().values_list("pk")[:QUEUE] for rows in waiting(coordinator, timezone.now())
    ]
    return min(first.union(*others, all=True).count(), QUEUE)
