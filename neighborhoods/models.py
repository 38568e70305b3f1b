from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNIT_NUMBER = r"^[0-9]{3}$"


class Zone(models.TextChoices):
    """Indonesia's zones; none has daylight saving."""

    JAKARTA = "Asia/Jakarta", "WIB"
    PONTIANAK = "Asia/Pontianak", "WIB (Pontianak)"
    MAKASSAR = "Asia/Makassar", "WITA"
    JAYAPURA = "Asia/Jayapura", "WIT"


class RukunWarga(models.Model):
    """A ward with its own elected head: the board's outer boundary."""

    number = models.CharField(_("number"), max_length=3)
    village = models.CharField(_("kelurahan/desa"), max_length=80)
    district = models.CharField(_("kecamatan"), max_length=80)
    city = models.CharField(_("kota/kabupaten"), max_length=80)
    province = models.CharField(_("province"), max_length=80)
    village_code = models.CharField(_("Kemendagri code"), max_length=13, blank=True)
    zone = models.CharField(_("time zone"), max_length=20, choices=Zone, default=Zone.JAKARTA)
    # Both defaults of DESIGN.md ('Who approves'), which the RW can change.
    urgent_opens_at_once = models.BooleanField(_("urgent needs open at once"), default=True)
    normal_needs_approval = models.BooleanField(_("normal needs wait for approval"), default=True)

    class Meta:
        verbose_name = "RW"
        verbose_name_plural = "RW"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "number", "village", "district", "city", name="one_rw_per_village_and_number"
            ),
            models.CheckConstraint(condition=Q(number__regex=UNIT_NUMBER), name="rw_three_digits"),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="rw_zone_known"),
        ]

    def __str__(self) -> str:
        return f"RW {self.number}"


class RukunTetangga(models.Model):
    """A block of 25 to 200 households; belongs to one RW."""

    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="rts")
    number = models.CharField(_("number"), max_length=3)

    class Meta:
        verbose_name = "RT"
        verbose_name_plural = "RT"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("rw", "number", name="one_rt_per_rw_and_number"),
            # What other tables point at, so that an RT and an RW stored side by side agree.
            models.UniqueConstraint("id", "rw", name="rt_with_its_rw"),
            models.CheckConstraint(condition=Q(number__regex=UNIT_NUMBER), name="rt_three_digits"),
        ]

    def __str__(self) -> str:
        return f"RT {self.number}"


class Household(models.Model):
    """A house or rented room. Its address is shown only through `reveal`."""

    rt = models.ForeignKey(RukunTetangga, on_delete=models.PROTECT, related_name="households")
    address = models.CharField(_("block, lane and number"), max_length=80)
    landmark = models.CharField(_("landmark"), max_length=80, blank=True)

    def __str__(self) -> str:
        return f"Household {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(status=Membership.Status.ACTIVE)

    def current(self) -> "MembershipQuerySet":
        """In force or awaiting verification: at most one a person."""
        return self.exclude(status=Membership.Status.ENDED)


class Membership(models.Model):
    """That somebody lives in an RT. Verified by recognition: a coordinator knows the house."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Awaiting verification")
        ACTIVE = "active", _("Verified resident")
        ENDED = "ended", _("Ended")

    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    rt = models.ForeignKey(RukunTetangga, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "resident", name="one_current_membership", condition=~Q(status="ended")
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "active", "ended"]),
                name="membership_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk} ({self.status})"


def local_today(zone_path: str) -> Cast:
    """Today's date in the time zone that `zone_path` leads to, as SQL."""
    local_now = Func(F(zone_path), Now(), function="timezone", output_field=models.DateTimeField())
    return Cast(local_now, models.DateField())


class OfficeQuerySet(models.QuerySet["Office"]):
    def in_force(self, on: date | None = None) -> "OfficeQuerySet":
        """Offices held on that day, both ends included; without one, today in the RW's zone.

        Not those of a switched-off account: nobody could wait for its holder.
        """
        day = on or local_today("rw__zone")
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, holder__is_active=True
        )

    def over(self, rt: RukunTetangga) -> "OfficeQuerySet":
        """Offices of that RT and of the RW it belongs to."""
        return self.filter(Q(rt=rt) | Q(rt=None, rw=rt.rw_id))


class Office(models.Model):
    """A post with dates, of an RT or (without one) of the whole RW. Never a flag on a person."""

    class Post(models.TextChoices):
        HEAD = "ketua", _("Head")
        SECRETARY = "sekretaris", _("Secretary")
        TREASURER = "bendahara", _("Treasurer")
        CADRE = "kader", _("Cadre")

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offices"
    )
    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="offices")
    rt = models.ForeignKey(
        RukunTetangga, on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    post = models.CharField(max_length=10, choices=Post, default=Post.HEAD)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "holder",
                "rw",
                "rt",
                "post",
                name="one_open_office_per_post",
                condition=Q(ends_on=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="office_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(post__in=["ketua", "sekretaris", "bendahara", "kader"]),
                name="office_post_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Office {self.pk} ({self.post})"
