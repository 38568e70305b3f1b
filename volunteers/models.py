from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.triggers import SHIFT_TRIGGERS, SIGN_UP_TRIGGERS

MOST_PLACES = 500


class Shift(models.Model):
    """Countable places with a capacity, of one need (or, from issue 3 on, one event).

    `taken` is kept by a trigger on SignUp; with its CHECK it is what makes over-claiming
    impossible, from psql too. Nothing else may write it.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", _("People")

    need = models.ForeignKey(
        "requests_app.AidRequest", on_delete=models.CASCADE, null=True, related_name="shifts"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PEOPLE)
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(need__isnull=False), name="shift_has_one_owner"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="shift_not_overfull"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_PLACES)), name="shift_capacity_sane"
            ),
            models.CheckConstraint(condition=Q(kind__in=["people"]), name="shift_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_start",
            ),
        ]
        triggers = SHIFT_TRIGGERS

    def __str__(self) -> str:
        return f"Shift {self.pk} ({self.taken}/{self.capacity})"

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def holding_a_place(self) -> "SignUpQuerySet":
        return self.filter(status__in=SignUp.HOLDS_A_PLACE)


class SignUp(models.Model):
    """One person's promise to one shift."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Signed up")
        RELEASED = "released", _("Withdrawn")
        DONE = "done", _("Done")

    HOLDS_A_PLACE = (Status.ACTIVE, Status.DONE)

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="sign_ups")
    volunteer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_ups"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "shift",
                "volunteer",
                name="one_place_per_person_and_shift",
                condition=Q(status__in=["active", "done"]),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "released", "done"]), name="sign_up_status_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("volunteer", "status", name="sign_up_by_volunteer"),
        ]
        triggers = SIGN_UP_TRIGGERS

    def __str__(self) -> str:
        return f"SignUp {self.pk} ({self.status})"
