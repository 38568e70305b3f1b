"""The words of each notice and reminder of an event, and when one is void."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import Resident
from events import reminders
from events.models import Event
from neighborhoods.in_office import rw_in_office
from neighborhoods.standing import coordinators_of
from notifications.kinds import Kind, Words, nothing_against, register
from notifications.models import Notification
from volunteers.models import SignUp
from web.dates import moment

Text = str | Promise

# An offer that was answered, or that came to an end.
OFFER_ANSWERED = gettext_lazy("A place came free on %(when)s and was offered to you.")
# kind → (title, body). %(what)s is the kind of event, %(when)s its time in the RW's zone,
# %(until)s the end of an offer.
EVENTS: dict[str, tuple[Text, Text]] = {
    "event.published": (
        gettext_lazy("New event: %(what)s"),
        gettext_lazy("It is on %(when)s. Open it to see what is needed, and join in."),
    ),
    "event.held": (
        gettext_lazy("Please look at it first: %(what)s"),
        gettext_lazy("Its words hold an account number, QRIS or a link, so nobody sees it yet."),
    ),
    "event.released": (
        gettext_lazy("Looked at and shown: %(what)s"),
        gettext_lazy("Another coordinator has looked at your event. Residents see it now."),
    ),
    "event.moved": (
        gettext_lazy("New time or place: %(what)s"),
        gettext_lazy("It is now on %(when)s. Can you still come? If not, say so on its page."),
    ),
    "event.rained_off": (
        gettext_lazy("Postponed because of rain: %(what)s"),
        gettext_lazy("It is now on %(when)s. Can you still come? If not, say so on its page."),
    ),
    "event.changed": (
        gettext_lazy("Changed: %(what)s"),
        gettext_lazy("What is planned or needed was changed. Please read it again."),
    ),
    "event.cancelled": (
        gettext_lazy("Cancelled: %(what)s"),
        gettext_lazy("The event on %(when)s was cancelled. The reason is on its page."),
    ),
    "event.series_ended": (
        gettext_lazy("No longer held: %(what)s"),
        gettext_lazy("This series has ended, and your sign-ups to it with it. Thank you!"),
    ),
    "event.place_offered": (
        gettext_lazy("A place for you: %(what)s"),
        gettext_lazy(
            "One came free on %(when)s. Can you still come? Answer until %(until)s;"
            " after that the next in line is asked."
        ),
    ),
    "event.offer_lapsed": (
        gettext_lazy("Passed on to the next in line: %(what)s"),
        gettext_lazy("The place offered to you was not answered in time."),
    ),
    "event.no_place": (
        gettext_lazy("No place came free: %(what)s"),
        gettext_lazy("The waiting list is closed. Thank you for waiting!"),
    ),
    "event.done": (
        gettext_lazy("Thank you for taking part: %(what)s"),
        gettext_lazy("It is done. How it went is on its page."),
    ),
    "event.evening": (
        gettext_lazy("Tomorrow you take part: %(what)s"),
        gettext_lazy("You are expected on %(when)s. Can't make it? Say so on its page."),
    ),
    "event.hour": (
        gettext_lazy("Soon you take part: %(what)s"),
        gettext_lazy("You are expected on %(when)s. Can't make it? Say so on its page."),
    ),
}
# An offer's notice has the sign-up's id as its version. One made anew, after the event was out
# of sight, has this many times its journal entry's id on top.
ANEW = 2**32
# A whole RW is told of a new event; mail and messages are for those who joined.
INAPP_ONLY = ("event.published",)


def load(ids: Iterable[int]) -> Mapping[int, Event]:
    """Events with their RW, for the words of a page of notices in one query."""
    return Event.objects.select_related("rw").in_bulk(list(ids))


def load_with_offers(ids: Iterable[int]) -> Mapping[int, Event]:
    """And with the places offered at the moment, whose notices say until when."""
    offered = SignUp.objects.filter(status=SignUp.Status.OFFERED)
    offers = Prefetch("shifts__sign_ups", queryset=offered)
    return Event.objects.select_related("rw").prefetch_related(offers).in_bulk(list(ids))


def words(notification: Notification) -> Words:
    title, body = EVENTS[notification.kind]
    return said(title, body, notification.subject)


def said(title: Text, body: Text, event: Event, **more: str) -> Words:
    when = moment(event.starts_at, event.rw.zone)
    values = {"what": event.shape.label, "when": when, **more}
    return Words(title=str(title) % values, body=str(body) % values)


def offer_words(notification: Notification) -> Words:
    """With the end of the offer while it stands; its sign-up is in the notice's version."""
    event: Event = notification.subject
    title, body = EVENTS[notification.kind]
    for shift in event.shifts.all():
        for offer in shift.sign_ups.all():
            if offer.pk == notification.version % ANEW and offer.offer_ends_at:
                return said(title, body, event, until=moment(offer.offer_ends_at, event.rw.zone))
    return said(title, OFFER_ANSWERED, event)


def link(notification: Notification) -> str:
    return reverse("event", args=[notification.code])


def void_reminder(notification: Notification) -> str | None:
    """Why a planned reminder is not sent after all, asked at the moment of sending."""
    event = Event.objects.filter(pk=notification.object_id).first()
    if event is None or event.status != Event.Status.PUBLISHED or event.hidden_at:
        return "cancelled"
    if event.version != notification.version:
        return "moved"
    return None if has(SignUp.Status.ACTIVE, notification) else "withdrawn"


def void_offer(notification: Notification) -> str | None:
    """A hidden event's page can't be opened; shown again, its offers are told anew."""
    offers = SignUp.objects.filter(pk=notification.version % ANEW, status=SignUp.Status.OFFERED)
    return None if offers.filter(shift__event__hidden_at=None).exists() else "answered"


def void_announcement(notification: Notification) -> str | None:
    """Held back for a moment it may have been hidden again, or called off."""
    shown = Event.objects.filter(status=Event.Status.PUBLISHED, hidden_at=None)
    return None if shown.filter(pk=notification.object_id).exists() else "cancelled"


def in_office_over(notification: Notification) -> Iterable[Resident]:
    """Another may have written the held words since, so nobody is left out."""
    event: Event | None = notification.subject
    if event is None:
        return ()
    if event.rt is None:
        return rw_in_office(notification)
    return coordinators_of(event.rt)


def has(status: str, notification: Notification) -> bool:
    """Whether the recipient has such a sign-up to any shift of the event."""
    sign_ups = SignUp.objects.filter(shift__event=notification.object_id, status=status)
    return sign_ups.filter(volunteer=notification.recipient_id).exists()


DUE: dict[str, Callable] = {
    "event.evening": partial(reminders.joiners_due, evening=True),
    "event.hour": partial(reminders.joiners_due, evening=False),
}
CHECKS: dict[str, Callable[[Notification], str | None]] = {
    "event.evening": void_reminder,
    "event.hour": void_reminder,
    "event.place_offered": void_offer,
    "event.published": void_announcement,
}


def register_kinds() -> None:
    for code in EVENTS:
        is_offer = code == "event.place_offered"
        register(
            Kind(
                code=code,
                words=offer_words if is_offer else words,
                link=link,
                load=load_with_offers if is_offer else load,
                channels=("inapp",) if code in INAPP_ONLY else ("inapp", "email"),
                is_duty=code in DUE,
                check=CHECKS.get(code, nothing_against),
                due=DUE.get(code),
                audience=in_office_over if code == "event.held" else None,
            )
        )
