"""Reporting something, and the one appeal. What coordinators decide is in `decisions`."""

from django.db import transaction
from django.utils import timezone

from moderation import notices, rules
from moderation.errors import (
    AlreadyHidden,
    AlreadyReported,
    NoAppeal,
    NotVerified,
    OwnThing,
)
from moderation.life import journal, locked_case
from moderation.models import Case, Report
from moderation.things import Thing, authors_of, hide, locked_thing
from neighborhoods.standing import Standing
from requests_app.models import AidRequest


def report_thing(thing: Thing, *, reporter: Standing, reason: str, details: str = "") -> Report:
    """Once a person and thing. With the third by a verified resident it is hidden.

    Under the thing's lock, so that of three at once the last one counts three. Raises
    AlreadyHidden, AlreadyReported, NotVerified, OwnThing.
    """
    with transaction.atomic():
        fresh = locked_thing(thing)
        check_may_report(reporter, fresh)
        case, is_new = open_case(fresh)
        report = Report.objects.create(
            case=case,
            need=case.need,
            event=case.event,
            reporter=reporter.resident,
            reason=reason,
            details=details,
        )
        # Without its author: the journal is read by coordinators, who must not learn it.
        entry = journal("reported", case, actor=None)
        if is_new:
            notices.tell_deciders(case, entry=entry)
        hide_if_enough(case, fresh)
    return report


def check_may_report(reporter: Standing, thing: Thing) -> None:
    if reporter.resident.pk in authors_of(thing):
        raise OwnThing
    if not rules.may_report(reporter, thing):
        raise NotVerified
    if rules.case_reported_by(reporter, thing):
        raise AlreadyReported
    if thing.hidden_at and not rules.cases_about(thing).filter(decided_at=None).exists():
        raise AlreadyHidden


def open_case(thing: Thing) -> tuple[Case, bool]:
    """Its undecided case, or a new one."""
    found = rules.cases_about(thing).filter(decided_at=None).first()
    if found:
        return found, False
    about = {"need" if isinstance(thing, AidRequest) else "event": thing}
    return Case.objects.create(rw=thing.rw, rt=thing.rt, **about), True


def hide_if_enough(case: Case, thing: Thing) -> None:
    """Until a person decides; not again for words that were judged and kept."""
    if case.hidden_by_reports_at or not rules.are_enough(case) or rules.were_kept(case, thing):
        return
    now = timezone.now()
    case.hidden_by_reports_at = now
    case.save(update_fields=["hidden_by_reports_at"])
    hide(thing, at=now)
    entry = journal("hidden_by_reports", case, actor=None)
    notices.tell_hidden_by_reports(case, thing, entry=entry)


def appeal_case(case: Case, *, appellant: Standing, words: str) -> Case:
    """To the RW, once, by the side that the decision went against. Raises NoAppeal."""
    with locked_case(case) as (fresh, _thing):
        if not rules.may_appeal(appellant, fresh):
            raise NoAppeal
        fresh.appellant = appellant.resident
        fresh.appeal = words
        fresh.appealed_at = timezone.now()
        fresh.save(update_fields=["appellant", "appeal", "appealed_at"])
        # Nameless like the reports: the appellant may be one who reported.
        entry = journal("appealed", fresh, actor=None)
        notices.tell_appeal_deciders(fresh, entry=entry)
    return fresh
