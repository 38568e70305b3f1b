from typing import Any

from django.contrib import admin

from notifications.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What waits, failed or came too late; to read only."""

    list_display = ("id", "channel", "status", "reason", "due_at", "attempts", "sent_at")
    list_filter = ("status", "channel")
    show_full_result_count = False

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
