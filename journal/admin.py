from typing import Any

from django.contrib import admin

from journal.models import Entry


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
