"""Posts with dates, and how they pass on."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.models.units import RukunTetangga, RukunWarga
from web.dates import long_day

if TYPE_CHECKING:
    from accounts.models import Resident

# How long whoever lost an office reads under 'Me' why.
REASON_SHOWN = timedelta(days=30)


def local_today(zone_path: str) -> Cast:
    """Today's date in the time zone that `zone_path` leads to, as SQL."""
    local_now = Func(F(zone_path), Now(), function="timezone", output_field=models.DateTimeField())
    return Cast(local_now, models.DateField())


class OfficeDates(Func):
    function = "daterange"
    output_field = DateRangeField()


class OfficeQuerySet(models.QuerySet["Office"]):
    def in_force(self, on: date | None = None) -> "OfficeQuerySet":
        """Offices held on that day, both ends included; without one, today in the RW's zone.

        Not those of a switched-off account: nobody could wait for its holder.
        """
        day = on or local_today("rw__zone")
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            ended_at=None,
            starts_on__lte=day,
            holder__is_active=True,
        )

    def unended(self) -> "OfficeQuerySet":
        """In force, and those that begin only later."""
        lasting = Q(ends_on=None) | Q(ends_on__gte=local_today("rw__zone"))
        return self.filter(lasting, ended_at=None)

    def over(self, rt: RukunTetangga) -> "OfficeQuerySet":
        """Offices of that RT and of the RW it belongs to."""
        return self.filter(Q(rt=rt) | Q(rt=None, rw=rt.rw_id))

    def holders(self) -> "models.QuerySet[Resident]":
        """Each once, and in one order."""
        people = get_user_model().objects.filter(pk__in=self.values("holder"))
        return people.order_by("pk")

    def ended_with_a_reason(self, holder: "Resident") -> "OfficeQuerySet":
        """Theirs, ended by somebody else in the last weeks: the words are for them to read."""
        lately = self.filter(holder=holder, ended_at__gt=timezone.now() - REASON_SHOWN)
        return lately.exclude(end_reason="").select_related("rw", "rt").order_by("-ended_at")


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
    # Acting for the post until `ends_on`, which a deputy always has.
    is_deputy = models.BooleanField(_("deputy"), default=False, db_default=False)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    # Handed over, taken back or rescued: out of force at this very moment, whatever the dates.
    ended_at = models.DateTimeField(null=True, blank=True)
    # Why somebody else ended it, for its holder to read.
    end_reason = models.CharField(max_length=300, blank=True, db_default="", editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "holder",
                "rw",
                "rt",
                "post",
                name="one_lasting_office_per_post",
                condition=Q(ends_on=None, ended_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(ends_on__isnull=False),
                name="deputy_has_an_end",
            ),
            # Several posts, of several RT even, but within one RW (DESIGN.md, 'Belonging').
            ExclusionConstraint(
                name="offices_of_one_rw",
                expressions=[
                    ("holder", RangeOperators.EQUAL),
                    ("rw", RangeOperators.NOT_EQUAL),
                    (OfficeDates("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
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

    @property
    def unit(self) -> RukunTetangga | RukunWarga:
        return self.rt or self.rw

    @property
    def title(self) -> str:
        """`Ketua RT 003`; whose, it does not say."""
        return f"{self.get_post_display()} {self.unit}"

    @property
    def last_day(self) -> str:
        return long_day(self.ends_on) if self.ends_on else ""


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        return self.filter(confirmed_at=None, ended_at=None)

    def between(self, resident: "Resident") -> "HandoverQuerySet":
        """Of which they are one of the two sides."""
        return self.filter(Q(successor=resident) | Q(office__holder=resident))

    def with_office(self) -> "HandoverQuerySet":
        return self.select_related("office__rw", "office__rt", "office__holder", "successor")


class Handover(models.Model):
    """An office on its way to a successor: asked, accepted, confirmed; then the old one ends."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="handovers")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # Declined by the successor or taken back by the holder.
    ended_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "office",
                name="one_open_handover_per_office",
                condition=Q(confirmed_at=None, ended_at=None),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(accepted_at__isnull=False),
                name="handover_accepted_first",
            ),
        ]

    def __str__(self) -> str:
        return f"Handover {self.pk}"

    @property
    def is_open(self) -> bool:
        return not (self.confirmed_at or self.ended_at)
