"""That somebody lives in an RT."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.models.units import Household, RukunTetangga


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(status=Membership.Status.ACTIVE)

    def current(self) -> "MembershipQuerySet":
        """In force or awaiting verification: at most one a person."""
        return self.filter(status__in=(Membership.Status.PENDING, Membership.Status.ACTIVE))

    def known_in_house(self) -> "MembershipQuerySet":
        """`is_known_in_house`, asked of the database."""
        return self.in_force().filter(
            household__isnull=False,
            household_confirmed_at__isnull=False,
            household_refused_at=None,
        )


class Membership(models.Model):
    """That somebody lives in an RT. Verified by recognition: a coordinator knows the house."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Awaiting verification")
        ACTIVE = "active", _("Verified resident")
        DECLINED = "declined", _("Not recognised")
        ENDED = "ended", _("Ended")

    class Kind(models.TextChoices):
        """How somebody lives here. What the identity card says is asked in these words only."""

        PERMANENT = "tetap", _("Permanent")
        TENANT = "kontrak", _("Renting a house")
        BOARDER = "kos", _("Boarding")
        ELSEWHERE = "ktp_luar", _("Identity card from elsewhere")

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    rt = models.ForeignKey(RukunTetangga, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    kind = models.CharField(max_length=8, choices=Kind, blank=True, db_default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    invitation = models.ForeignKey(
        "Invitation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        db_index=False,
    )
    joined_at = models.DateTimeField(default=timezone.now)
    # Recognised or declined, by a coordinator.
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships_decided",
        db_index=False,
    )
    decline_reason = models.CharField(max_length=300, blank=True, db_default="")
    # That the people of the house know them, or that nobody else lived there when they were
    # let in (`neighborhoods.known_in_house`).
    household_confirmed_at = models.DateTimeField(null=True, blank=True)
    household_refused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "resident",
                name="one_membership_at_a_time",
                condition=Q(status__in=["pending", "active"]),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "active", "declined", "ended"]),
                name="membership_has_a_status",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", "tetap", "kontrak", "kos", "ktp_luar"]),
                name="membership_kind_known",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("rt", "joined_at", name="pending_by_rt", condition=Q(status="pending")),
            models.Index(
                "invitation",
                name="membership_by_invitation",
                condition=Q(invitation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk} ({self.status})"

    @property
    def is_known_in_house(self) -> bool:
        """Verified, and known in the house itself: so they may speak for it."""
        is_in_force = self.status == Membership.Status.ACTIVE and self.household_id is not None
        return bool(is_in_force and self.household_confirmed_at and not self.household_refused_at)
