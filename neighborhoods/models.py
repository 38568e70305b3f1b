from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.dates import long_day

if TYPE_CHECKING:
    from accounts.models import Resident

if TYPE_CHECKING:
    from neighborhoods.standing import Standing

# How long whoever lost an office reads under 'Me' why.
REASON_SHOWN = timedelta(days=30)
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
        return f"RW {self.number}"


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
        return f"RT {self.number}"


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


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(status=Membership.Status.ACTIVE)

    def current(self) -> "MembershipQuerySet":
        """In force or awaiting verification: at most one a person."""
        return self.filter(status__in=(Membership.Status.PENDING, Membership.Status.ACTIVE))


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
    # That the people of the house know them; a new household confirms itself.
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
