"""The words of each notice about an office or its handover, and when a reminder is void."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neighborhoods import terms
from neighborhoods.in_office import rw_in_office
from neighborhoods.models import Handover, Office
from notifications.kinds import Kind, Words, nothing_against, register
from notifications.models import Notification

Text = str | Promise
TERM_ENDS = _("Term of office ends soon: %(what)s")
MINE = _("Your last day in office is %(day)s. Hand over in good time, so that nobody stands alone.")
THEIRS = _("The last day is %(day)s. Please see at the desk who comes after.")

# kind → (title, body). %(what)s is the post with its RT or RW, %(day)s its last day.
OFFICES: dict[str, tuple[Text, Text]] = {
    "office.given": (
        _("You hold an office: %(what)s"),
        _("The coordinators' desk is open to you from the first day on."),
    ),
    "office.ended": (
        _("Your office has ended: %(what)s"),
        _("The coordinators' desk is closed to you for it. Thank you for your work!"),
    ),
    "office.rt_ended": (
        _("An office has ended: %(what)s"),
        _("Please see at the desk who comes after."),
    ),
}
TERMS: dict[str, tuple[Text, Text]] = {
    "office.ends_in_30": (TERM_ENDS, MINE),
    "office.ends_in_7": (TERM_ENDS, MINE),
    "office.rw_ends_in_30": (TERM_ENDS, THEIRS),
    "office.rw_ends_in_7": (TERM_ENDS, THEIRS),
}
HANDOVERS: dict[str, tuple[Text, Text]] = {
    "handover.asked": (
        _("You are asked to take over: %(what)s"),
        _("Read what the office means, then accept or decline. Either is fine."),
    ),
    "handover.accepted": (
        _("Your successor has accepted: %(what)s"),
        _("Confirm, and the office passes on at that moment."),
    ),
    "handover.declined": (
        _("Your successor can't do it: %(what)s"),
        _("You stay in office. You can ask somebody else."),
    ),
    "handover.taken_back": (
        _("The handover was taken back: %(what)s"),
        _("There is nothing you need to do."),
    ),
    "handover.confirmed": (
        _("Handed over: %(what)s"),
        _("A successor is in office. Who, you see at the desk."),
    ),
}


def load_offices(ids: Iterable[int]) -> Mapping[int, Office]:
    return Office.objects.select_related("rw", "rt").in_bulk(list(ids))


def load_handovers(ids: Iterable[int]) -> Mapping[int, Handover]:
    return Handover.objects.with_office().in_bulk(list(ids))


def office_words(notification: Notification) -> Words:
    return in_words({**OFFICES, **TERMS}[notification.kind], notification.subject)


def handover_words(notification: Notification) -> Words:
    return in_words(HANDOVERS[notification.kind], notification.subject.office)


def in_words(said: tuple[Text, Text], office: Office) -> Words:
    title, body = (str(text) % {"what": office.title, "day": office.last_day} for text in said)
    return Words(title=title, body=body)


def office_link(notification: Notification) -> str:
    """To the desk for those who hold it open; one's own office is told of under 'Me'."""
    at_desk = notification.kind.startswith(("office.rw_ends", "office.rt_ended"))
    return reverse("desk_offices" if at_desk or has_begun(notification) else "me")


def has_begun(notification: Notification) -> bool:
    """Before its first day and after its end the desk is closed to who was given it."""
    given = notification.kind == "office.given"
    return given and Office.objects.in_force().filter(pk=notification.object_id).exists()


def handover_link(notification: Notification) -> str:
    if notification.kind == "handover.confirmed":
        return reverse("desk_offices")
    return reverse("handover", args=[notification.object_id])


def void_given(notification: Notification) -> str | None:
    office = notification.subject
    return None if office and office.ended_at is None else "cancelled"


def void_warning(notification: Notification) -> str | None:
    """Ended, of another last day, or told to somebody else than its holder."""
    office = notification.subject
    if office is None or not Office.objects.in_force().filter(pk=office.pk).exists():
        return "cancelled"
    if terms.version_of(office) != notification.version:
        return "moved"
    theirs = notification.kind.startswith("office.rw_")
    return None if theirs or office.holder_id == notification.recipient_id else "withdrawn"


def void_asking(notification: Notification) -> str | None:
    """A mail held over night may come after the answer."""
    handover = notification.subject
    if not handover.is_open:
        return "cancelled"
    answered = notification.kind == "handover.asked" and handover.accepted_at
    return "answered" if answered else None


def register_kinds() -> None:
    for code in OFFICES:
        register(
            Kind(
                code=code,
                words=office_words,
                link=office_link,
                load=load_offices,
                check=void_given if code == "office.given" else nothing_against,
                audience=rw_in_office if code == "office.rt_ended" else None,
            )
        )
    for code in TERMS:
        days = 30 if code.endswith("_30") else 7
        due = terms.coordinators_due if code.startswith("office.rw_") else terms.holders_due
        register(
            Kind(
                code=code,
                words=office_words,
                link=office_link,
                load=load_offices,
                check=void_warning,
                due=partial(due, days=days),
                audience=rw_in_office if code.startswith("office.rw_") else None,
            )
        )
    for code in HANDOVERS:
        asks = code in ("handover.asked", "handover.accepted")
        register(
            Kind(
                code=code,
                words=handover_words,
                link=handover_link,
                load=load_handovers,
                check=void_asking if asks else nothing_against,
                audience=rw_in_office if code == "handover.confirmed" else None,
            )
        )
