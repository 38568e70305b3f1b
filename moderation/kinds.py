"""The words of each notice about a case: for its owner, for who reported, for who decides."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from moderation.models import Case
from moderation.rules import appeal_deciders_of, deciders_of, thing_of
from moderation.things import label_of, owner_id_of, url_of
from notifications.kinds import Kind, Words, nothing_against, register
from notifications.models import Notification
from requests_app.models import AidRequest

Text = str | Promise
OWNER, REPORTER, DECIDER, HELPER = "owner", "reporter", "decider", "helper"
FOR_DECIDERS = ("case.opened", "case.hidden_waits", "case.appealed")
YOUR_REPORT = _("Your report was decided: %(what)s")
YOUR_APPEAL = _("The appeal was decided: %(what)s")

# kind → for whom → (title, body). %(what)s is the kind of help or event.
WORDS: dict[str, dict[str, tuple[Text, Text]]] = {
    "case.opened": {
        DECIDER: (
            _("Reported: %(what)s"),
            _("A neighbour reported it. Please decide at the coordinators' desk."),
        ),
    },
    "case.hidden_waits": {
        DECIDER: (
            _("Hidden by reports: %(what)s"),
            _("Three neighbours reported it, so it is hidden until you decide."),
        ),
    },
    "case.hidden_by_reports": {
        OWNER: (
            _("Hidden for now: %(what)s"),
            _(
                "Neighbours reported it, so it is hidden until a coordinator has decided. We will"
                " tell you what and why."
            ),
        ),
        HELPER: (
            _("Hidden for now: %(what)s"),
            _("The coordinators are looking at it. You keep your place; we will tell you."),
        ),
    },
    "case.kept": {
        OWNER: (
            _("It may stay: %(what)s"),
            _("A coordinator has looked at it after a report. The reason is on its page."),
        ),
        REPORTER: (
            YOUR_REPORT,
            _("It may stay. Open it to read why; you can appeal to the RW once."),
        ),
        HELPER: (
            _("Shown again: %(what)s"),
            _("The coordinators have looked at it and it may stay. You still have your place."),
        ),
    },
    "case.hidden": {
        OWNER: (
            _("Hidden: %(what)s"),
            _("A coordinator decided so. The reason is on its page; you can appeal to the RW."),
        ),
        REPORTER: (
            YOUR_REPORT,
            _("It is hidden now. Open it to read why. Thank you for looking after the board!"),
        ),
        HELPER: (
            _("Hidden: %(what)s"),
            _("A coordinator hid it, so nobody waits for you there. Thank you for offering!"),
        ),
    },
    "case.appealed": {
        DECIDER: (
            _("Appeal: %(what)s"),
            _("One side does not agree with the decision. Please decide at the desk."),
        ),
    },
    "case.appeal_kept": {
        OWNER: (YOUR_APPEAL, _("It may stay. The reason is on its page.")),
        REPORTER: (YOUR_APPEAL, _("It may stay. Open it to read why.")),
        HELPER: (
            _("Shown again: %(what)s"),
            _("The coordinators have looked at it and it may stay. You still have your place."),
        ),
    },
    "case.appeal_hidden": {
        OWNER: (YOUR_APPEAL, _("It is hidden. The reason is on its page.")),
        REPORTER: (YOUR_APPEAL, _("It is hidden. Open it to read why.")),
        HELPER: (
            _("Hidden: %(what)s"),
            _("A coordinator hid it, so nobody waits for you there. Thank you for offering!"),
        ),
    },
}


def load(ids: Iterable[int]) -> Mapping[int, Case]:
    """Cases with what they are about and their reports, for a page of notices."""
    cases = Case.objects.select_related("need__rw", "event__rw").prefetch_related("reports")
    return cases.in_bulk(list(ids))


def words(notification: Notification) -> Words:
    title, body = WORDS[notification.kind][role_of(notification)]
    values = {"what": label_of(thing_of(notification.subject))}
    return Words(title=str(title) % values, body=str(body) % values)


def role_of(notification: Notification) -> str:
    """What the recipient is in the case; whoever merely promised to come is a helper."""
    if notification.kind in FOR_DECIDERS:
        return DECIDER
    case = notification.subject
    if owner_id_of(thing_of(case)) == notification.recipient_id:
        return OWNER
    reporters = {report.reporter_id for report in case.reports.all()}
    is_reporter = notification.recipient_id in reporters
    return REPORTER if is_reporter and REPORTER in WORDS[notification.kind] else HELPER


def link(notification: Notification) -> str:
    """The owner to the post, who reported to the case, coordinators to their desk."""
    role, case = role_of(notification), notification.subject
    if role == DECIDER:
        at_desk = "desk_appeal" if case.appealed_at else "desk_case"
        return reverse(at_desk, args=[case.pk])
    if role == REPORTER:
        return reverse("case", args=[case.pk])
    thing = thing_of(case)
    # A hidden event is out of the sight of those who joined it.
    out_of_sight = role == HELPER and thing.hidden_at and not isinstance(thing, AidRequest)
    return reverse("home") if out_of_sight else url_of(thing)


def already_decided(notification: Notification) -> str | None:
    """Whoever is asked to decide need not be asked by mail once it has been done."""
    case = notification.subject
    is_appeal = notification.kind == "case.appealed"
    decided_at = case.appeal_decided_at if is_appeal else case.decided_at
    return "decided" if decided_at else None


def deciders(notification: Notification) -> Iterable[Resident]:
    """Of the appeal once there is one: the page of the first decision is closed by then."""
    case = notification.subject
    return appeal_deciders_of(case) if case.appealed_at else deciders_of(case)


def register_kinds() -> None:
    for code in WORDS:
        decides = code in FOR_DECIDERS
        register(
            Kind(
                code=code,
                words=words,
                link=link,
                load=load,
                check=already_decided if decides else nothing_against,
                audience=deciders if decides else None,
            )
        )
