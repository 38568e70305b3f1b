"""All that one event's page says to the person who opened it."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import rules
from events.cards import Card, card, standings_towards
from events.closing import CORRECTABLE
from events.models import Event
from events.timeline import Step, timeline
from neighborhoods.models import Office
from neighborhoods.standing import Standing
from volunteers.models import Shift, SignUp
from web.dates import short_moment, span

Status, Reason = SignUp.Status, SignUp.Reason
# In which order, under which heading.
GROUPS: dict[str, str | Promise] = {
    Shift.Kind.PEOPLE: gettext_lazy("Who comes"),
    Shift.Kind.TOOLS: gettext_lazy("Tools to bring"),
    Shift.Kind.FOOD: gettext_lazy("Refreshments"),
}
MISSED = (Reason.EXCUSED.value, Reason.ABSENT.value)
# More names than these are folded away.
FEW_NAMES = 6


@dataclass(frozen=True)
class Places:
    """One shift: what it is, who has it, and what the viewer can do about it."""

    pk: int
    label: str
    left: str
    names: list[str]
    few: bool
    waiting: str
    # "joined", "in_line", "offered" or "".
    standing: str
    position: int
    answer_by: str
    can_join: bool
    can_wait: bool
    can_leave: bool


@dataclass(frozen=True)
class Group:
    kind: str
    title: str
    places: list[Places]


@dataclass(frozen=True)
class Attendance:
    present: int
    excused: int
    absent: int
    walk_ins: int


@dataclass(frozen=True)
class Detail:
    event: Event
    card: Card
    when: str
    organizer: str
    groups: list[Group]
    offers: list[Places]
    joined: list[Places]
    steps: list[Step]
    attendance: Attendance | None
    can_join: bool
    can_manage: bool
    # Whether its time has come: before it nobody can say who was there.
    has_begun: bool
    is_live: bool
    can_correct: bool


def detail_of(event: Event, viewer: Standing) -> Detail:
    sign_ups = sign_ups_of(event)
    can_join = rules.may_join(viewer, event) and not event.is_over and not event.hidden_at
    groups = groups_of(event, sign_ups, viewer, can_join=can_join)
    all_places = [places for group in groups for places in group.places]
    return Detail(
        event=event,
        card=card(event, standings_towards([event], viewer).get(event.pk, "")),
        when=span(event.starts_at, event.ends_at, event.rw.zone),
        organizer=organizer_of(event),
        groups=groups,
        offers=[places for places in all_places if places.standing == "offered"],
        joined=[places for places in all_places if places.standing == "joined"],
        steps=timeline(event),
        attendance=attendance_of(event, sign_ups),
        can_join=can_join,
        can_manage=rules.can_manage(viewer, event),
        has_begun=has_begun(event),
        is_live=event.status == Event.Status.PUBLISHED,
        can_correct=bool(event.done_at and event.done_at >= timezone.now() - CORRECTABLE),
    )


def sign_ups_of(event: Event) -> list[SignUp]:
    """All of them with their people, those who withdrew too, in the order they came."""
    found = SignUp.objects.filter(shift__event=event)
    return list(found.select_related("volunteer").order_by("id"))


def organizer_of(event: Event) -> str:
    """'Ketua RW 005, Bambang Sutrisno': the post that answers for it, and the name."""
    office = (
        Office.objects.in_force()
        .filter(holder=event.organizer_id, rw=event.rw_id)
        .select_related("rt", "rw")
        .order_by("rt_id", "pk")
        .first()
    )
    if office is None:
        return event.organizer.name
    post = f"{office.get_post_display()} {office.rt or office.rw}"
    return f"{post}, {event.organizer.name}"


def groups_of(
    event: Event, sign_ups: list[SignUp], viewer: Standing, *, can_join: bool
) -> list[Group]:
    by_shift: dict[int, list[SignUp]] = {}
    for sign_up in sign_ups:
        by_shift.setdefault(sign_up.shift_id, []).append(sign_up)
    shifts = sorted(event.shifts.all(), key=lambda shift: shift.pk)
    return [
        Group(
            kind,
            str(title),
            [
                places_of(event, shift, by_shift.get(shift.pk, []), viewer, can_join=can_join)
                for shift in shifts
                if shift.kind == kind
            ],
        )
        for kind, title in GROUPS.items()
        if any(shift.kind == kind for shift in shifts)
    ]


def places_of(
    event: Event, shift: Shift, sign_ups: list[SignUp], viewer: Standing, *, can_join: bool
) -> Places:
    mine = next((s for s in sign_ups if is_current(s) and is_of(s, viewer)), None)
    line = [sign_up for sign_up in sign_ups if sign_up.status == Status.WAITING]
    names = [s.volunteer.name for s in sign_ups if s.status in SignUp.HOLDS_A_PLACE]
    offered = mine is not None and mine.status == Status.OFFERED
    return Places(
        pk=shift.pk,
        label=shift.name,
        left=left_words(event, shift),
        names=names if sees_names(viewer, event) else [],
        few=len(names) <= FEW_NAMES,
        waiting=waiting_words(line, offered=sum(s.status == Status.OFFERED for s in sign_ups)),
        standing=standing_in(mine),
        position=line.index(mine) + 1 if mine in line else 0,
        answer_by=answer_words(event, mine) if offered else "",
        can_join=can_join and mine is None and shift.places_left > 0,
        can_wait=can_join and mine is None and shift.places_left == 0 and not has_begun(event),
        can_leave=mine is not None and event.status == Event.Status.PUBLISHED and not event.is_over,
    )


def sees_names(viewer: Standing, event: Event) -> bool:
    """Neighbours know who comes; an office elsewhere alone makes no neighbour."""
    return viewer.is_verified or rules.can_manage(viewer, event)


def has_begun(event: Event) -> bool:
    return event.starts_at <= timezone.now()


def is_current(sign_up: SignUp) -> bool:
    return sign_up.status != Status.RELEASED


def is_of(sign_up: SignUp, viewer: Standing) -> bool:
    return sign_up.volunteer_id == viewer.resident.pk


def standing_in(mine: SignUp | None) -> str:
    if mine is None:
        return ""
    return {Status.WAITING: "in_line", Status.OFFERED: "offered"}.get(Status(mine.status), "joined")


def left_words(event: Event, shift: Shift) -> str:
    """'Masih butuh 3 dari 10'; of what is over, how many it had."""
    if event.is_over:
        return _("%(taken)d of %(all)d") % {"taken": shift.taken, "all": shift.capacity}
    if shift.places_left == 0:
        return _("Full: %(all)d of %(all)d") % {"all": shift.capacity}
    return _("%(left)d of %(all)d still needed") % {
        "left": shift.places_left,
        "all": shift.capacity,
    }


def waiting_words(line: list[SignUp], *, offered: int) -> str:
    """An offered place counts as taken and has nobody's name yet, so that it is said."""
    parts = []
    if offered:
        parts.append(
            ngettext(
                "%(count)d place is being offered", "%(count)d places are being offered", offered
            )
            % {"count": offered}
        )
    if line:
        parts.append(
            ngettext(
                "%(count)d person is on the waiting list",
                "%(count)d people are on the waiting list",
                len(line),
            )
            % {"count": len(line)}
        )
    return " · ".join(parts)


def answer_words(event: Event, mine: SignUp | None) -> str:
    if mine is None or mine.offer_ends_at is None:
        return ""
    return short_moment(mine.offer_ends_at, event.rw.zone, now=timezone.now())


def attendance_of(event: Event, sign_ups: list[SignUp]) -> Attendance | None:
    """People rather than places: who brought a hoe and stayed to work came once."""
    if event.status != Event.Status.DONE:
        return None
    came = {s.volunteer_id for s in sign_ups if s.status == Status.DONE}
    reasons = {s.volunteer_id: s.reason for s in sign_ups if s.reason in MISSED}
    missed = Counter(reason for person, reason in reasons.items() if person not in came)
    excused, absent = (missed[reason] for reason in MISSED)
    return Attendance(len(came), excused, absent, event.walk_ins)
