from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest, HttpResponse

from accounts.forms import PhoneField
from accounts.models import Resident
from journal.actions import record


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
    # No search: its words would stand in the address, and so in logs.
    search_fields = ()
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

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """The page shows a phone number, so that the look is journaled."""
        response: HttpResponse = super().change_view(request, object_id, *args)
        if request.method == "GET" and response.status_code == HTTPStatus.OK:
            record(
                "contact.seen",
                object_kind="resident",
                object_id=int(object_id),
                rw_id=None,
                actor_id=request.user.pk,
                subject_id=int(object_id),
            )
        return response

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Residents are anonymised, never deleted: what they did for others stays."""
        return False
