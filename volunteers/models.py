from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.staying import stayed
from volunteers.triggers import SHIFT_TRIGGERS, SIGN_UP_TRIGGERS

MOST_PLACES = 500


class Shift(models.Model):
    """Countable places (people, tools or food) with a capacity, of one need or one event.

    `taken` is kept by a trigger on SignUp; with its CHECK it is what makes over-claiming
    impossible, from psql too. Nothing else may write it.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", _("People")
        TOOLS = "tools", _("Tools")
        FOOD = "food", _("Food")

    need = models.ForeignKey(
        "requests_app.AidRequest", on_delete=models.CASCADE, null=True, related_name="shifts"
    )
    event = models.ForeignKey(
        "events.Event",
        on_delete=models.CASCADE,
        null=True,
        related_name="shifts",
        # `shift_by_event` instead, which leaves out the needs' shifts.
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PEOPLE)
    # 'Cangkul', 'Nasi bungkus', 'Regu selokan'. A need's one shift has none, and an event's
    # none any more once its organizer has deleted the account.
    label = models.CharField(max_length=60, blank=True, db_default="")
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, event=None) | Q(need=None, event__isnull=False),
                name="shift_of_need_or_event",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="shift_not_overfull"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_PLACES)), name="shift_capacity_sane"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["people", "tools", "food"]), name="shift_of_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_start",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("event", name="shift_by_event", condition=Q(event__isnull=False)),
        ]
        triggers = SHIFT_TRIGGERS

    def __str__(self) -> str:
        return f"Shift {self.pk} ({self.taken}/{self.capacity})"

    @property
    def name(self) -> str:
        """What it is called; by its kind where it has no words."""
        return self.label or str(self.get_kind_display())

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    @property
    def owner(self) -> Any:
        """The need or event it is of: one of both is there, by CHECK."""
        return self.need if self.need_id else self.event

    @property
    def zone(self) -> str:
        """The time zone of the RW that the need or event lies in."""
        zone: str = self.owner.rw.zone
        return zone

    @property
    def is_hidden(self) -> bool:
        """Whether its need or event is out of its people's sight for now."""
        return self.owner.hidden_at is not None


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def holding_a_place(self) -> "SignUpQuerySet":
        """Promised or done. An offered place is reserved, but nobody has promised yet."""
        return self.filter(status__in=SignUp.HOLDS_A_PLACE)

    def current(self) -> "SignUpQuerySet":
        """All that is not released: at most one a person and shift."""
        return self.exclude(status=SignUp.Status.RELEASED)

    def of_who_stayed(self) -> "SignUpQuerySet":
        """Whoever left since they signed up has let go of it, and gets nothing back."""
        return self.filter(stayed("volunteer", "created_at"))

    def in_line(self) -> "SignUpQuerySet":
        """The waiting list, first come first; ids are given under the shift's lock."""
        return self.filter(status=SignUp.Status.WAITING).order_by("id")

    def with_turn(self) -> "SignUpQuerySet":
        """Each with its `turn` in line, from 1; 0 for what doesn't wait."""
        up_to_it = SignUp.objects.in_line().filter(shift=OuterRef("shift"), id__lte=OuterRef("id"))
        turn = up_to_it.order_by().values("shift").annotate(n=Count("*")).values("n")
        waiting = When(status=SignUp.Status.WAITING, then=Subquery(turn))
        return self.annotate(turn=Case(waiting, default=Value(0)))


class SignUp(models.Model):
    """One person's promise to one shift, or their place in its waiting list."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Signed up")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("A place is offered")
        RELEASED = "released", _("Withdrawn")
        DONE = "done", _("Done")

    class Reason(models.TextChoices):
        """Why a sign-up was released; never anything about the person."""

        WITHDRAWN = "withdrawn", _("Withdrawn")
        UNANSWERED = "unanswered", _("The offered place was not answered in time")
        TURNED_DOWN = "turned_down", _("The offered place was turned down")
        NO_PLACE = "no_place", _("No place came free in time")
        CANCELLED = "cancelled", _("Cancelled")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    # What counts into `Shift.taken`; the triggers say the same.
    TAKES_A_PLACE = (Status.ACTIVE, Status.OFFERED, Status.DONE)
    HOLDS_A_PLACE = (Status.ACTIVE, Status.DONE)

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="sign_ups")
    volunteer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_ups"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    # Until when an offered place is kept for this person.
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True, db_default="")

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "shift",
                "volunteer",
                name="one_sign_up_per_person_and_shift",
                condition=Q(status__in=["active", "waiting", "offered", "done"]),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "waiting", "offered", "released", "done"]),
                name="sign_up_of_known_status",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offer_ends_at__isnull=False)
                | (~Q(status="offered") & Q(offer_ends_at=None)),
                name="sign_up_offer_ends",
            ),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "",
                        "withdrawn",
                        "unanswered",
                        "turned_down",
                        "no_place",
                        "cancelled",
                        "excused",
                        "absent",
                    ]
                ),
                name="sign_up_reason_known",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("volunteer", "status", name="sign_up_by_volunteer"),
            models.Index("shift", "id", name="sign_up_waiting", condition=Q(status="waiting")),
            models.Index("offer_ends_at", name="sign_up_offers", condition=Q(status="offered")),
        ]
        triggers = SIGN_UP_TRIGGERS

    def __str__(self) -> str:
        return f"SignUp {self.pk} ({self.status})"


class CalendarFeed(models.Model):
    """One person's private calendar address. The token itself is shown once and never kept."""

    resident = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    # SHA-256 in hex; the token has 160 random bits, so no salt is needed.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"CalendarFeed {self.pk}"
