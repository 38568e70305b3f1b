"""The neighbourhood itself at the desk: where its people, invitations, RT and offices are kept."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from coordinators.scope import place_of
from neighborhoods.access import ResidentRequest, for_coordinators
from web.http import render_page


@require_safe
@for_coordinators
def hood(request: ResidentRequest) -> HttpResponse:
    place = place_of(request.standing)
    return render_page(request, "coordinators/hood.html", {"place": place})
