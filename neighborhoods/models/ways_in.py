"""How people and whole neighbourhoods come in: invitations and foundings."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.models.offices import Office
from neighborhoods.models.units import UNIT_NUMBER, RukunTetangga, RukunWarga, Zone

if TYPE_CHECKING:
    from neighborhoods.standing import Standing


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Still a way in: neither revoked nor over nor used up, and its RT is there."""
        return self.filter(
            Q(rt=None) | Q(rt__closed_at=None),
            revoked_at=None,
            expires_at__gt=timezone.now(),
            uses__lt=F("max_uses"),
        )

    def covered_by(self, coordinator: "Standing") -> "InvitationQuerySet":
        """Of the RT that their offices answer for; into an office, where they could give it."""
        of_rt = Q(rt__in=coordinator.covered_rt_ids, post="")
        of_helpers = Q(rt__in=coordinator.headed_rt_ids) & ~Q(post=Office.Post.HEAD)
        return self.filter(of_rt | of_helpers | Q(rw__in=coordinator.covered_rw_ids))


class Invitation(models.Model):
    """A way in: for the residents of an RT, or for one person into an office.

    The code is derived from `nonce` and the server's key (`neighborhoods.invitations`), so that
    its sheet can be printed again; stored is only the code's SHA-256.
    """

    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="invitations")
    rt = models.ForeignKey(
        RukunTetangga, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    # Empty for residents; else the post that whoever uses it will hold.
    post = models.CharField(max_length=10, choices=Office.Post, blank=True)
    nonce = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64, unique=True)
    # None: the platform's operator, or the command line.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="invitations"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveIntegerField()
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            # Even psql can't let one more in.
            models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="invitation_uses"),
            models.CheckConstraint(
                condition=Q(post="") & Q(rt__isnull=False)
                | Q(post__in=["ketua", "sekretaris", "bendahara", "kader"], max_uses=1),
                name="invitation_to_an_rt_or_one_office",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class Founding(models.Model):
    """Somebody's request to bring their RW here; the platform's operator decides."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    # Made with the empty form, so that a form sent twice asks once.
    draft = models.UUIDField(unique=True, null=True, editable=False)
    number = models.CharField(_("number"), max_length=3)
    rt_numbers = models.JSONField(default=list)
    village = models.CharField(_("kelurahan/desa"), max_length=80)
    district = models.CharField(_("kecamatan"), max_length=80)
    city = models.CharField(_("kota/kabupaten"), max_length=80)
    province = models.CharField(_("province"), max_length=80)
    village_code = models.CharField(_("Kemendagri code"), max_length=13, blank=True)
    zone = models.CharField(_("time zone"), max_length=20, choices=Zone, default=Zone.JAKARTA)
    # Who asks; forgotten once it is decided.
    contact_name = models.CharField(_("name"), max_length=60, blank=True)
    contact_phone = models.CharField(_("phone number"), max_length=16, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    rw = models.OneToOneField(
        RukunWarga, on_delete=models.PROTECT, null=True, related_name="founding"
    )

    class Meta:
        verbose_name = _("RW to be founded")
        verbose_name_plural = _("RW to be founded")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(number__regex=UNIT_NUMBER), name="founding_three_digits"
            ),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="founding_zone_known"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "declined"]),
                name="founding_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Founding {self.pk} ({self.status})"
