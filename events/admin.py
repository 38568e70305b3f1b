from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.models import Event, PublicPlace, Series
from journal.admin import JournaledAdmin


@admin.register(PublicPlace)
class PublicPlaceAdmin(JournaledAdmin):
    list_display = ("name", "rw")
    list_select_related = ("rw",)

    def rw_of(self, obj: PublicPlace) -> int:
        return obj.rw_id


class ToLookAtAdmin(JournaledAdmin):
    """What is published tells people, so it is changed on its own pages only."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ToLookAtAdmin):
    list_display = ("id", "code", "kind", "rw", "rt", "starts_at", "status")
    list_filter = ("status", "kind")
    list_select_related = ("rw", "rt")


@admin.register(Series)
class SeriesAdmin(ToLookAtAdmin):
    list_display = ("id", "kind", "repeat", "rw", "rt", "starts_on", "until", "ended_at")
    list_filter = ("repeat", "kind")
    list_select_related = ("rw", "rt")
