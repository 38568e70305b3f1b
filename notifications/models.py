from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from notifications import kinds


class NotificationQuerySet(models.QuerySet["Notification"]):
    def inbox_of(self, resident: Resident) -> "NotificationQuerySet":
        """What has been delivered to them, newest first; a planned reminder is not seen yet."""
        mine = self.filter(recipient=resident, delivered_at__isnull=False)
        return mine.order_by("-delivered_at", "-id")

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True, delivered_at__isnull=False)


class Notification(models.Model):
    """Something told to one person: of which kind, about which object.

    It stores no words, so no personal data: the kind renders them when they are read or
    sent, in the recipient's language and from what is true then.
    """

    # PROTECT, since residents are anonymised and never deleted.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    code = models.CharField(max_length=12)
    # Copied, since the neighbourhoods live a floor above.
    rw_id = models.BigIntegerField()
    zone = models.CharField(max_length=40)
    # Raised by each change of time or place, so that a moved reminder speaks anew.
    version = models.BigIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    delivered_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "kind", "object_id", "version", "recipient", name="told_once_per_version"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(delivered_at__isnull=False),
                name="read_only_once_delivered",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                "recipient",
                F("delivered_at").desc(),
                F("id").desc(),
                name="inbox_pages",
                condition=Q(delivered_at__isnull=False),
            ),
            models.Index(
                "recipient",
                name="inbox_unread",
                condition=Q(delivered_at__isnull=False, read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"

    @cached_property
    def subject(self) -> Any:
        """The object it tells about; a list has them attached by `kinds.attach_subjects`."""
        load = kinds.get(self.kind).load
        return load([self.object_id]).get(self.object_id) if load else None


class Delivery(models.Model):
    """One notification through one channel: a row of the outbox, and its whole truth."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Skipped")
        HELD = "held", _("Held until quiet hours end")
        EXPIRED = "expired", _("Too late")
        FAILED = "failed", _("Failed")

    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=12)
    # kind:object:version:person:channel
    dedup_key = models.CharField(max_length=160, unique=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=8, choices=Status, db_default=Status.PENDING)
    reason = models.CharField(max_length=40, blank=True, db_default="")
    # Who claims a row holds it until then; the fence tells a late sender that it lost it.
    lease_until = models.DateTimeField(null=True)
    fence = models.IntegerField(db_default=0)
    attempts = models.IntegerField(db_default=0)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "pending",
                        "sending",
                        "sent",
                        "skipped",
                        "held",
                        "expired",
                        "failed",
                    ]
                ),
                name="delivery_status_known",
            ),
            # A form, not a list: a later channel adds a module and no migration.
            models.CheckConstraint(
                condition=Q(channel__regex=r"^[a-z_]{2,12}$"), name="delivery_channel_form"
            ),
            models.CheckConstraint(
                condition=Q(status="sending", lease_until__isnull=False)
                | (~Q(status="sending") & Q(lease_until=None)),
                name="delivery_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at=None)),
                name="delivery_sent_has_time",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                "channel", "due_at", "id", name="outbox_due", condition=Q(status="pending")
            ),
            models.Index("channel", "due_at", name="outbox_held", condition=Q(status="held")),
            models.Index(
                "expires_at",
                name="outbox_expiring",
                condition=Q(status__in=["pending", "held"], expires_at__isnull=False),
            ),
            models.Index(
                "channel", "lease_until", name="outbox_leased", condition=Q(status="sending")
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk} ({self.channel}, {self.status})"


class Preference(models.Model):
    """That somebody does (or does not) want to be reached through a channel."""

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    channel = models.CharField(max_length=12)
    enabled = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("resident", "channel", name="one_preference_per_channel"),
            # The inbox is a page one opens oneself; there is nothing to switch off.
            models.CheckConstraint(
                condition=Q(channel__regex=r"^[a-z_]{2,12}$") & ~Q(channel="inapp"),
                name="preference_channel_form",
            ),
        ]

    def __str__(self) -> str:
        return f"Preference {self.pk} ({self.channel})"


class Heartbeat(models.Model):
    """When a tick last ran; `/readyz` asks for its age."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
