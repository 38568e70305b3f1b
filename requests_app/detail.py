"""All that one need's page says to the person who opened it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.standing import Standing
from requests_app import rules
from requests_app.cards import Card, card, landmarks_near
from requests_app.models import AidRequest
from requests_app.share import share_of
from requests_app.timeline import Step, entries_of, timeline
from volunteers.models import SignUp
from web.dates import moment
from web.share import Share

Status = AidRequest.Status


@dataclass(frozen=True)
class Look:
    """One look at the requester's phone and address."""

    name: str
    when: str


@dataclass(frozen=True)
class Detail:
    need: AidRequest
    card: Card
    share: Share | None
    when: str
    requester_name: str
    helpers: list[str]
    steps: list[Step]
    looks: list[Look]
    # How many wait in line, for those who know who helps.
    in_line: int
    can_help: bool
    can_answer: bool
    can_wait: bool
    can_leave_line: bool
    can_withdraw: bool
    can_mark_done: bool
    can_confirm: bool
    can_take_back: bool
    can_edit: bool
    can_ask_again: bool
    can_decide: bool
    can_see_contact: bool
    can_see_helpers: bool


def detail_of(need: AidRequest, viewer: Standing) -> Detail:
    line, places = line_and_places(need)
    place = own_place(viewer, places, line)
    helping = place in places
    mine = rules.is_requester(viewer, need)
    covers = viewer.covers(rt_id=need.rt_id, rw_id=need.rw_id)
    near = landmarks_near([need], viewer).get(need.pk, "")
    shown = card(need, viewer, mine=mine, place=place, landmark=near, now=timezone.now())
    entries = entries_of(need)
    relation = rules.relation_to_requester(viewer, need, helping=helping)
    unconfirmed = need.status == Status.DONE and not need.confirmed_at and (mine or helping)
    said_by_my_side = mine == (need.done_by_id == need.requester_id)
    return Detail(
        need=need,
        card=shown,
        share=share_of(need, viewer),
        when=moment(need.starts_at, need.rw.zone) if need.starts_at else _("As soon as possible"),
        requester_name=shown_name(need, viewer, helping=helping),
        helpers=names_of(places, need) if mine or helping or covers else [],
        steps=timeline(entries, need.rw.zone),
        looks=looks_at(need, entries, whom(need, viewer, mine=mine)) if mine or helping else [],
        in_line=len(line) if mine or helping or covers else 0,
        can_help=shown.action == "help",
        can_answer=shown.action == "answer",
        can_wait=shown.action == "wait",
        can_leave_line=need.is_live and shown.standing == "waiting",
        can_withdraw=helping and need.is_live,
        can_mark_done=bool(places)
        and (mine or helping)
        and need.status in (Status.IN_PROGRESS, Status.EXPIRED)
        and rules.may_say_done(viewer.resident, need),
        can_confirm=unconfirmed and not said_by_my_side,
        can_take_back=unconfirmed and said_by_my_side,
        can_edit=mine and not need.is_over,
        can_ask_again=mine and need.is_over,
        can_decide=need.waits_for_a_look and rules.can_decide(viewer, need),
        can_see_contact=rules.may_look(relation),
        can_see_helpers=bool(places) and rules.may_look(rules.relation_to_helpers(viewer, need)),
    )


def line_and_places(need: AidRequest) -> tuple[list[SignUp], list[SignUp]]:
    """Who waits or is asked, in order, and who has promised; the line knows its turns."""
    current = SignUp.objects.current().filter(shift__need=need).with_turn()
    sign_ups = list(current.select_related("volunteer").order_by("created_at", "id"))
    places = [each for each in sign_ups if each.status in SignUp.HOLDS_A_PLACE]
    return [each for each in sign_ups if each not in places], places


def names_of(places: list[SignUp], need: AidRequest) -> list[str]:
    """Once its words are gone, nobody's name stands on its page."""
    return [] if need.anonymised_at else [place.volunteer.name for place in places]


def own_place(viewer: Standing, *sign_ups: list[SignUp]) -> SignUp | None:
    own = (one for some in sign_ups for one in some if one.volunteer_id == viewer.resident.pk)
    return next(own, None)


def shown_name(need: AidRequest, viewer: Standing, *, helping: bool) -> str:
    if rules.knows_name(viewer, need, helping=helping) and not need.anonymised_at:
        return in_their_name(need.requester, need.posted_by)
    return _("A family in %(rt)s") % {"rt": need.rt}


def in_their_name(requester: Resident, writer: Resident | None) -> str:
    """Both names, where one wrote for the other."""
    if writer is None:
        return requester.name
    return _("%(name)s, written by %(writer)s") % {"name": requester.name, "writer": writer.name}


def whom(need: AidRequest, viewer: Standing, *, mine: bool) -> set[int]:
    """About whose contact the viewer reads: their own, and that of whom they speak for."""
    return {viewer.resident.pk, need.requester_id} if mine else {viewer.resident.pk}


def looks_at(need: AidRequest, entries: list[Entry], subjects: set[int]) -> list[Look]:
    """Who opened their contact; the person's right under UU PDP 27/2022."""
    seen = [
        entry
        for entry in entries
        if entry.action == "contact.seen" and entry.subject_id in subjects
    ]
    names = Resident.objects.in_bulk({entry.actor_id for entry in seen if entry.actor_id})
    return [
        Look(names[entry.actor_id].name, moment(entry.at, need.rw.zone))
        for entry in seen
        if entry.actor_id in names
    ]
