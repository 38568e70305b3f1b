"""The words of each notice and reminder of a need, and when a reminder is void."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Resident
from notifications.kinds import Kind, Words, register
from notifications.models import Notification
from requests_app import reminders
from requests_app.concerned import deciders, helpers_of
from requests_app.models import AidRequest
from volunteers.models import SignUp
from web.dates import moment

Text = str | Promise

FOR_DECIDERS = ("need.waiting", "need.opened", "need.changed", "need.held")

# event → (title, body). %(what)s is the category, %(when)s the time in the RW's zone.
EVENTS: dict[str, tuple[Text, Text]] = {
    "need.waiting": (
        gettext_lazy("Awaiting approval: %(what)s"),
        gettext_lazy("A neighbour asks for help. Please decide at the coordinators' desk."),
    ),
    "need.opened": (
        gettext_lazy("Open at once: %(what)s"),
        gettext_lazy("It is on the board already. Please look at it afterwards."),
    ),
    "need.held": (
        gettext_lazy("Hidden until you look: %(what)s"),
        gettext_lazy(
            "New words name an account number, QRIS or a link. Please decide at the"
            " coordinators' desk."
        ),
    ),
    "need.approved": (
        gettext_lazy("Approved: %(what)s"),
        gettext_lazy("Your need is on the board. We will tell you when somebody offers to help."),
    ),
    "need.needs_changes": (
        gettext_lazy("Needs changes: %(what)s"),
        gettext_lazy("A coordinator asks you to change your need before it goes on the board."),
    ),
    "need.declined": (
        gettext_lazy("Not approved: %(what)s"),
        gettext_lazy("A coordinator did not approve your need. The reason is on its page."),
    ),
    "need.helper_joined": (
        gettext_lazy("Somebody will help: %(what)s"),
        gettext_lazy("A neighbour has signed up. Open your need to see who."),
    ),
    "need.helper_left": (
        gettext_lazy("A helper had to withdraw: %(what)s"),
        gettext_lazy("The place is open again, so that somebody else can take it."),
    ),
    "need.moved": (
        gettext_lazy("New time: %(what)s"),
        gettext_lazy("It is now %(when)s. Can you still help? If not, withdraw on its page."),
    ),
    "need.cancelled": (
        gettext_lazy("Cancelled: %(what)s"),
        gettext_lazy("The need you signed up for was cancelled. Thank you for offering!"),
    ),
    "need.taken_down": (
        gettext_lazy("Taken off the board: %(what)s"),
        gettext_lazy("A coordinator took it off, so you are free. Thank you for offering!"),
    ),
    "need.done": (
        gettext_lazy("Is it done? %(what)s"),
        gettext_lazy("It was marked as done. Please confirm."),
    ),
    "need.not_done": (
        gettext_lazy("Not done yet: %(what)s"),
        gettext_lazy("It was marked as done too early. Its page says how it stands now."),
    ),
    "need.confirmed": (
        gettext_lazy("Done: %(what)s"),
        gettext_lazy("It counts as done. Thank you for pitching in!"),
    ),
    "need.marked_done": (
        gettext_lazy("Marked as done: %(what)s"),
        gettext_lazy("The neighbour you helped is asked to confirm."),
    ),
    "need.changed": (
        gettext_lazy("Changed: %(what)s"),
        gettext_lazy("What is needed was changed. Please read it again."),
    ),
    "need.still_open": (
        gettext_lazy("Still needed: %(what)s"),
        gettext_lazy("Nobody has come forward yet. Could it be you?"),
    ),
    "need.expired": (
        gettext_lazy("Past its time: %(what)s"),
        gettext_lazy("Was the help given? It can still be marked as done."),
    ),
    "need.undecided": (
        gettext_lazy("Past its time: %(what)s"),
        gettext_lazy("It was not decided in time. You can ask again at any time."),
    ),
    "need.unmet": (
        gettext_lazy("Past its time: %(what)s"),
        gettext_lazy("It is no longer on the board. You can ask again at any time."),
    ),
    "need.place_offered": (
        gettext_lazy("Can you still help? %(what)s"),
        gettext_lazy("A place came free."),
    ),
    "need.offer_lapsed": (
        gettext_lazy("Passed on: %(what)s"),
        gettext_lazy("There was no answer in time, so the next one was asked. Thank you!"),
    ),
    "need.no_place": (
        gettext_lazy("No place came free: %(what)s"),
        gettext_lazy("You are free. Thank you for waiting; the board shows who needs a hand."),
    ),
    "need.evening": (
        gettext_lazy("Tomorrow: %(what)s"),
        gettext_lazy("Help is coming %(when)s."),
    ),
    "need.hour": (
        gettext_lazy("Soon: %(what)s"),
        gettext_lazy("Help is coming %(when)s."),
    ),
    "duty.evening": (
        gettext_lazy("Tomorrow you help: %(what)s"),
        gettext_lazy("You promised to help %(when)s. Can't make it? Withdraw on its page."),
    ),
    "duty.hour": (
        gettext_lazy("Soon you help: %(what)s"),
        gettext_lazy("You promised to help %(when)s. Can't make it? Withdraw on its page."),
    ),
}


def load(ids: Iterable[int]) -> Mapping[int, AidRequest]:
    """Needs with their RW, for the words of a page of notices in one query."""
    return AidRequest.objects.select_related("rw").in_bulk(list(ids))


def words(notification: Notification) -> Words:
    title, body = EVENTS[notification.kind]
    need = notification.subject
    values = {"what": need.kind.label, "when": when(need)}
    return Words(title=str(title) % values, body=str(body) % values)


def when(need: AidRequest) -> str:
    return moment(need.starts_at, need.rw.zone) if need.starts_at else _("as soon as possible")


def load_with_offers(ids: Iterable[int]) -> Mapping[int, AidRequest]:
    """And with the places offered at the moment, which are said with their end."""
    offered = SignUp.objects.filter(status=SignUp.Status.OFFERED)
    offers = Prefetch("shifts__sign_ups", queryset=offered)
    return AidRequest.objects.select_related("rw").prefetch_related(offers).in_bulk(list(ids))


def offer_words(notification: Notification) -> Words:
    plain, need = words(notification), notification.subject
    ends = [
        offer.offer_ends_at
        for shift in need.shifts.all()
        for offer in shift.sign_ups.all()
        if offer.volunteer_id == notification.recipient_id and offer.offer_ends_at
    ]
    if not ends:
        return Words(title=plain.title, body=_("A place came free; it has a helper by now."))
    body = _("A place came free. Answer before %(until)s, or the next one is asked.")
    return Words(title=plain.title, body=body % {"until": moment(ends[0], need.rw.zone)})


def void_offer(notification: Notification) -> str | None:
    """A mail held over night may come after the answer, or while the need is hidden."""
    offers = SignUp.objects.filter(
        shift__need=notification.object_id, shift__need__hidden_at=None, status="offered"
    )
    return None if offers.filter(volunteer=notification.recipient_id).exists() else "withdrawn"


def link(notification: Notification) -> str:
    if notification.kind in ("need.taken_down", "need.no_place"):
        # Out of their sight now, or of no more use to them.
        return reverse("home")
    return reverse("need", args=[notification.code])


def void_reminder(notification: Notification) -> str | None:
    """Why a planned reminder is not sent after all, asked at the moment of sending."""
    need = AidRequest.objects.filter(pk=notification.object_id).first()
    if need is None or not need.is_live or need.hidden_at:
        return "cancelled"
    if need.version != notification.version:
        return "moved"
    if not still_concerned(notification, need):
        return "withdrawn"
    return None


def void_call(notification: Notification) -> str | None:
    """Somebody may have come forward before the call went out."""
    calling = AidRequest.objects.live().filter(pk=notification.object_id, shifts__taken=0)
    return None if calling.exists() else "filled"


def still_concerned(notification: Notification, need: AidRequest) -> bool:
    places = SignUp.objects.filter(shift__need=need, status=SignUp.Status.ACTIVE)
    if notification.kind.startswith("duty."):
        return places.filter(volunteer=notification.recipient_id).exists()
    return places.exists()


def audience(notification: Notification) -> Iterable[Resident]:
    """Who decides by now. That it was changed is told to its helpers too."""
    need = notification.subject
    if need is None:
        return ()
    helpers = helpers_of(need) if notification.kind == "need.changed" else ()
    return (*deciders(need), *helpers)


def register_kinds() -> None:
    due: dict[str, Callable] = {
        "duty.evening": partial(reminders.helpers_due, evening=True),
        "duty.hour": partial(reminders.helpers_due, evening=False),
        "need.evening": partial(reminders.requesters_due, evening=True),
        "need.hour": partial(reminders.requesters_due, evening=False),
    }
    for code in EVENTS:
        if code in due:
            register(
                Kind(
                    code=code,
                    words=words,
                    link=link,
                    load=load,
                    is_duty=True,
                    check=void_reminder,
                    due=due[code],
                )
            )
        elif code == "need.place_offered":
            register(
                Kind(
                    code=code,
                    words=offer_words,
                    link=link,
                    load=load_with_offers,
                    check=void_offer,
                )
            )
        elif code == "need.still_open":
            # To a whole neighbourhood, so it makes no noise: who opens the app sees it.
            register(
                Kind(
                    code=code,
                    words=words,
                    link=link,
                    load=load,
                    channels=("inapp",),
                    check=void_call,
                )
            )
        else:
            told = audience if code in FOR_DECIDERS else None
            register(Kind(code=code, words=words, link=link, load=load, audience=told))
