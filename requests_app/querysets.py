from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from neighborhoods.standing import Standing
from volunteers.models import SignUp

if TYPE_CHECKING:
    pass

LIVE = ("open", "in_progress")


class AidRequestQuerySet(models.QuerySet["AidRequest"]):
    def visible_to(self, viewer: Standing | None) -> AidRequestQuerySet:
        """What that person may open; everything else is a 404.

        One RW only. From its opening on a need is seen by its audience; before that, or
        hidden, by its requester, its helpers and the coordinators who answer for its RT.
        """
        if viewer is None or not viewer.belongs:
            return self.none()
        return self.filter(
            opened_to(viewer)
            | Q(requester=viewer.resident)
            | Q(Exists(places_held_by(viewer)))
            | covered_by(viewer),
            rw=viewer.rw,
        )

    def involving(self, viewer: Standing) -> AidRequestQuerySet:
        """One's own needs and those one holds a place in."""
        mine = Q(requester=viewer.resident) | Q(Exists(places_held_by(viewer)))
        return self.visible_to(viewer).filter(mine)

    def helped_by(self, viewer: Standing) -> AidRequestQuerySet:
        return self.filter(Exists(places_held_by(viewer)))

    def unfinished(self) -> AidRequestQuerySet:
        """Not yet ended, or ended and still to be confirmed."""
        return self.filter(
            Q(status__in=("pending", "needs_changes", *LIVE)) | Q(status="done", confirmed_at=None)
        )

    def covered_by(self, coordinator: Standing) -> AidRequestQuerySet:
        """Needs of the RTs that this coordinator's offices answer for."""
        return self.filter(covered_by(coordinator), rw=coordinator.rw)

    def on_board_of(self, viewer: Standing) -> AidRequestQuerySet:
        """Live needs that the viewer may see; leaner than `visible_to`, for the index's sake."""
        return self.live().filter(
            opened_to(viewer) | Q(requester=viewer.resident) | covered_by(viewer), rw=viewer.rw
        )

    def live(self) -> AidRequestQuerySet:
        return self.filter(status__in=LIVE, hidden_at=None)

    def in_board_order(self) -> AidRequestQuerySet:
        """Urgent first, then by when needed; the index `need_board` has this order."""
        return self.order_by("urgency_rank", "needed_at", "id")

    def for_cards(self) -> AidRequestQuerySet:
        """With all that a card reads, in a constant number of queries."""
        return self.select_related("rt", "rw", "requester").prefetch_related("shifts")

    def waiting_for(self, coordinator: Standing) -> AidRequestQuerySet:
        """Awaiting that coordinator's decision, oldest first."""
        return (
            self.covered_by(coordinator)
            .filter(Q(status="pending") | Q(status__in=LIVE, reviewed_at=None))
            .order_by("created_at", "id")
        )


def opened_to(viewer: Standing) -> Q:
    audience = Q(audience="rw") | Q(audience="rt", rt=viewer.rt)
    return Q(audience, opened_at__isnull=False, hidden_at=None)


def covered_by(viewer: Standing) -> Q:
    if viewer.heads_rw:
        return Q(rw=viewer.rw)
    return Q(rt__in=viewer.covered_rt_ids)


def places_held_by(viewer: Standing) -> models.QuerySet[SignUp]:
    return SignUp.objects.holding_a_place().filter(
        shift__need=OuterRef("pk"), volunteer=viewer.resident
    )
