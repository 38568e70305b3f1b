"""The words of each notice and reminder of a need, and when a reminder is void."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.kinds import Kind, Words, register
from notifications.models import Notification
from requests_app import reminders
from requests_app.models import AidRequest
from volunteers.models import SignUp
from web.dates import moment

Text = str | Promise

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
        gettext_lazy("It was marked as done too early and is in progress again."),
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


def link(notification: Notification) -> str:
    if notification.kind == "need.taken_down":
        # Out of their sight now.
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


def still_concerned(notification: Notification, need: AidRequest) -> bool:
    places = SignUp.objects.filter(shift__need=need, status=SignUp.Status.ACTIVE)
    if notification.kind.startswith("duty."):
        return places.filter(volunteer=notification.recipient_id).exists()
    return places.exists()


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
        else:
            register(Kind(code=code, words=words, link=link, load=load))
