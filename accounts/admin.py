from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.forms import PhoneField
from accounts.models import DataRequest, Resident
from accounts.passwords import void_ways_in
from accounts.phones import leave_number
from journal.actions import record
from journal.admin import JournaledAdmin


class ResidentCreationForm(AdminUserCreationForm):
    class Meta:
        model = Resident
        fields = ("phone", "name")
        field_classes: dict[str, type[PhoneField]] = {"phone": PhoneField}


@admin.register(Resident)
class ResidentAdmin(JournaledAdmin, UserAdmin):
    """Residents are anonymised, never deleted: what they did for others stays."""

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

    def save_model(self, request: HttpRequest, obj: Resident, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "phone" in form.changed_data:
            own = request.session.session_key if obj.pk == request.user.pk else None
            leave_number(obj, form.initial["phone"], session_key=own)

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Resident | None:
        """Locked where it is about to be saved, whole as the admin saves: else a form that comes
        in during an erasure would bring everything back."""
        if request.method == "POST" and object_id.isdecimal():
            list(Resident.objects.select_for_update(no_key=True).filter(pk=object_id))
        found: Resident | None = super().get_object(request, object_id, *args)
        return found

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account that is being erased, or was, is to read only."""
        gone = isinstance(obj, Resident) and bool(obj.erasing_since or obj.erased_at)
        return not gone and bool(super().has_change_permission(request, obj))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        response: HttpResponse = super().change_view(request, object_id, *args)
        self.note_look(request, object_id, response)
        return response

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, *args: Any) -> HttpResponse:
        response: HttpResponse = super().user_change_password(request, id, *args)
        self.note_look(request, id, response)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            resident = Resident.objects.get(pk=id)
            void_ways_in(resident)
            self.note(request, resident, "password")
        return response

    def note_look(self, request: HttpRequest, pk: str, response: HttpResponse) -> None:
        """These pages show a phone number, so that the look is journaled."""
        if request.method == "GET" and response.status_code == HTTPStatus.OK:
            record(
                "contact.seen",
                object_kind="resident",
                object_id=int(pk),
                rw_id=None,
                actor_id=request.user.pk,
                subject_id=int(pk),
            )

    def subject_of(self, obj: Resident) -> int:
        return obj.pk


@admin.register(DataRequest)
class DataRequestAdmin(admin.ModelAdmin):
    """Which are overdue, for the operator, who answers none: their RW does."""

    list_display = ("id", "rw", "kind", "due_at", "handled_at")
    list_select_related = ("rw",)
    # Not the words: they are for the RW.
    fields = ("rw", "kind", "asked_at", "due_at", "handled_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
