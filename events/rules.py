"""Who may do what with an event. Whether the event's state allows it, the actions say."""

from accounts.models import Resident
from events.models import Event, Series
from journal.models import Entry
from neighborhoods.models import Office, OfficeQuerySet, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing


def rw_to_publish_in(coordinator: Standing, rt: RukunTetangga | None) -> RukunWarga | None:
    """An RT's event: an office over it or its RW; a whole RW's: an office of the RW."""
    if rt is not None:
        return rt.rw if coordinator.covers(rt_id=rt.pk, rw_id=rt.rw_id) else None
    return next((office.rw for office in coordinator.offices if office.rt_id is None), None)


def can_manage(coordinator: Standing, event: Event | Series) -> bool:
    """Any coordinator who answers for it, not its organizer alone: heads fall ill."""
    if event.rt_id is None:
        return event.rw_id in coordinator.covered_rw_ids
    return coordinator.covers(rt_id=event.rt_id, rw_id=event.rw_id)


def may_read(viewer: Standing, event: Event) -> bool:
    """Its words, of an event that they may open: hidden ones are not for who is signed up."""
    mine = event.organizer_id == viewer.resident.pk
    return not event.hidden_at or mine or can_manage(viewer, event)


def can_release(coordinator: Standing, event: Event) -> bool:
    """Held words are looked at by another; by oneself only while no other is in office."""
    if not can_manage(coordinator, event):
        return False
    own = writer_of(event) == coordinator.resident.pk
    return not own or not others_in_office(coordinator.resident, event).exists()


def writer_of(event: Event) -> int:
    """Whose words are held: another coordinator may have changed them since."""
    entries = Entry.objects.filter(object_kind="event", object_id=event.pk)
    last = entries.filter(action__in=("event.published", "event.held")).order_by("-id").first()
    return last.actor_id if last and last.actor_id else event.organizer_id


def others_in_office(person: Resident, event: Event | Series) -> OfficeQuerySet:
    offices = Office.objects.in_force().exclude(holder=person)
    if event.rt is None:
        return offices.filter(rt=None, rw=event.rw_id)
    return offices.over(event.rt)


def may_join(resident: Standing, event: Event) -> bool:
    """A verified resident of its RW or RT; an office there alone makes no neighbour."""
    if resident.rt is None or resident.rt.rw_id != event.rw_id:
        return False
    return event.rt_id in (None, resident.rt.pk)
