from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.actions import record
from journal.models import Entry


class JournaledAdmin(admin.ModelAdmin):
    """What the operator changes stands in the journal; nothing is deleted here, it ends."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.note(request, obj, "changed" if change else "added")

    def note(self, request: HttpRequest, obj: Any, what: str) -> None:
        kind = obj._meta.model_name
        record(
            f"{kind}.{what}",
            object_kind=kind,
            object_id=obj.pk,
            rw_id=self.rw_of(obj),
            actor_id=request.user.pk,
            subject_id=self.subject_of(obj),
        )

    def rw_of(self, obj: Any) -> int | None:
        return None

    def subject_of(self, obj: Any) -> int | None:
        return None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """To read only, as the database would insist anyway."""

    list_display = ("at", "action", "object_kind", "object_id", "actor_id", "rw_id")
    list_filter = ("action",)
    show_full_result_count = False

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
