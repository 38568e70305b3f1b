"""Where people live: RW, the RT within it, and houses."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
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
            # Whatever the capitals: 'SUKAMAJU' is no second Sukamaju.
            models.UniqueConstraint(
                "number",
                Lower("village"),
                Lower("district"),
                Lower("city"),
                name="one_rw_per_village_and_number",
            ),
            models.CheckConstraint(condition=Q(number__regex=UNIT_NUMBER), name="rw_three_digits"),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="rw_zone_known"),
        ]

    def __str__(self) -> str:
        # A number alone at the start of a line says nothing.
        return f"RW\N{NO-BREAK SPACE}{self.number}"


class RukunTetanggaQuerySet(models.QuerySet["RukunTetangga"]):
    def open(self) -> "RukunTetanggaQuerySet":
        """Those that are there; a closed one is offered nowhere."""
        return self.filter(closed_at=None)


class RukunTetangga(models.Model):
    """A block of 25 to 200 households; belongs to one RW."""

    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="rts")
    number = models.CharField(_("number"), max_length=3)
    # Merged into another: its people and what they posted live on there.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, db_index=False
    )

    objects = RukunTetanggaQuerySet.as_manager()

    class Meta:
        verbose_name = "RT"
        verbose_name_plural = "RT"
        constraints: ClassVar[list[Any]] = [
            # The number of a closed one may be given again.
            models.UniqueConstraint(
                "rw", "number", name="one_open_rt_per_rw_and_number", condition=Q(closed_at=None)
            ),
            # What other tables point at, so that an RT and an RW stored side by side agree.
            models.UniqueConstraint("id", "rw", name="rt_with_its_rw"),
            models.CheckConstraint(condition=Q(number__regex=UNIT_NUMBER), name="rt_three_digits"),
        ]

    def __str__(self) -> str:
        return f"RT\N{NO-BREAK SPACE}{self.number}"


class Household(models.Model):
    """A house or rented room. Its address is shown only through `reveal`."""

    rt = models.ForeignKey(RukunTetangga, on_delete=models.PROTECT, related_name="households")
    address = models.CharField(_("block, lane and number"), max_length=80)
    landmark = models.CharField(_("landmark"), max_length=80, blank=True)
    # The address as it is compared: `address_key` of `neighborhoods.households`.
    address_key = models.CharField(max_length=80, blank=True, db_default="", editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("rt", "address_key", name="household_by_address"),
        ]

    def __str__(self) -> str:
        return f"Household {self.pk}"
