"""The month's figures: what the neighbourhood did together, never who did most."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordinators.charts import charts_of
from coordinators.figures import figures_of
from coordinators.months import FIRST_YEAR, Month
from coordinators.scope import place_of, zone_of
from neighborhoods.access import ResidentRequest, for_coordinators
from web.http import render_page

MONTHS_SHOWN = 6


@require_safe
@for_coordinators
def figures(request: ResidentRequest) -> HttpResponse:
    zone = zone_of(request.standing)
    latest = Month.of(timezone.now(), zone)
    month = Month.parse(request.GET.get("bulan", ""), latest=latest)
    counted = figures_of(request.standing, month.with_those_before(MONTHS_SHOWN), zone)
    context = {
        "month": month,
        "before": month.plus(-1) if month > Month(FIRST_YEAR, 1) else None,
        "after": month.plus(1) if month < latest else None,
        "is_running": month == latest,
        "is_empty": counted[-1].is_empty,
        # Six months of nothing need no drawing.
        "charts": [] if all(each.is_empty for each in counted) else charts_of(counted),
        "place": place_of(request.standing),
    }
    return render_page(request, "coordinators/figures.html", context, fragments=("figures",))
