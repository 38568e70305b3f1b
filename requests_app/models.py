import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.models import RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from requests_app.categories import CATEGORIES, Category
from requests_app.visibility import (
    covered_by,
    lined_up,
    opened_to,
    other_deciders,
    own_of,
    places_held_by,
    wrote,
)
from volunteers.models import Shift, SignUp
from web.codes import new_code

LIVE = ("open", "in_progress")


class AidRequestQuerySet(models.QuerySet["AidRequest"]):
    def visible_to(self, viewer: Standing | None) -> "AidRequestQuerySet":
        """What that person may open; everything else is a 404.

        One RW only. From its opening on a need is seen by its audience; before that, or
        hidden, by its requester, its helpers and the coordinators who answer for its RT.
        """
        if viewer is None or not viewer.belongs:
            return self.none()
        involved = own_of(viewer) | Q(Exists(places_held_by(viewer)))
        open_to = opened_to(viewer) | involved | lined_up(viewer)
        return self.filter((Q(rw=viewer.rw) & open_to) | covered_by(viewer))

    def involving(self, viewer: Standing) -> "AidRequestQuerySet":
        """One's own needs and those one holds a place in, each found by its own index."""
        own = AidRequest.objects.filter(own_of(viewer)).values("pk")
        places = SignUp.objects.holding_a_place().filter(volunteer=viewer.resident)
        helped = places.values("shift__need_id")
        return self.visible_to(viewer).filter(pk__in=own.union(helped))

    def covered_by(self, coordinator: Standing) -> "AidRequestQuerySet":
        """Needs of the RTs that this coordinator's offices answer for."""
        return self.filter(covered_by(coordinator))

    def on_board_of(self, viewer: Standing) -> "AidRequestQuerySet":
        """Live needs that the viewer may see; leaner than `visible_to`, for the index's sake."""
        return self.live().filter(
            opened_to(viewer) | own_of(viewer) | covered_by(viewer), rw=viewer.rw
        )

    def live(self) -> "AidRequestQuerySet":
        """Past its end a need is over, whether or not the clockwork has come by already."""
        return self.filter(status__in=LIVE, hidden_at=None, expires_at__gt=timezone.now())

    def in_board_order(self) -> "AidRequestQuerySet":
        """Urgent first, then by when needed; the index `need_board` has this order."""
        return self.order_by("urgency_rank", "needed_at", "id")

    def for_cards(self) -> "AidRequestQuerySet":
        """With all that a card reads, in a constant number of queries."""
        return self.select_related("rt", "rw", "requester", "posted_by").prefetch_related("shifts")

    def waiting_for(self, coordinator: Standing) -> "AidRequestQuerySet":
        """Awaiting that coordinator's decision, oldest first."""
        waiting = Q(status="pending") | Q(status__in=LIVE, reviewed_at=None)
        return self.decided_by(coordinator).filter(waiting).order_by("created_at", "id")

    def decided_by(self, coordinator: Standing) -> "AidRequestQuerySet":
        """What that coordinator may decide on; one's own is for others while there are any."""
        own = Q(requester=coordinator.resident) | wrote(coordinator)
        return self.covered_by(coordinator).exclude(own & Q(Exists(other_deciders(coordinator))))


