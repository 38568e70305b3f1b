"""What an event tells whom. Titles name the kind of event only: a preview may be read by anyone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Resident
from events.kinds import ANEW, DUE, EVENTS
from events.models import Event
from events.rules import others_in_office
from journal.models import Entry
from neighborhoods.models import Membership
from notifications.actions import mark_read_about, notify, plan
from volunteers.models import SignUp


def tell(
    recipients: Iterable[Resident],
    event: Event,
    what: str,
    *,
    version: int,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    notify(
        recipients,
        kind=f"event.{what}",
        object_id=event.pk,
        code=event.code,
        rw_id=event.rw_id,
        zone=event.rw.zone,
        version=version,
        due_at=due_at,
        expires_at=expires_at,
    )


def tell_audience(event: Event, *, settle_in: timedelta = timedelta()) -> None:
    """All who may come, once ever: version 0 is the same however often it is shown again."""
    due_at = timezone.now() + settle_in if settle_in else None
    tell(audience(event), event, "published", version=0, due_at=due_at)


def tell_joined(
    event: Event, what: str, *, entry: Entry, settle_in: timedelta = timedelta()
) -> None:
    """Everybody signed up, offered a place or waiting."""
    due_at = timezone.now() + settle_in if settle_in else None
    tell(joined(event), event, what, version=entry.pk, due_at=due_at)


def tell_others_in_office(event: Event, what: str, *, besides: Resident, entry: Entry) -> None:
    offices = others_in_office(besides, event)
    tell(offices.holders(), event, what, version=entry.pk)


def tell_organizer(
    event: Event, what: str, *, entry: Entry, settle_in: timedelta = timedelta()
) -> None:
    due_at = timezone.now() + settle_in if settle_in else None
    tell([event.organizer], event, what, version=entry.pk, due_at=due_at)


def tell_those_of(sign_ups: Iterable[SignUp], event: Event, what: str, *, entry: Entry) -> None:
    tell([sign_up.volunteer for sign_up in sign_ups], event, what, version=entry.pk)


def offer(
    sign_ups: Iterable[SignUp],
    event: Event,
    *,
    anew: Entry | None = None,
    due_at: datetime | None = None,
) -> None:
    """'Masih bisa?' to each to whom a freed place is offered.

    The sign-up is the notice's version: who queued again is asked again, even where both
    offers end at the same hour of the morning. `anew` asks once more those asked before.
    """
    round_of = anew.pk * ANEW if anew else 0
    for sign_up in sign_ups:
        tell(
            [sign_up.volunteer],
            event,
            "place_offered",
            version=sign_up.pk + round_of,
            due_at=due_at,
            expires_at=sign_up.offer_ends_at,
        )


def mark_seen(event: Event, resident: Resident) -> None:
    """Its page says all that its notices said."""
    mark_read_about(event.pk, kinds=EVENTS, recipient=resident)


def settle(event: Event) -> None:
    """One coordinator has looked at it, so that nobody's bell needs to ring for it."""
    mark_read_about(event.pk, kinds=("event.held",))


def audience(event: Event) -> QuerySet[Resident]:
    """Verified residents of its RW or RT; who publishes it knows."""
    homes = Membership.objects.in_force()
    homes = homes.filter(rt=event.rt) if event.rt else homes.filter(rt__rw=event.rw_id)
    people = Resident.objects.filter(pk__in=homes.values("resident"))
    return people.exclude(pk=event.organizer_id)


def joined(event: Event) -> QuerySet[Resident]:
    unfinished = (SignUp.Status.ACTIVE, SignUp.Status.OFFERED, SignUp.Status.WAITING)
    sign_ups = SignUp.objects.filter(shift__event=event, status__in=unfinished)
    return Resident.objects.filter(pk__in=sign_ups.values("volunteer"))


def plan_reminders(event: Event) -> None:
    """At once, so that a reminder due in a minute needs no planner's tick."""
    for kind in DUE:
        plan(kind, object_id=event.pk)
