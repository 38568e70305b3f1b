"""What a case says to one of its two sides: how it stands, why, and whether they can appeal."""

from dataclasses import dataclass

from django.urls import reverse

from moderation import rules
from moderation.models import Case, Report
from moderation.things import Thing, label_of, owner_id_of, picture_of, url_of
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from web.dates import moment


@dataclass(frozen=True)
class Side:
    thing: Thing
    label: str
    picture: str
    # '' where it is out of this person's sight.
    url: str
    is_owner: bool
    # What the owner reads of the reports: why, but neither how many nor in which words.
    reasons: list[str]
    # One's own report.
    report: Report | None
    can_appeal: bool
    # They would, and nobody is in office who could decide it.
    lacks_judge: bool
    is_appellant: bool
    decided: str
    appealed: str
    appeal_decided: str


def side_of(case: Case, person: Standing) -> Side:
    thing = rules.thing_of(case)
    is_owner = rules.owner_id(case) == person.resident.pk
    report = case.reports.filter(reporter=person.resident).first()
    at = {name: when(case, name) for name in ("decided", "appealed", "appeal_decided")}
    visible = type(thing).objects.visible_to(person).filter(pk=thing.pk).exists()
    has_lost, can_appeal = rules.lost(person, case), rules.may_appeal(person, case)
    return Side(
        thing=thing,
        label=label_of(thing),
        picture=picture_of(thing),
        url=url_of(thing) if visible else "",
        is_owner=is_owner,
        reasons=reasons_of(case) if is_owner else [],
        report=report,
        can_appeal=can_appeal,
        lacks_judge=has_lost and not can_appeal,
        is_appellant=case.appellant_id == person.resident.pk,
        **at,
    )


def reasons_of(case: Case) -> list[str]:
    given = set(case.reports.values_list("reason", flat=True))
    return [str(label) for code, label in Report.Reason.choices if code in given]


def when(case: Case, what: str) -> str:
    at = getattr(case, f"{what}_at")
    return moment(at, case.rw.zone) if at else ""


@dataclass(frozen=True)
class Note:
    """What the page of a need or event adds for the person who looks at it."""

    # The case that concerns them, as its owner or because they reported it.
    case: Case | None
    is_owner: bool
    report_url: str


def note_on(thing: Thing, person: Standing) -> Note:
    is_owner = owner_id_of(thing) == person.resident.pk
    cases = rules.cases_about(thing).visible_to(person)
    case = cases.order_by("-opened_at", "-pk").first()
    kind = "report_need" if isinstance(thing, AidRequest) else "report_event"
    may_report = not case and not thing.hidden_at and rules.may_report(person, thing)
    return Note(case, is_owner, reverse(kind, args=[thing.code]) if may_report else "")
