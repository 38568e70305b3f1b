"""Who may do what with a case. Its queues say the same in SQL (`models.CaseQuerySet`)."""

from django.db.models import Q

from accounts.models import Resident
from moderation.models import REPORTS_THAT_HIDE, Case, CaseQuerySet, writers
from moderation.things import Thing, authors_of, is_on_view, owner_id_of
from neighborhoods.models import Membership, Office, OfficeQuerySet
from neighborhoods.standing import Standing
from requests_app.models import AidRequest


def may_report(reporter: Standing, thing: Thing) -> bool:
    """A verified resident of its RW, about somebody else's post that others have seen."""
    return (
        reporter.rt is not None
        and reporter.rt.rw_id == thing.rw_id
        and reporter.resident.pk not in authors_of(thing)
        and is_on_view(thing)
    )


def may_decide(coordinator: Standing, case: Case) -> bool:
    return Case.objects.waiting_for(coordinator).filter(pk=case.pk).exists()


def may_decide_appeal(coordinator: Standing, case: Case) -> bool:
    return Case.objects.appeals_for(coordinator).filter(pk=case.pk).exists()


def may_appeal(person: Standing, case: Case) -> bool:
    """Once, by the side that the decision went against, and where somebody can decide it."""
    return lost(person, case) and bool(appeal_deciders_of(case))


def lost(person: Standing, case: Case) -> bool:
    """The decision went against them: the owner, or one who reported. And no appeal yet."""
    if not case.decision or case.appealed_at:
        return False
    if case.decision == Case.Decision.HIDDEN:
        return owner_id(case) == person.resident.pk
    return case.reports.filter(reporter=person.resident).exists()


def deciders_of(case: Case) -> list[Resident]:
    """In office over its RT or RW, else any other coordinator of the RW."""
    offices = offices_without(case, concerned_in(case))
    near = offices.over(case.rt) if case.rt else offices.filter(rt=None)
    return list(near.holders()) or list(offices.holders())


def appeal_deciders_of(case: Case) -> list[Resident]:
    """The RW's own offices, else another coordinator; never who decided first."""
    offices = offices_without(case, concerned_in(case) | {case.decided_by_id or 0})
    return list(offices.filter(rt=None).holders()) or list(offices.holders())


def offices_without(case: Case, people: set[int]) -> OfficeQuerySet:
    return Office.objects.in_force().filter(rw=case.rw_id).exclude(holder__in=people)


def concerned_in(case: Case) -> set[int]:
    """Whose it is, who answers for it, wrote in it or reported it: they decide nothing of it."""
    wrote = {entry.actor_id for entry in writers(case.event_id) if entry.actor_id}
    return {
        *authors_of(thing_of(case)),
        owner_id(case),
        *case.reports.values_list("reporter_id", flat=True),
    } | wrote


def owner_id(case: Case) -> int:
    return owner_id_of(thing_of(case))


def thing_of(case: Case) -> Thing:
    thing = case.need or case.event
    assert thing is not None, "case_about_one_thing"  # noqa: S101 - for the type checker
    return thing


def are_enough(case: Case) -> bool:
    """Reports of people who are verified residents of the RW at this moment."""
    verified = Membership.objects.in_force().filter(
        rt__rw=case.rw_id, resident__is_active=True, resident__in=case.reports.values("reporter")
    )
    return verified.count() >= REPORTS_THAT_HIDE


def were_kept(case: Case, thing: Thing) -> bool:
    """Whether these very words have been judged already, and may stay."""
    last = cases_alike(thing).filter(decided_at__isnull=False).order_by("-decided_at").first()
    return bool(last and last.outcome == Case.Decision.KEPT and last.revision == thing.revision)


def cases_about(thing: Thing) -> CaseQuerySet:
    if isinstance(thing, AidRequest):
        return Case.objects.filter(need=thing)
    return Case.objects.filter(event=thing)


def cases_alike(thing: Thing) -> CaseQuerySet:
    """About these very words: an event that repeats says them on many days."""
    if isinstance(thing, AidRequest) or thing.series_id is None or thing.is_changed:
        return cases_about(thing)
    return Case.objects.filter(event__series=thing.series_id, event__is_changed=False)


def is_hidden_by_another(case: Case, thing: Thing) -> bool:
    """Whether another case wants it out of sight: one hidden by number, or so decided."""
    hidden = Case.Decision.HIDDEN
    wants = (
        Q(decision="", hidden_by_reports_at__isnull=False)
        | Q(decision=hidden, appeal_decision="")
        | Q(appeal_decision=hidden)
    )
    return cases_alike(thing).exclude(pk=case.pk).filter(wants).exists()


def case_reported_by(person: Standing, thing: Thing) -> Case | None:
    return cases_about(thing).filter(reports__reporter=person.resident).first()
