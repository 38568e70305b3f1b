"""'Who saw my phone number or address', or everything: the journal's looks, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Office
from neighborhoods.standing import Standing, place_name
from requests_app.models import AidRequest
from volunteers.models import SignUp
from web.dates import moment

PAGE = 30
# All that is kept of whoever has no phone, by who speaks for them.
WHOLE = "data.exported_for"
# By phone and house; by the list of houses of an RT that is split.
LOOKS = ("contact.seen", "house.seen", WHOLE)


@dataclass(frozen=True)
class Look:
    who: str
    # Their office, or that they help.
    role: str
    when: str
    matter: str
    # The need, where it is one's own.
    code: str


@dataclass(frozen=True)
class Page:
    looks: list[Look]
    next_after: int | None


def looks_at(person: Resident) -> QuerySet[Entry]:
    return Entry.objects.filter(action__in=LOOKS, subject_id=person.pk)


def seen_page(person: Standing, *, after: int | None = None) -> Page:
    """Thirty looks, newest first; a constant number of queries."""
    entries = looks_at(person.resident).order_by("-id")
    if after:
        entries = entries.filter(id__lt=after)
    found = list(entries[: PAGE + 1])
    shown = found[:PAGE]
    return Page(
        in_words(shown, person),
        shown[-1].pk if len(found) > PAGE else None,
    )


def in_words(entries: list[Entry], person: Standing) -> list[Look]:
    actors = {entry.actor_id for entry in entries if entry.actor_id}
    people = Resident.objects.in_bulk(actors)
    offices = offices_of(actors)
    needs = needs_of(entries)
    helpers = helpers_of(needs)
    own = {pk: need for pk, need in needs.items() if need.requester_id == person.resident.pk}
    return [
        Look(
            who=name_of(people.get(entry.actor_id or 0)),
            role=side_of(entry, needs, helpers) or role_of(entry, people, offices),
            when=moment(entry.at, person.zone),
            matter=matter_of(entry, own),
            code=own[entry.object_id].code if is_of(entry, own) else "",
        )
        for entry in entries
    ]


def needs_of(entries: list[Entry]) -> dict[int, AidRequest]:
    """Others' too: whoever helps, or writes for somebody, is looked up by the other side."""
    ids = {entry.object_id for entry in entries if entry.object_kind == "need"}
    return AidRequest.objects.in_bulk(ids)


def is_of(entry: Entry, needs: dict[int, AidRequest]) -> bool:
    return entry.object_kind == "need" and entry.object_id in needs


def offices_of(actors: set[int]) -> dict[int, str]:
    """What each holds today."""
    offices = Office.objects.in_force().filter(holder__in=actors).select_related("rt", "rw")
    return {
        office.holder_id: f"{office.get_post_display()} {place_name(office.rt, office.rw)}"
        for office in offices.order_by("-id")
    }


def helpers_of(needs: Iterable[int]) -> set[tuple[int, int]]:
    """(need, helper) for each who has or had a place."""
    places = SignUp.objects.filter(shift__need__in=list(needs))
    return set(places.values_list("shift__need_id", "volunteer_id"))


def name_of(person: Resident | None) -> str:
    return person.name if person else _("Somebody")


def side_of(
    entry: Entry, needs: dict[int, AidRequest], helpers: set[tuple[int, int]]
) -> str | None:
    """Which of a need's two sides looked; None for whoever is neither."""
    if not is_of(entry, needs):
        return None
    need, actor = needs[entry.object_id], entry.actor_id or 0
    if (need.pk, actor) in helpers:
        return _("helper")
    return _("asked for help") if actor in (need.requester_id, need.posted_by_id) else None


def role_of(entry: Entry, people: dict[int, Resident], offices: dict[int, str]) -> str:
    actor = entry.actor_id or 0
    if actor in people and people[actor].is_staff:
        return _("platform operator")
    past = _("spoke for you") if entry.action == WHOLE else _("coordinator at that time")
    return offices.get(actor, past)


def matter_of(entry: Entry, needs: dict[int, AidRequest]) -> str:
    if entry.action == WHOLE:
        return _("all that is kept about you")
    if is_of(entry, needs):
        need = needs[entry.object_id]
        return f"{need.kind.label} · {need.code}"
    if entry.object_kind == "need":
        return _("a need of a neighbour")
    if entry.object_kind == "resident":
        return _("your account")
    if entry.object_kind == "rt":
        return _("the list of houses in your RT")
    return _("your membership")
