"""What a case says to whoever decides it: what was reported and how often, never by whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.forms import DecisionForm
from moderation.models import Case, Report
from moderation.rules import thing_of
from moderation.things import Thing, label_of, picture_of, url_of
from web.dates import short_moment

Text = str | Promise
# Ready sentences, so that a decision takes one tap.
REASONS: dict[str, tuple[Text, ...]] = {
    "kept": (
        _("We have looked at it: everything is in order."),
        _("We asked, and it is true."),
        _("The report is understandable, but the rules allow this."),
    ),
    "hidden": (
        _("This board is not for money, selling or campaigning."),
        _("This insults a person or a group."),
        _("This shows somebody's private data."),
        _("This is not true."),
    ),
}


@dataclass(frozen=True)
class Choice:
    """One of the two decisions, as the panel offers it."""

    decision: str
    title: Text
    picture: str
    reasons: tuple[Text, ...]
    form: DecisionForm
    is_refused: bool


@dataclass(frozen=True)
class Panel:
    case: Case
    thing: Thing
    label: str
    picture: str
    url: str
    reports: int
    # (reason, how often), most often first.
    reasons: list[tuple[str, int]]
    words: list[str]
    since: str
    is_appeal: bool
    is_owners_appeal: bool
    choices: tuple[Choice, ...]


def panel_of(case: Case, *, refused: DecisionForm | None = None) -> Panel:
    """`refused` is the form that came back with a mistake."""
    thing = thing_of(case)
    reports = list(case.reports.order_by("id"))
    return Panel(
        case=case,
        thing=thing,
        label=label_of(thing),
        picture=picture_of(thing),
        url=url_of(thing),
        reports=len(reports),
        reasons=counted(reports),
        words=[report.details for report in reports if report.details],
        since=short_moment(waits_since(case), case.rw.zone, now=timezone.now()),
        is_appeal=case.is_appealed,
        is_owners_appeal=case.decision == Case.Decision.HIDDEN,
        choices=choices(thing, refused),
    )


def counted(reports: list[Report]) -> list[tuple[str, int]]:
    often = Counter(str(report.get_reason_display()) for report in reports)
    return often.most_common()


def waits_since(case: Case) -> datetime:
    return case.appealed_at or case.hidden_by_reports_at or case.opened_at


def choices(thing: Thing, refused: DecisionForm | None) -> tuple[Choice, ...]:
    chosen = str(refused["decision"].value()) if refused else ""
    offered = (("kept", _("Keep it"), "check"), ("hidden", _("Hide it"), "hidden"))
    return tuple(
        Choice(
            decision=decision,
            title=title,
            picture=picture,
            reasons=REASONS[decision],
            form=refused if refused and chosen == decision else blank(decision, thing),
            is_refused=chosen == decision,
        )
        for decision, title, picture in offered
    )


def blank(decision: str, thing: Thing) -> DecisionForm:
    known = {"decision": decision, "revision": thing.revision}
    return DecisionForm(initial=known, auto_id=f"%s-{decision}")
