from django.contrib import admin

from neighborhoods.models import Membership, Office, RukunTetangga, RukunWarga


@admin.register(RukunWarga)
class RukunWargaAdmin(admin.ModelAdmin):
    list_display = ("number", "village", "district", "city", "zone")
    search_fields = ("number", "village", "city")


@admin.register(RukunTetangga)
class RukunTetanggaAdmin(admin.ModelAdmin):
    list_display = ("number", "rw")
    list_select_related = ("rw",)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """How the operator lets the first people in, until invitations come (issue 4)."""

    list_display = ("id", "rt", "status", "joined_at")
    list_filter = ("status",)
    list_select_related = ("rt",)
    raw_id_fields = ("resident", "household")


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("id", "post", "rw", "rt", "starts_on", "ends_on")
    list_select_related = ("rw", "rt")
    raw_id_fields = ("holder",)
