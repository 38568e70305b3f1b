"""Complaints become cases: reports, decisions and appeals, each with its own time.

They keep the order and words of `moderation`'s actions, as
`tests/gotongroyong/test_demo_cases.py` compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import Resident
from events.models import Event
from gotongroyong.demo.complaints import DECIDED, WAITING, Complaint
from gotongroyong.demo.history import Happened, Telling
from gotongroyong.demo.plots import Plot, by_day, draw_plot
from gotongroyong.demo.town import Town
from moderation.models import REPORTS_THAT_HIDE, Case, Report
from moderation.things import Thing, owner_of
from requests_app.models import AidRequest

RW = "005"
KEPT, HIDDEN = Case.Decision.KEPT, Case.Decision.HIDDEN
# How far between its opening and now each came.
REPORTED, DECIDED_AT, APPEALED, JUDGED = 0.4, 0.65, 0.75, 0.9


@dataclass
class Story:
    """One case as it is being told."""

    complaint: Complaint
    thing: Thing
    helpers: list[Resident]
    since: datetime
    now: datetime
    case: Case
    reports: list[Report] = field(default_factory=list)
    steps: list[Happened] = field(default_factory=list)

    def at(self, progress: float) -> datetime:
        """By day, and after what came before."""
        at = by_day(self.since + progress * (self.now - self.since), self.thing.rw.zone)
        last = self.steps[-1].at if self.steps else self.since
        return max(at, last + timedelta(minutes=1))

    def step(self, action: str, at: datetime, actor: Resident | None, *tells: Telling) -> None:
        self.steps.append(Happened(self.case, f"case.{action}", at, actor, tells))

    @property
    def both_sides(self) -> list[Resident]:
        people = [owner_of(self.thing), *(report.reporter for report in self.reports)]
        return list({person.pk: person for person in people}.values())

    def besides(self, people: Iterable[Resident]) -> list[Resident]:
        concerned = {person.pk for person in self.both_sides}
        return [person for person in people if person.pk not in concerned]


def complaints_to_tell(*, is_first: bool) -> tuple[Complaint, ...]:
    """All at first; later what waits for somebody, once nothing of it waits any more."""
    if is_first:
        return WAITING + DECIDED
    waits = Case.objects.filter(rw__number=RW, appeal_decided_at=None, decided_at=None)
    appeals = Case.objects.filter(rw__number=RW, appeal_decided_at=None).exclude(appealed_at=None)
    return () if waits.exists() or appeals.exists() else WAITING


def plots_of(complaints: Iterable[Complaint], town: Town, now: datetime) -> list[Plot]:
    """The needs they are about."""
    return [
        draw_plot(complaint.need, town, RW, posted_at=now - timedelta(days=complaint.days), now=now)
        for complaint in complaints
        if complaint.need
    ]


def write_cases(
    complaints: Iterable[Complaint],
    needs: list[tuple[Plot, AidRequest]],
    events: list[Event],
    town: Town,
    now: datetime,
) -> list[Happened]:
    """Answers what happened to them, for the journal."""
    stories = []
    about = {plot.sketch.title: (need, plot.helpers) for plot, need in needs}
    held = {event.title: event for event in events}
    for complaint in complaints:
        if complaint.need:
            need, helpers = about[complaint.need.title]
            stories.append(story_of(complaint, need, helpers, now))
        elif event := held.get(complaint.event):
            stories.append(story_of(complaint, event, [], now))
    for story in stories:
        tell(story, town)
    save(stories)
    return [step for story in stories for step in story.steps]


def save(stories: list[Story]) -> None:
    Case.objects.bulk_create(story.case for story in stories)
    Report.objects.bulk_create(report for story in stories for report in story.reports)
    needs = [story.thing for story in stories if isinstance(story.thing, AidRequest)]
    AidRequest.objects.bulk_update([need for need in needs if need.hidden_at], ["hidden_at"])


def story_of(complaint: Complaint, thing: Thing, helpers: list[Resident], now: datetime) -> Story:
    about = {"need" if isinstance(thing, AidRequest) else "event": thing}
    seen_at = thing.opened_at if isinstance(thing, AidRequest) else thing.created_at
    case = Case(rw=thing.rw, rt=thing.rt, **about)
    return Story(complaint, thing, helpers, seen_at or now, now, case)


def tell(story: Story, town: Town) -> None:
    complaint = story.complaint
    reporters = drawn(story, town)
    decides, judges = deciders(story, town, reporters), judges_of(story, town, reporters)
    report(story, reporters, decides)
    if complaint.decision:
        decide(story, decides[0])
    if complaint.appeal:
        appeal(story, [person for person in judges if person.pk != decides[0].pk])


def drawn(story: Story, town: Town) -> list[Resident]:
    named = [town.cast[key] for key in (story.complaint.reporter,) if key]
    busy = {owner_of(story.thing).pk, *(person.pk for person in story.helpers)}
    rt = story.thing.rt
    crowd = town.neighbours[rt.pk] if rt else town.crowd(story.thing.rw_id, None)
    free = [person for person in crowd if person.pk not in busy]
    return named + town.rng.sample(free, len(story.complaint.reports) - len(named))


def deciders(story: Story, town: Town, reporters: list[Resident]) -> list[Resident]:
    rt = story.thing.rt
    in_office = town.offices[rt.pk] if rt else town.wards[story.thing.rw_id]
    return unconcerned(story, in_office, reporters)


def judges_of(story: Story, town: Town, reporters: list[Resident]) -> list[Resident]:
    return unconcerned(story, town.wards[story.thing.rw_id], reporters)


def unconcerned(
    story: Story, in_office: list[Resident], reporters: list[Resident]
) -> list[Resident]:
    concerned = {owner_of(story.thing).pk, *(person.pk for person in reporters)}
    return [person for person in in_office if person.pk not in concerned]


def report(story: Story, reporters: list[Resident], decides: list[Resident]) -> None:
    """With the third it is hidden until somebody decides."""
    decided_at = story.at(DECIDED_AT) if story.complaint.decision else None
    case = story.case
    for turn, (reason, details) in enumerate(story.complaint.reports):
        at = story.at(REPORTED + turn * 0.05)
        case.opened_at = case.opened_at if turn else at
        about = {"need": case.need, "event": case.event}
        story.reports.append(
            Report(
                case=case,
                reporter=reporters[turn],
                reason=reason,
                details=details,
                created_at=at,
                **about,
            )
        )
        told = Telling("case.opened", decides, read_at=decided_at)
        story.step("reported", at, None, *(() if turn else (told,)))
    if len(reporters) >= REPORTS_THAT_HIDE:
        hide_by_number(story, decides, decided_at)


def hide_by_number(story: Story, decides: list[Resident], decided_at: datetime | None) -> None:
    at = story.steps[-1].at
    story.case.hidden_by_reports_at = story.thing.hidden_at = at
    people = [owner_of(story.thing), *story.helpers]
    story.step(
        "hidden_by_reports",
        at,
        None,
        Telling("case.hidden_by_reports", people),
        Telling("case.hidden_waits", decides, read_at=decided_at),
    )


def decide(story: Story, decider: Resident) -> None:
    case, decision, at = story.case, story.complaint.decision, story.at(DECIDED_AT)
    case.decision, case.reason = decision, story.complaint.reason
    case.decided_by, case.decided_at = decider, at
    is_news = decision == HIDDEN or case.hidden_by_reports_at is not None
    carry_out(story, decision, at, decider, told_as=decision, is_news=is_news)


def appeal(story: Story, judges: list[Resident]) -> None:
    """By the owner of what was hidden, or by the first who reported what was kept."""
    case, complaint = story.case, story.complaint
    was_hidden = complaint.decision == HIDDEN
    case.appellant = owner_of(story.thing) if was_hidden else story.reports[0].reporter
    case.appeal, case.appealed_at = complaint.appeal, story.at(APPEALED)
    judged_at = story.at(JUDGED) if complaint.appeal_decision else None
    told = Telling("case.appealed", judges, read_at=judged_at)
    story.step("appealed", case.appealed_at, None, told)
    if judged_at:
        case.appeal_decision, case.appeal_reason = (
            complaint.appeal_decision,
            complaint.appeal_reason,
        )
        case.appeal_decided_by, case.appeal_decided_at = judges[0], judged_at
        carry_out(
            story,
            complaint.appeal_decision,
            judged_at,
            judges[0],
            told_as=f"appeal_{complaint.appeal_decision}",
            is_news=complaint.appeal_decision != complaint.decision,
        )


def carry_out(
    story: Story, decision: str, at: datetime, actor: Resident, *, told_as: str, is_news: bool
) -> None:
    """Hidden or shown; who promised to come is told where that changes something for them."""
    story.thing.hidden_at = (story.thing.hidden_at or at) if decision == HIDDEN else None
    people = story.both_sides + (story.besides(story.helpers) if is_news else [])
    story.step(told_as, at, actor, Telling(f"case.{told_as}", people))
