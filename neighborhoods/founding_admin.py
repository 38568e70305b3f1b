"""Where the operator decides on new RW: looks at one, approves it or declines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from journal.admin import JournaledAdmin
from neighborhoods.first_invitation import first_invitation, has_begun, invite_head_anew
from neighborhoods.founding import approve, decline, plan_of
from neighborhoods.invitations import code_of
from neighborhoods.models import Founding, Invitation
from web.dates import moment
from web.errors import DomainError
from web.numbers import whole_number
from web.share import absolute

LIST = "admin:neighborhoods_founding_changelist"
PLACE = ("number", "rts", "village", "district", "city", "province", "village_code", "zone")


@dataclass(frozen=True)
class Welcome:
    """What the head gets: a link, the same as a code, and a text to send them."""

    link: str
    code: str
    text: str
    wa_url: str


def welcome(invitation: Invitation, phone: str) -> Welcome:
    """Always in Indonesian: the head reads it, not whoever approves."""
    code = code_of(invitation) or ""
    link = absolute(f"/gabung/{code.replace('-', '')}/")
    values = {"rw": invitation.rw, "village": invitation.rw.village, "link": link, "code": code}
    with override(settings.LANGUAGE_CODE):
        text = (
            _(
                "%(rw)s %(village)s is on Gotong Royong now. Please open this link to become its"
                " head there: %(link)s (code %(code)s). It works once; don't pass it on."
            )
            % values
        )
    wa_url = f"https://wa.me/{phone.removeprefix('+')}?text={quote(text, safe='')}"
    return Welcome(link, code, text, wa_url)


@admin.register(Founding)
class FoundingAdmin(JournaledAdmin):
    """Those that wait come first. Who asks is shown on its own page alone, until it is decided."""

    list_display = ("id", "state", "number", "rts", "village", "district", "city", "asked")
    list_filter = ("status",)
    fields = ("state", *PLACE, "contact_name", "contact_phone", "asked", "decided", "founded")
    readonly_fields = ("state", "rts", "asked", "decided", "founded")
    actions = ("decline_chosen",)
    change_form_template = "admin/neighborhoods/founding/decide.html"

    @admin.display(description=gettext_lazy("State"), ordering="status")
    def state(self, founding: Founding) -> str:
        return founding.get_status_display()

    @admin.display(description=gettext_lazy("RT numbers"))
    def rts(self, founding: Founding) -> str:
        return ", ".join(f"RT {number}" for number in founding.rt_numbers)

    @admin.display(description=gettext_lazy("Asked on"), ordering="asked_at")
    def asked(self, founding: Founding) -> str:
        return moment(founding.asked_at, founding.zone)

    @admin.display(description=gettext_lazy("Decided on"))
    def decided(self, founding: Founding) -> str:
        return moment(founding.decided_at, founding.zone) if founding.decided_at else ""

    @admin.display(description=gettext_lazy("Founded as"))
    def founded(self, founding: Founding) -> str:
        return str(founding.rw or "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Founding]:
        waiting = Case(When(status=Founding.Status.PENDING, then=Value(0)), default=Value(1))
        return super().get_queryset(request).order_by(waiting, "asked_at", "pk")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What somebody asked for is not rewritten: it is approved or declined."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With the first invitation for whoever approves, until its head has come in."""
        context = (extra_context or {}) | self.way_in_of(request, object_id)
        return super().change_view(request, object_id, form_url, context)

    def way_in_of(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        founding = Founding.objects.filter(pk=whole_number(object_id) or -1).first()
        may = request.user.has_perm("neighborhoods.change_founding")
        if not may or founding is None or founding.rw_id is None:
            return {}
        invitation = first_invitation(founding)
        return {
            "welcome": welcome(invitation, "") if invitation else None,
            "may_invite_anew": not has_begun(founding.rw_id),
        }

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/setujui/", view(self.approve_one), name="founding_approve"),
            path("<path:object_id>/tolak/", view(self.decline_one), name="founding_decline"),
            path("<path:object_id>/undang/", view(self.invite_anew), name="founding_invite"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def approve_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answered by the page itself, not led on: the contact is shown from memory, once."""
        founding = self.decidable(request, object_id)
        name, phone = founding.contact_name, founding.contact_phone
        made: list[Invitation] = []
        if not self.tried(request, lambda: made.append(approve(founding, operator=request.user))):  # type: ignore[arg-type]  # the operator
            return redirect(LIST)
        context = self.admin_site.each_context(request) | {
            "title": _("RW %(number)s is founded") % {"number": founding.number},
            "opts": self.opts,
            "plan": plan_of(founding),
            "founding": founding,
            "contact_name": name,
            "contact_phone": phone,
            "welcome": welcome(made[0], phone),
        }
        return TemplateResponse(request, "admin/neighborhoods/founding/approved.html", context)

    @method_decorator(require_POST)
    def decline_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        founding = self.decidable(request, object_id)
        if self.tried(request, lambda: decline(founding, operator=request.user)):  # type: ignore[arg-type]  # the operator
            self.message_user(request, _("Declined. Name and number are deleted."))
        return redirect(LIST)

    @method_decorator(require_POST)
    def invite_anew(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Led on to the page that shows it: answered here, a reload would revoke what was sent."""
        founding = self.decidable(request, object_id)
        rw = founding.rw
        if rw is None:
            raise Http404
        if self.tried(request, lambda: invite_head_anew(rw, operator=request.user)):  # type: ignore[arg-type]  # the operator
            self.message_user(request, _("Made. From now on only this new invitation works."))
        return redirect("admin:neighborhoods_founding_change", founding.pk)

    @admin.action(description=gettext_lazy("Decline, and delete names and numbers"))
    def decline_chosen(self, request: HttpRequest, foundings: QuerySet[Founding]) -> None:
        for founding in foundings:
            self.tried(request, lambda: decline(founding, operator=request.user))  # type: ignore[arg-type]  # noqa: B023 - called at once

    def decidable(self, request: HttpRequest, object_id: str) -> Founding:
        if not request.user.has_perm("neighborhoods.change_founding"):
            raise PermissionDenied
        pk = whole_number(object_id)
        return get_object_or_404(Founding, pk=-1 if pk is None else pk)

    def tried(self, request: HttpRequest, do: Callable[[], object]) -> bool:
        try:
            do()
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            return False
        return True
