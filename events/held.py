"""Words that wait for another coordinator's look (`web.held`), in an event that repeats."""

from events.models import Event, Series
from web.held import held_for


def held_in_series(series: Series) -> str:
    """Why a new occurrence is held: as the last one with the same words, once looked at."""
    alike = Event.objects.filter(series=series, is_changed=False).order_by("-occurrence_on").first()
    return alike.held_for if alike else held_for(series.title, series.details, series.place_text)
