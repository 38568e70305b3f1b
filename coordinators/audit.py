"""The journal as a page to read: who did what when, in what one's office answers for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Resident
from coordinators.audit_words import DECISIONS, UNKNOWN, WORDS
from events.models import Event, Series
from journal.models import Entry
from moderation.models import Case
from moderation.rules import thing_of
from moderation.things import Thing, label_of, url_of
from neighborhoods.models import Household, Invitation, Membership, Office
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from web.dates import clock, local

PAGE = 30
# A kind and an id, as the journal has them.
Key = tuple[str, int]


@dataclass(frozen=True)
class Filter:
    code: str
    label: str | Promise
    entries: Q


FILTERS = (
    Filter("", gettext_lazy("All"), Q()),
    Filter("keputusan", gettext_lazy("Decisions"), Q(action__in=DECISIONS)),
    Filter("permintaan", gettext_lazy("Needs"), Q(action__startswith="need.")),
    Filter("kegiatan", gettext_lazy("Events"), Q(object_kind__in=("event", "series"))),
    Filter("laporan", gettext_lazy("Reports"), Q(object_kind="case")),
    Filter("data", gettext_lazy("Personal data"), Q(subject_id__isnull=False)),
)


@dataclass(frozen=True)
class Line:
    words: str
    clock: str
    # What it was about, and where that is shown; '' where there is no such page.
    about: str
    url: str


@dataclass(frozen=True)
class Day:
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Page:
    days: list[Day]
    # The id before which older entries follow.
    next_before: int | None


def chosen_filter(code: str) -> Filter:
    return next((each for each in FILTERS if each.code == code), FILTERS[0])


def audit_page(
    coordinator: Standing, chosen: Filter, zone: str, *, before: int | None = None
) -> Page:
    entries = entries_for(coordinator).filter(chosen.entries).order_by("-id")
    if before:
        entries = entries.filter(id__lt=before)
    found = list(entries[: PAGE + 1])
    shown = found[:PAGE]
    return Page(in_days(shown, coordinator, zone), shown[-1].pk if len(found) > PAGE else None)


def entries_for(coordinator: Standing) -> QuerySet[Entry]:
    """The RW's for its own officers; for an RT's, what is about things and people of that RT.

    Nothing about reports of one's own posts: those go past oneself.
    """
    rw_ids = {office.rw_id for office in coordinator.offices}
    own = Case.objects.filter(
        Q(need__requester=coordinator.resident)
        | Q(need__posted_by=coordinator.resident)
        | Q(event__organizer=coordinator.resident),
        pk=OuterRef("object_id"),
    )
    return (
        Entry.objects.filter(rw_id__in=rw_ids)
        .filter(Q(rw_id__in=coordinator.covered_rw_ids) | about_rts(coordinator.covered_rt_ids))
        .exclude(Exists(own), object_kind="case")
    )


def about_rts(rt_ids: set[int]) -> Q:
    within: dict[str, Any] = {"pk": OuterRef("object_id"), "rt__in": rt_ids}
    return (
        Q(Exists(AidRequest.objects.filter(**within)), object_kind="need")
        | Q(Exists(Event.objects.filter(**within)), object_kind="event")
        | Q(Exists(Series.objects.filter(**within)), object_kind="series")
        | Q(Exists(Case.objects.filter(**within)), object_kind="case")
        | Q(Exists(Membership.objects.filter(**within)), object_kind="membership")
        | Q(Exists(Household.objects.filter(**within)), object_kind="household")
        | Q(Exists(Office.objects.filter(**within)), object_kind="office")
        | Q(Exists(Invitation.objects.filter(**within, post="")), object_kind="invitation")
        | Q(object_kind="rt", object_id__in=rt_ids)
    )


def in_days(entries: list[Entry], coordinator: Standing, zone: str) -> list[Day]:
    names = names_of(entries, coordinator)
    things = things_of(entries, coordinator)
    days: list[Day] = []
    for entry in entries:
        day = day_of(entry.at, zone)
        if not days or days[-1].name != day:
            days.append(Day(day, []))
        title, url = things.get((entry.object_kind, entry.object_id), ("", ""))
        days[-1].lines.append(Line(sentence(entry, names), clock(entry.at, zone), title, url))
    return days


def day_of(at: datetime, zone: str) -> str:
    return date_format(local(at, zone), "l, j F Y", use_l10n=False)


def names_of(entries: list[Entry], coordinator: Standing) -> dict[int, str]:
    """Of those who live or lived in one's RW or hold an office there; the operator by trade."""
    ids = {pk for entry in entries for pk in (entry.actor_id, entry.subject_id) if pk}
    rw_ids = {office.rw_id for office in coordinator.offices}
    lives = Membership.objects.filter(resident=OuterRef("pk"), rt__rw__in=rw_ids)
    serves = Office.objects.filter(holder=OuterRef("pk"), rw__in=rw_ids)
    own = Resident.objects.filter(Exists(lives) | Exists(serves), pk__in=ids)
    names = dict(own.values_list("pk", "name"))
    operators = Resident.objects.filter(pk__in=ids, is_staff=True).exclude(pk__in=names)
    return names | dict.fromkeys(operators.values_list("pk", flat=True), _("The operator"))


def sentence(entry: Entry, names: dict[int, str]) -> str:
    words = WORDS.get(entry.action, UNKNOWN)
    said = str(words) % {
        "who": name(entry.actor_id, names),
        "whose": name(entry.subject_id, names),
        "action": entry.action,
    }
    if entry.subject_id and entry.object_kind == "need" and entry.action.startswith("need."):
        return _("%(said)s, on behalf of %(whose)s") % {
            "said": said,
            "whose": name(entry.subject_id, names),
        }
    return said


def name(pk: int | None, names: dict[int, str]) -> str:
    if pk is None:
        return _("The clockwork")
    return names.get(pk, _("Somebody from elsewhere"))


def things_of(entries: list[Entry], coordinator: Standing) -> dict[Key, tuple[str, str]]:
    """What they are about, as far as this coordinator answers for it."""
    needs = AidRequest.objects.covered_by(coordinator).in_bulk(ids_of(entries, "need"))
    events = Event.objects.covered_by(coordinator).in_bulk(ids_of(entries, "event"))
    cases = Case.objects.select_related("need", "event").in_bulk(ids_of(entries, "case"))
    return (
        {("need", pk): about(need) for pk, need in needs.items()}
        | {("event", pk): about(event) for pk, event in events.items()}
        | {("case", pk): about(thing_of(case)) for pk, case in cases.items()}
    )


def ids_of(entries: list[Entry], kind: str) -> set[int]:
    return {entry.object_id for entry in entries if entry.object_kind == kind}


def about(thing: Thing) -> tuple[str, str]:
    """By its kind and code: a title may hold what nobody has looked at yet."""
    if isinstance(thing, AidRequest):
        return f"{label_of(thing)} · {thing.code}", reverse("desk_need", args=[thing.code])
    return f"{label_of(thing)} · {thing.code}", url_of(thing)
