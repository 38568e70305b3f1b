"""The people at the desk: who they are, and help for a forgotten password or a lost phone."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordinators.people import covered_people, covered_rts, housemates, people_page
from coordinators.scope import place_of
from neighborhoods import rescue
from neighborhoods.access import ResidentRequest, for_coordinators
from neighborhoods.models import Membership
from neighborhoods.reveal import Contact, Relation, reveal
from web.errors import DomainError
from web.http import attempt, go_to, render_page
from web.numbers import whole_number
from web.share import absolute

LONGEST_SEARCH = 60


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def people(request: ResidentRequest) -> HttpResponse:
    """A search is posted, so that no name stands in an address or a log."""
    found = people_page(
        request.standing,
        search=request.POST.get("name", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        rt=whole_number((request.POST or request.GET).get("rt", "")),
        page=whole_number((request.POST or request.GET).get("halaman", "")) or 1,
    )
    context = {"found": found, "rts": covered_rts(request.standing)}
    context["place"] = place_of(request.standing)
    return render_page(request, "coordinators/people.html", context)


def covered_person(request: ResidentRequest, pk: int) -> Membership:
    return get_object_or_404(covered_people(request.standing), pk=pk)


def person_to_rescue(request: ResidentRequest, pk: int) -> Membership:
    membership = covered_person(request, pk)
    if not rescue.can_rescue(request.standing, membership):
        raise Http404
    return membership


@require_safe
@for_coordinators
def person(request: ResidentRequest, pk: int) -> HttpResponse:
    return show_person(request, covered_person(request, pk))


def show_person(
    request: ResidentRequest, membership: Membership, *, contacts: Sequence[Contact] = ()
) -> HttpResponse:
    context = {
        "membership": membership,
        "resident": membership.resident,
        "housemates": housemates(membership, request.standing),
        "can_rescue": rescue.can_rescue(request.standing, membership),
        "contacts": contacts,
    }
    return render_page(request, "coordinators/person.html", context)


@require_POST
@for_coordinators
def contact(request: ResidentRequest, pk: int) -> HttpResponse:
    """A coordinator's look at phone and address, which is journaled."""
    membership = covered_person(request, pk)
    found = reveal(
        request.standing,
        membership.resident,
        Relation.COORDINATOR,
        within=membership.rt,
        object_kind="membership",
        object_id=membership.pk,
    )
    if found is None:
        raise Http404
    response = show_person(request, membership, contacts=[found])
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def password_link(request: ResidentRequest, pk: int) -> HttpResponse:
    """Shown in the answer to the form and never again, so this one leads nowhere else."""
    membership = person_to_rescue(request, pk)
    context: dict[str, Any] = {"membership": membership, "resident": membership.resident}
    if request.method == "POST":
        try:
            token = rescue.make_link(membership, coordinator=request.standing)
        except DomainError as error:
            # Between the look and the lock.
            raise Http404 from error
        context |= shared(absolute(reverse("password_new", args=[token])))
    response = render_page(request, "coordinators/password_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def shared(url: str) -> dict[str, str]:
    """In Indonesian: the resident reads it, not the coordinator. It names nobody."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Your link for a new password in Gotong Royong. It works for 30 minutes and once."
            " Pass it on to nobody: %(url)s"
        ) % {"url": url}
    return {"url": url, "text": text, "wa_url": f"https://wa.me/?text={quote(text, safe='')}"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def end_sessions(request: ResidentRequest, pk: int) -> HttpResponse:
    membership = person_to_rescue(request, pk)
    if request.method != "POST":
        context = {"membership": membership, "resident": membership.resident}
        return render_page(request, "coordinators/end_sessions.html", context)
    attempt(
        request,
        lambda: rescue.end_sessions(membership, coordinator=request.standing),
        lambda count: (
            ngettext("Signed out on %(count)d device.", "Signed out on %(count)d devices.", count)
            % {"count": count}
        ),
    )
    return go_to(request, "desk_person", pk)
