from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.admin import JournaledAdmin
from neighborhoods.founding_admin import FoundingAdmin
from neighborhoods.models import Membership, Office, RukunTetangga, RukunWarga

__all__ = ["FoundingAdmin"]


class OpenRtsAdmin(JournaledAdmin):
    """An RT that was closed is offered no more."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is RukunTetangga:
            kwargs["queryset"] = RukunTetangga.objects.open().select_related("rw")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(RukunWarga)
class RukunWargaAdmin(JournaledAdmin):
    list_display = ("number", "village", "district", "city", "zone")
    search_fields = ("number", "village", "city")

    def rw_of(self, obj: RukunWarga) -> int:
        return obj.pk


@admin.register(RukunTetangga)
class RukunTetanggaAdmin(JournaledAdmin):
    list_display = ("number", "rw")
    list_select_related = ("rw",)

    def rw_of(self, obj: RukunTetangga) -> int:
        return obj.rw_id


@admin.register(Membership)
class MembershipAdmin(OpenRtsAdmin):
    """To mend what went wrong. People come in by invitation, a new RW by `founding_admin`."""

    list_display = ("id", "rt", "status", "joined_at")
    list_filter = ("status",)
    list_select_related = ("rt",)
    raw_id_fields = ("resident", "household")

    def rw_of(self, obj: Membership) -> int:
        return obj.rt.rw_id

    def subject_of(self, obj: Membership) -> int:
        return obj.resident_id


@admin.register(Office)
class OfficeAdmin(OpenRtsAdmin):
    list_display = ("id", "post", "rw", "rt", "starts_on", "ends_on")
    list_select_related = ("rw", "rt")
    raw_id_fields = ("holder",)

    def rw_of(self, obj: Office) -> int:
        return obj.rw_id

    def subject_of(self, obj: Office) -> int:
        return obj.holder_id
