from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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

    phone = models.CharField(_("phone number"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("email"), blank=True)
    # Empty means Indonesian; English only by the person's own choice.
    language = models.CharField(_("language"), max_length=5, blank=True)
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
        ]

    def __str__(self) -> str:
        # The id alone: str() ends up in logs and the admin's history.
        return f"Resident {self.pk}"

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()
