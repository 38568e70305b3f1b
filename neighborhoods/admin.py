from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.actions import record
from neighborhoods.models import Membership, Office, RukunTetangga, RukunWarga


class Journaled(admin.ModelAdmin):
    """What the operator changes about who belongs where stands in the journal."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        kind = obj._meta.model_name
        record(
            f"{kind}.{'changed' if change else 'added'}",
            object_kind=kind,
            object_id=obj.pk,
            rw_id=obj.rw_id if kind == "office" else obj.rt.rw_id,
            actor_id=request.user.pk,
            subject_id=obj.holder_id if kind == "office" else obj.resident_id,
        )


@admin.register(RukunWarga)
class RukunWargaAdmin(admin.ModelAdmin):
    list_display = ("number", "village", "district", "city", "zone")
    search_fields = ("number", "village", "city")


@admin.register(RukunTetangga)
class RukunTetanggaAdmin(admin.ModelAdmin):
    list_display = ("number", "rw")
    list_select_related = ("rw",)


@admin.register(Membership)
class MembershipAdmin(Journaled):
    """How the operator lets the first people in, until invitations come (issue 4)."""

    list_display = ("id", "rt", "status", "joined_at")
    list_filter = ("status",)
    list_select_related = ("rt",)
    raw_id_fields = ("resident", "household")


@admin.register(Office)
class OfficeAdmin(Journaled):
    list_display = ("id", "post", "rw", "rt", "starts_on", "ends_on")
    list_select_related = ("rw", "rt")
    raw_id_fields = ("holder",)
