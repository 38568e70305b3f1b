"""Words that wait for another coordinator's look (`web.held`), or may not be said at all."""

from collections.abc import Iterable

from django.utils import timezone

from events.errors import WordsNotHere
from events.models import Event, Gathering, Series
from events.plans import Plan
from web.held import held_for


def held_in(said: Gathering | Plan, labels: Iterable[str]) -> str:
    """All that neighbours read of it beforehand, the labels of its places too."""
    return held_for(said.title, said.details, said.place_text, *labels)


def held_in_event(event: Event) -> str:
    return held_in(event, labels_of(event))


def labels_of(said: Event | Series) -> list[str]:
    places = said.shifts if isinstance(said, Event) else said.planned_shifts
    return list(places.order_by("id").values_list("label", flat=True))


def hiding_in_series(series: Series) -> dict[str, object]:
    """How a new occurrence begins: as the last one with the same words, looked at or judged."""
    alike = Event.objects.filter(series=series, is_changed=False).order_by("-occurrence_on").first()
    if alike:
        return {"held_for": alike.held_for, "hidden_at": alike.hidden_at}
    held = held_in(series, labels_of(series))
    return {"held_for": held, "hidden_at": timezone.now() if held else None}


def check_open_words(text: str) -> None:
    """What is told at once can't wait for a look. Raises WordsNotHere."""
    if held_for(text):
        raise WordsNotHere
