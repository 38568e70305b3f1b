"""Invitations at the desk: made, seen, handed on, revoked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordinators.invitation_forms import InvitationForm
from coordinators.invitation_rows import row_of, rows_for
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.invitation_words import share_of
from neighborhoods.invitations import NotYours, OutOfBounds, invite_residents, revoke
from neighborhoods.models import Invitation, InvitationQuerySet
from neighborhoods.qr import qr_svg
from web.http import attempt, render_page

form_only = require_http_methods(["GET", "HEAD", "POST"])


@form_only
@for_coordinators
def invitations(request: ResidentRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = InvitationForm(sent, coordinator=request.standing)
    if not form.is_valid():
        return show_list(request, form)
    try:
        made = invite_residents(by=request.standing, **form.wanted)
    except (NotYours, OutOfBounds) as error:
        form.add_error(None, str(error))
        return show_list(request, form)
    return redirect("desk_invitation", made.pk)


def show_list(request: ResidentRequest, form: InvitationForm) -> HttpResponse:
    context = {"form": form, "rows": rows_for(request.standing)}
    status = 422 if form.errors else 200
    return unkept(render_page(request, "coordinators/invitations.html", context, status=status))


@require_safe
@for_coordinators
def invitation(request: ResidentRequest, pk: int) -> HttpResponse:
    """An office's too: who may give that office hands its code to one person."""
    found = get_object_or_404(covered(request), pk=pk)
    row = row_of(found)
    share = share_of(found) if row.is_open else None
    context = {"row": row, "share": share, "qr": qr_svg(share.url) if share else ""}
    return unkept(render_page(request, "coordinators/invitation.html", context))


@form_only
@for_coordinators
def revoke_invitation(request: ResidentRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(covered(request), pk=pk)
    if request.method != "POST":
        return render_page(request, "coordinators/revoke_invitation.html", {"row": row_of(found)})
    thanks = _("Revoked. Nobody can join with that code any more.")
    attempt(request, lambda: revoke(found, by=request.standing), thanks)
    return redirect("desk_invitations")


def covered(request: ResidentRequest) -> InvitationQuerySet:
    return Invitation.objects.covered_by(request.standing).select_related("rw", "rt")


def of_residents(request: ResidentRequest) -> InvitationQuerySet:
    """What is printed for many."""
    return covered(request).filter(post="")


def unkept(response: HttpResponse) -> HttpResponse:
    """A page with a code stays in no cache: desks are shared."""
    response["Cache-Control"] = "no-store"
    return response
