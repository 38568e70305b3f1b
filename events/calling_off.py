"""An event that will not be held: alone or with its whole series."""

from collections.abc import Collection

from django.utils import timezone

from accounts.models import Resident
from events import notices
from events.life import journal
from events.models import Event
from volunteers.actions import release_all
from volunteers.models import SignUp


def call_off(
    event: Event, told_as: str, *, reason: str, actor: Resident, besides: Collection[int] = ()
) -> set[int]:
    """Under its lock. Everybody goes free, those who wait too; answers whom it concerned."""
    event.status = Event.Status.CANCELLED
    event.reason = reason
    event.revision += 1
    event.changed_at = timezone.now()
    event.save(update_fields=["status", "reason", "revision", "changed_at"])
    entry = journal("cancelled", event, actor=actor)
    notices.settle(event)
    people = notices.joined(event)
    concerned = set(people.values_list("pk", flat=True))
    notices.tell(people.exclude(pk__in=besides), event, told_as, version=entry.pk)
    for shift in event.shifts.order_by("id"):
        release_all(shift, reason=SignUp.Reason.CANCELLED)
    return concerned