class AidRequest(models.Model):
    """A need of somebody in an RT. Its life is in `actions`, who may do what in `rules`."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Awaiting approval")
        NEEDS_CHANGES = "needs_changes", _("Needs changes")
        DECLINED = "declined", _("Not approved")
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    class Urgency(models.TextChoices):
        EMERGENCY = "darurat", _("Emergency")
        URGENT = "segera", _("Urgent")
        NORMAL = "biasa", _("Normal")

    class Audience(models.TextChoices):
        RW = "rw", _("The whole RW")
        RT = "rt", _("My RT only")
        COORDINATORS = "coordinators", _("Coordinators only")

    # On the board, and still to be helped.
    LIVE = (Status.OPEN, Status.IN_PROGRESS)
    # Before a coordinator's yes.
    WAITING = (Status.PENDING, Status.NEEDS_CHANGES)
    URGENCY_RANK: ClassVar[dict[str, int]] = {"darurat": 0, "segera": 1, "biasa": 2}

    # When an RT is split, a need goes where its requester lives (neighborhoods.unit_rows).
    rt_follows = "requester"

    # Made with the empty form, so that a form sent twice posts once.
    draft = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=6, unique=True, default=new_code, editable=False)
    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="+")
    rt = models.ForeignKey(RukunTetangga, on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="needs"
    )
    # 'Atas nama': who wrote it for an assisted requester, and hears of it in their stead.
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_posted",
        db_index=False,
    )
    category = models.CharField(max_length=12, choices=[(c, c) for c in CATEGORIES])
    urgency = models.CharField(max_length=8, choices=Urgency)
    urgency_rank = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=80)
    details = models.TextField(max_length=1000, blank=True)
    # No time means as soon as possible.
    starts_at = models.DateTimeField(null=True, blank=True)
    # What the board sorts by: as soon as possible counts from the moment of asking.
    needed_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.RW)
    name_hidden = models.BooleanField(default=False)
    status = models.CharField(max_length=15, choices=Status, default=Status.PENDING)
    # A mark of its own, so that what is hidden keeps its state.
    hidden_at = models.DateTimeField(null=True, blank=True)
    # Why its words wait for a coordinator's look before others see them (`web.held`'s codes,
    # with commas); '' once somebody has looked.
    held_for = models.CharField(max_length=60, blank=True, db_default="")
    # When a coordinator last asked the neighbours once more, since nobody had come.
    called_at = models.DateTimeField(null=True, blank=True)
    # Words of whoever decided: personal, so here and never in the journal.
    reason = models.CharField(max_length=300, blank=True)
    # Opened at once as urgent; a coordinator has looked at it since.
    reviewed_at = models.DateTimeField(null=True, blank=True)
    # Raised by each change of time; part of a reminder's key.
    version = models.PositiveIntegerField(default=0)
    # Raised by every change, so that a coordinator decides on the words they read.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Its words were taken out (retention, or its requester's erasure); what was done stays.
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AidRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "pending",
                        "needs_changes",
                        "declined",
                        "open",
                        "in_progress",
                        "done",
                        "cancelled",
                        "expired",
                    ]
                ),
                name="need_status_known",
            ),
            models.CheckConstraint(
                condition=Q(urgency="darurat", urgency_rank=0)
                | Q(urgency="segera", urgency_rank=1)
                | Q(urgency="biasa", urgency_rank=2),
                name="need_urgency_ranked",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["rw", "rt", "coordinators"]), name="need_audience_known"
            ),
            models.CheckConstraint(
                condition=(Q(status="done") & Q(done_at__isnull=False))
                | (~Q(status="done") & Q(done_at=None)),
                name="need_done_has_time",
            ),
            models.CheckConstraint(
                condition=Q(needed_at=Coalesce("starts_at", "created_at")),
                name="need_sorted_by_its_time",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(expires_at__gt=F("starts_at")),
                name="need_expires_after_start",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            # The board reads this one, whole and in order.
            models.Index(
                "rw",
                "urgency_rank",
                "needed_at",
                "id",
                name="need_board",
                condition=Q(status__in=["open", "in_progress"], hidden_at=None),
            ),
            models.Index("rw", "created_at", name="need_waiting", condition=Q(status="pending")),
            models.Index(
                "expires_at",
                name="need_expiry",
                condition=Q(status__in=["pending", "needs_changes", "open", "in_progress"]),
            ),
            models.Index("requester", F("created_at").desc(), name="need_by_requester"),
            models.Index(
                "posted_by",
                F("created_at").desc(),
                name="need_by_poster",
                condition=Q(posted_by__isnull=False),
            ),
            # The last 90 days of what is over: older ones have lost their words.
            models.Index(
                "created_at",
                "id",
                name="need_to_anonymise",
                condition=Q(
                    status__in=["done", "cancelled", "expired", "declined"], anonymised_at=None
                ),
            ),
            models.Index(
                "starts_at",
                name="need_reminders",
                condition=Q(status__in=["open", "in_progress"], starts_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"AidRequest {self.code}"

    @property
    def kind(self) -> Category:
        return CATEGORIES[self.category]

    @property
    def people(self) -> Shift:
        """The one shift of helpers a need has; prefetched as `shifts` in lists."""
        return self.shifts.all()[0]

    @property
    def waits_for_a_look(self) -> bool:
        """Before a coordinator's yes, or on the board unread."""
        return self.status == self.Status.PENDING or (self.is_live and not self.reviewed_at)

    @property
    def is_over(self) -> bool:
        """Neither waiting nor live: there is nothing left to edit or cancel."""
        return self.status not in (*self.WAITING, *self.LIVE)

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE
