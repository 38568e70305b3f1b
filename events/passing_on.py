"""What somebody published and is still to come, once they move away or erase their account."""

from accounts.models import Resident
from events.models import Event, Series
from events.rules import others_in_office


def pass_on_events(resident: Resident) -> None:
    """To another in office over it, who can change the words; the words stay for who comes.

    Where there is nobody they stay the leaver's, and lose their words with them.
    """
    for series in Series.objects.filter(organizer=resident, ended_at=None):
        give(series, resident)
    coming = Event.objects.filter(organizer=resident, status=Event.Status.PUBLISHED)
    for event in coming.select_related("rt"):
        give(event, resident)


def give(thing: Event | Series, leaver: Resident) -> None:
    successor = others_in_office(leaver, thing).order_by("rt_id", "pk").first()
    if successor:
        thing.organizer_id = successor.holder_id
        thing.save(update_fields=["organizer"])
