from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from journal.admin import JournaledAdmin
from moderation.last_word import is_stuck, settle_case
from moderation.models import Case, CaseQuerySet
from web.errors import DomainError


@admin.register(Case)
class CaseAdmin(JournaledAdmin):
    """To read, and for what no coordinator can decide, the last word. Never who reported."""

    list_display = ("id", "rw", "rt", "need", "event", "opened_at", "decision", "nobody_decides")
    list_filter = ("decision",)
    list_select_related = ("rw", "rt", "need", "event")
    exclude = ("appellant", "appeal")
    show_full_result_count = False
    actions = ("keep", "hide")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(boolean=True, description=_("No coordinator can decide"))
    def nobody_decides(self, case: Case) -> bool:
        return is_stuck(case)

    @admin.action(description=_("Keep, where no coordinator can decide"))
    def keep(self, request: HttpRequest, cases: CaseQuerySet) -> None:
        self.settle(request, cases, Case.Decision.KEPT)

    @admin.action(description=_("Hide, where no coordinator can decide"))
    def hide(self, request: HttpRequest, cases: CaseQuerySet) -> None:
        self.settle(request, cases, Case.Decision.HIDDEN)

    def settle(self, request: HttpRequest, cases: CaseQuerySet, decision: str) -> None:
        for case in cases:
            try:
                settle_case(case, operator=request.user, decision=decision)  # type: ignore[arg-type]  # an operator
            except DomainError as error:
                self.message_user(request, f"{case}: {error}", messages.WARNING)
