"""Who holds which post over what a coordinator covers, and which posts nobody holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from neighborhoods import office_rules as rules
from neighborhoods.invitation_words import short_last_day
from neighborhoods.models import Invitation, Membership, Office, RukunTetangga, RukunWarga
from neighborhoods.office_life import today_in
from neighborhoods.standing import Standing
from web.dates import short_day

CADRE = Office.Post.CADRE
Key = tuple[int | None, str]


@dataclass(frozen=True)
class Held:
    office: Office
    since: str
    until: str
    # Their home here has ended, so nobody answers the door.
    is_gone: bool
    is_mine: bool
    may_end: bool


@dataclass(frozen=True)
class PostRow:
    code: str
    label: str
    held: list[Held]
    is_vacant: bool
    may_appoint: bool


@dataclass(frozen=True)
class Unit:
    value: str
    name: str
    rows: list[PostRow]

    @property
    def shown(self) -> list[PostRow]:
        """Who holds what."""
        return [row for row in self.rows if row.held]

    @property
    def vacant(self) -> list[PostRow]:
        """Named together, in one line."""
        return [row for row in self.rows if not row.held]

    @property
    def to_fill(self) -> list[PostRow]:
        return [row for row in self.rows if row.is_vacant and row.may_appoint]

    @property
    def to_change(self) -> list[Held]:
        return [one for row in self.rows for one in row.held if one.may_end or one.is_mine]


@dataclass(frozen=True)
class OpenInvitation:
    pk: int
    title: str
    until: str


def rw_of(coordinator: Standing) -> RukunWarga:
    """All of one person's offices lie in one RW."""
    rw: RukunWarga = coordinator.offices[0].rw
    return rw


def units_of(coordinator: Standing) -> list[RukunTetangga | None]:
    """The RW itself (None) and its RT for who covers it whole, else one's own RT."""
    rw = rw_of(coordinator)
    rts = RukunTetangga.objects.filter(rw=rw, closed_at=None).order_by("number")
    if rules.is_rw_wide(coordinator, rw.pk):
        return [None, *rts]
    return list(rts.filter(pk__in=coordinator.covered_rt_ids))


def units_to_fill(coordinator: Standing) -> list[RukunTetangga | None]:
    """Where they may give at least some post."""
    rw = rw_of(coordinator)
    return [
        rt
        for rt in units_of(coordinator)
        if rules.may_appoint(
            coordinator, rw_id=rw.pk, rt_id=rt.pk if rt else None, post=CADRE, is_deputy=False
        )
    ]


def board_of(coordinator: Standing) -> list[Unit]:
    """Three queries, however many RT."""
    rw = rw_of(coordinator)
    units = units_of(coordinator)
    held = held_in(coordinator, rw)
    return [
        Unit(
            value=str(rt.pk) if rt else "rw",
            name=f"{rt or rw}",
            rows=[row_of(coordinator, rw, rt, post, held) for post in Office.Post],
        )
        for rt in units
    ]


def row_of(
    coordinator: Standing,
    rw: RukunWarga,
    rt: RukunTetangga | None,
    post: Office.Post,
    held: dict[Key, list[Held]],
) -> PostRow:
    rt_id = rt.pk if rt else None
    holders = held[rt_id, post.value]
    lasting = [one for one in holders if not (one.office.is_deputy or one.is_gone)]
    may = rules.may_appoint(coordinator, rw_id=rw.pk, rt_id=rt_id, post=post, is_deputy=False)
    return PostRow(post.value, str(post.label), holders, not lasting, may)


def held_in(coordinator: Standing, rw: RukunWarga) -> dict[Key, list[Held]]:
    """In force, and what is to begin."""
    today = today_in(rw)
    running = Office.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), rw=rw, ended_at=None, holder__is_active=True
    )
    offices = list(
        running.select_related("holder", "rw", "rt").order_by("is_deputy", "starts_on", "pk")
    )
    at_home = at_home_in(rw, offices)
    held: dict[Key, list[Held]] = defaultdict(list)
    for office in offices:
        held[office.rt_id, office.post].append(held_by(office, coordinator, at_home))
    return held


def held_by(office: Office, coordinator: Standing, at_home: set[int]) -> Held:
    return Held(
        office=office,
        since=short_day(office.starts_on),
        until=short_day(office.ends_on) if office.ends_on else "",
        is_gone=office.holder_id not in at_home,
        is_mine=office.holder_id == coordinator.resident.pk,
        may_end=rules.may_end(coordinator, office),
    )


def at_home_in(rw: RukunWarga, offices: Iterable[Office]) -> set[int]:
    holders = {office.holder_id for office in offices}
    homes = Membership.objects.in_force().filter(rt__rw=rw, resident__in=holders)
    return set(homes.values_list("resident", flat=True))


def open_invitations(coordinator: Standing) -> list[OpenInvitation]:
    """Into offices that they could give themselves; the code stands on its own page."""
    rw = rw_of(coordinator)
    found = Invitation.objects.open().filter(rw=rw).exclude(post="").select_related("rw", "rt")
    return [
        shown(invitation)
        for invitation in found.order_by("pk")
        if rules.may_appoint(
            coordinator,
            rw_id=rw.pk,
            rt_id=invitation.rt_id,
            post=invitation.post,
            is_deputy=False,
        )
    ]


def shown(invitation: Invitation) -> OpenInvitation:
    return OpenInvitation(
        pk=invitation.pk,
        title=f"{invitation.get_post_display()} {invitation.rt or invitation.rw}",
        until=short_last_day(invitation),
    )
