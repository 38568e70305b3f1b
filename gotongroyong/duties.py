"""'Bantuan saya': which duties one person has, in the order in which they are read.

Needs and events meet here, on the top floor. One query walks what they asked for, what
they promised a need and what they signed up for at events: what is to be answered first,
then by when it begins, what is past last and newest first. `duty_rows` puts it in words.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import Event
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from requests_app.visibility import own_of
from volunteers.models import SignUp

# What a duty waits for, most pressing first.
OFFER, ANSWER, AHEAD, UNTIMED, PAST = range(5)
# Which table it is of.
ASKED, HELPING, JOINED = range(3)
COLUMNS = ("rank", "sort", "arm", "id", "turn")
PAGE = 30


@dataclass(frozen=True)
class Key:
    """Where a page begins: just after this place in the order."""

    rank: int
    sort: int
    arm: int
    id: int

    def __str__(self) -> str:
        return f"{self.rank}_{self.sort}_{self.arm}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """A key from an address; None (the first page) for anything that isn't one."""
        try:
            rank, sort, arm, pk = (int(part) for part in text.split("_"))
        except ValueError:
            return None
        sound = rank in range(5) and arm in range(3) and pk >= 0
        return cls(rank, sort, arm, pk) if sound and fits(sort) and fits(pk) else None


def fits(number: int) -> bool:
    """Into Postgres' bigint."""
    return number.bit_length() < 63


@dataclass(frozen=True)
class Duty:
    rank: int
    sort: int
    arm: int
    id: int
    turn: int

    @property
    def key(self) -> Key:
        return Key(self.rank, self.sort, self.arm, self.id)


def duties_of(
    viewer: Standing, *, after: Key | None = None, past: bool = True
) -> QuerySet[Any, Any]:
    """All of theirs that they may open, as one query of COLUMNS to be sliced."""
    arms = [asked(viewer), helping(viewer), joined(viewer)]
    if not past:
        arms = [arm.filter(rank__lt=PAST) for arm in arms]
    if after:
        place = Tuple(F("rank"), F("sort"), F("arm"), F("id"))
        key = (after.rank, after.sort, after.arm, after.id)
        arms = [arm.filter(TupleGreaterThan(place, key)) for arm in arms]
    first, *others = (arm.values_list(*COLUMNS) for arm in arms)
    return first.union(*others, all=True).order_by("rank", "sort", "arm", "id")


def fetch(duties: QuerySet[Any, Any], count: int) -> list[Duty]:
    return [Duty(*row) for row in duties[:count]]


def asked(viewer: Standing) -> QuerySet[Any, Any]:
    needs = AidRequest.objects.filter(own_of(viewer), rw=viewer.rw)
    to_confirm = Q(status="done", confirmed_at=None) & ~Q(done_by=F("requester"))
    return placed(
        needs,
        ASKED,
        When(Q(status="needs_changes") | to_confirm, then=ANSWER),
        *ahead(Q(status="pending") | Q(status__in=AidRequest.LIVE), ""),
        at=Coalesce("starts_at", "done_at", "created_at"),
    ).annotate(turn=Value(0))


def helping(viewer: Standing) -> QuerySet[Any, Any]:
    need = "shift__need__"
    to_confirm = Q(status="done", shift__need__status="done", shift__need__confirmed_at=None)
    said_by_requester = Q(shift__need__done_by=F("shift__need__requester"))
    visible = AidRequest.objects.visible_to(viewer).filter(pk=OuterRef("shift__need"))
    return placed(
        sign_ups_of(viewer).filter(Exists(visible)),
        HELPING,
        When(status="offered", then=OFFER),
        When(to_confirm & said_by_requester, then=ANSWER),
        *ahead(Q(shift__need__status__in=AidRequest.LIVE), need),
        at=Coalesce("offer_ends_at", f"{need}starts_at", f"{need}done_at", f"{need}created_at"),
    )


def joined(viewer: Standing) -> QuerySet[Any, Any]:
    visible = Event.objects.visible_to(viewer).filter(pk=OuterRef("shift__event"))
    to_come = Q(shift__event__status="published", shift__event__ends_at__gt=timezone.now())
    return placed(
        sign_ups_of(viewer).filter(Exists(visible)),
        JOINED,
        When(status="offered", shift__event__hidden_at=None, then=OFFER),
        When(to_come, then=AHEAD),
        at=Coalesce("offer_ends_at", "shift__starts_at", "shift__event__starts_at"),
    )


def sign_ups_of(viewer: Standing) -> QuerySet[Any, Any]:
    return SignUp.objects.current().filter(volunteer=viewer.resident).with_turn()


def ahead(live: Q, path: str) -> tuple[When, When]:
    """Still to come, with a time or as soon as possible."""
    to_come = live & Q(**{f"{path}expires_at__gt": timezone.now()})
    timed = Q(**{f"{path}starts_at__isnull": False})
    return When(to_come & timed, then=AHEAD), When(to_come, then=UNTIMED)


def placed(things: QuerySet[Any, Any], arm: int, *ranks: When, at: Coalesce) -> QuerySet[Any, Any]:
    """With their place in the order: soonest first, but the untimed and the past newest first."""
    newest_first = When(rank__gte=UNTIMED, then=micros(at, "-"))
    return things.annotate(
        arm=Value(arm), rank=Case(*ranks, default=PAST, output_field=IntegerField())
    ).annotate(sort=Case(newest_first, default=micros(at)))


def micros(at: Coalesce, sign: str = "") -> Func:
    """As a whole number, exact, so that a key says it exactly."""
    return Func(
        at,
        template=f"({sign}EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint",
        output_field=BigIntegerField(),
    )
