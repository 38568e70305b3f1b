"""The journal, for those who answer for what is in it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from coordinators.audit import FILTERS, audit_page, chosen_filter
from coordinators.scope import place_of, zone_of
from neighborhoods.access import ResidentRequest, for_coordinators
from web.http import render_page
from web.numbers import whole_number


@require_safe
@for_coordinators
def journal(request: ResidentRequest) -> HttpResponse:
    chosen = chosen_filter(request.GET.get("jenis", ""))
    before = whole_number(request.GET.get("sebelum", ""))
    context = {
        "page": audit_page(request.standing, chosen, zone_of(request.standing), before=before),
        "filters": FILTERS,
        "chosen": chosen,
        "is_first": before is None,
        "place": place_of(request.standing),
    }
    return render_page(request, "coordinators/journal.html", context, fragments=("journal",))
