"""Reported things and judged cases, made by the product's own actions."""

from accounts.models import Resident
from moderation.actions import appeal_case, report_thing
from moderation.decisions import decide_case
from moderation.models import Case
from moderation.things import Thing
from neighborhoods.models import Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of


def neighbours(cast: Cast, count: int) -> list[Resident]:
    """Verified residents of RT 003, besides the cast."""
    start = Resident.objects.count()
    return [neighbour(rt_of(cast.requester), start + number) for number in range(count)]


def neighbour(rt: RukunTetangga, number: int) -> Resident:
    person = Resident(phone=f"+62813555{number:05}", name=f"Tetangga {number}")
    person.save(force_insert=True)
    Membership.objects.create(resident=person, rt=rt, status="active")
    return person


def appoint(person: Resident, rt: RukunTetangga, *, whole_rw: bool = False) -> None:
    Office.objects.create(
        holder=person, rw=rt.rw, rt=None if whole_rw else rt, post=Office.Post.SECRETARY
    )


def report(
    person: Resident, thing: Thing, *, reason: str = "scam", details: str = "Minta uang."
) -> Case:
    return report_thing(thing, reporter=standing_of(person), reason=reason, details=details).case


def report_by(people: list[Resident], thing: Thing) -> Case:
    """By each in turn; the case as it stands then."""
    for person in people:
        case = report(person, thing)
    case.refresh_from_db()
    thing.refresh_from_db()
    return case


def decide(case: Case, coordinator: Resident, decision: str, **how: object) -> Case:
    reason = "Sudah dicek." if decision == "kept" else "Meminta uang."
    return decide_case(
        case,
        coordinator=standing_of(coordinator),
        decision=decision,
        reason=reason,
        **how,  # type: ignore[arg-type]
    )


def appeal(case: Case, person: Resident) -> Case:
    return appeal_case(case, appellant=standing_of(person), words="Mohon dilihat lagi.")
