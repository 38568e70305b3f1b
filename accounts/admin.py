from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from accounts.forms import PhoneField
from accounts.models import Resident


class ResidentCreationForm(AdminUserCreationForm):
    class Meta:
        model = Resident
        fields = ("phone", "name")
        field_classes: dict[str, type[PhoneField]] = {"phone": PhoneField}


@admin.register(Resident)
class ResidentAdmin(UserAdmin):
    add_form = ResidentCreationForm
    list_display = ("id", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff")
    # By phone or name only as a search, so that no list shows everybody's number.
    search_fields = ("phone", "name")
    ordering = ("-date_joined",)
    fieldsets = (
        (None, {"fields": ("phone", "password")}),
        (None, {"fields": ("name", "email", "language")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    add_fieldsets = (
        (None, {"fields": ("phone", "name", "usable_password", "password1", "password2")}),
    )
    filter_horizontal = ("groups",)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Residents are anonymised, never deleted: what they did for others stays."""
        return False
