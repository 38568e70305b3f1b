from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.names import NameField
from web.phones import normalize_phone


class ResidentManager(BaseUserManager["Resident"]):
    def create_user(self, phone: str, password: str | None = None, **fields: Any) -> "Resident":
        """A resident with a usable password; `phone` in any written form."""
        resident = self.model(phone=normalize_phone(phone), **fields)
        resident.set_password(password)
        resident.save(force_insert=True)
        return resident

    def create_superuser(
        self, phone: str, password: str | None = None, **fields: Any
    ) -> "Resident":
        """The platform operator, who belongs to no neighbourhood."""
        return self.create_user(phone, password, is_staff=True, is_superuser=True, **fields)


class Resident(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Where they live and what they may do is in `neighborhoods`."""

    # None for an assisted account (somebody without a phone) and after erasure.
    phone = models.CharField(_("phone number"), max_length=16, unique=True, null=True, blank=True)
    name = NameField(_("name"), max_length=60)
    email = models.EmailField(_("email"), blank=True)
    # Empty means Indonesian; English only by the person's own choice.
    language = models.CharField(_("language"), max_length=5, blank=True)
    text_size = models.CharField(_("text size"), max_length=5, blank=True, db_default="")
    # When they said 'I am 18 or older'; no date of birth is kept.
    adult_since = models.DateTimeField(null=True, blank=True, editable=False)
    # Asked to be erased: until this moment it can be taken back.
    erase_after = models.DateTimeField(null=True, blank=True, editable=False)
    # Switched off for it: no way back from here. Empty again once it was looked at a last time.
    erasing_since = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What was made before then to come in without the password opens nothing any more.
    ways_in_since = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResidentManager()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="phone_is_e164"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", "id", "en"]), name="language_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(text_size__in=["", "large"]), name="text_size_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(phone=None, is_active=False),
                name="erased_without_a_phone",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(name="", email="", language="", text_size=""),
                name="erased_without_words",
            ),
        ]

    def __str__(self) -> str:
        # The id alone: str() ends up in logs and the admin's history.
        return f"Resident {self.pk}"

    @property
    def is_assisted(self) -> bool:
        """Somebody without a phone: household members and coordinators act on their behalf."""
        return self.phone is None and self.erased_at is None

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class Consent(models.Model):
    """That somebody agreed to one purpose, in which words, and until when (UU PDP 27/2022).

    One open row a person and purpose; withdrawing closes it and the row stays.
    """

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Account")
        WHATSAPP = "whatsapp", _("WhatsApp messages")
        BLOOD_TYPE = "blood_type", _("Blood type")
        STORY_PHOTO = "story_photo", _("Photo in a story")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    text_version = models.CharField(max_length=12)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "resident",
                "purpose",
                name="one_open_consent",
                condition=models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    purpose__in=["account", "whatsapp", "blood_type", "story_photo"]
                ),
                name="consent_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk} ({self.purpose})"


class Device(models.Model):
    """One phone or computer that is signed in. No address and no full user agent is kept."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    # 'Chrome, Android'
    label = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Device {self.pk}"


class ResetLink(models.Model):
    """A coordinator's way back in for who forgot the password: once, within 30 minutes.

    The token itself is stored nowhere, only its SHA-256.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="reset_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="reset_links_made"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ResetLink {self.pk}"


class SignInCode(models.Model):
    """Six digits sent to a phone where a gateway is configured; hashed, for one use.

    Made for unknown numbers as well (`resident` is None, nothing is sent), so that both cost
    the same.
    """

    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="sign_in_codes"
    )
    # Which browser asked: a random value in its session, hashed.
    browser_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"SignInCode {self.pk}"


class Limit(models.Model):
    """How often something was tried in a window of time: exact, since Postgres counts.

    The key is a keyed hash, so that no phone number and no address is stored.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Limit until {self.ends_at}"


class DataExport(models.Model):
    """'Unduh data saya': asked for now, made in the background, kept for a few days."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="data_exports")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "resident", name="one_export_in_the_making", condition=models.Q(ready_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"DataExport {self.pk}"


class DataRequest(models.Model):
    """What the law gives a person a right to and no page does by itself: within 3x24 hours."""

    class Kind(models.TextChoices):
        CORRECT = "correct", _("Correct something")
        STOP = "stop", _("Stop using something")
        OTHER = "other", _("Something else")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="data_requests")
    rw = models.ForeignKey(
        "neighborhoods.RukunWarga", on_delete=models.PROTECT, related_name="data_requests"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.TextField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="data_requests_handled"
    )
    answer = models.TextField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                "rw", "due_at", name="data_requests_waiting", condition=models.Q(handled_at=None)
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["correct", "stop", "other"]),
                name="data_request_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"DataRequest {self.pk} ({self.kind})"
