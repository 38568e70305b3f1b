"""Half a year of needs and events at random, most of them near a month's border."""

import random
from datetime import UTC, datetime, timedelta

from accounts.models import Resident
from events.models import Event
from neighborhoods.models import RukunTetangga
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from volunteers.models import Shift, SignUp

# The moments around which months begin somewhere between UTC and WIT.
BORDERS = [datetime(2026, month, 1, tzinfo=UTC) for month in range(6, 13)]


def fill_months(cast: Cast, chance: random.Random) -> None:
    """Needs and events around the months' borders, in three RTs of two RWs."""
    people = [cast.volunteer, cast.requester, cast.other_rt, cast.rt_head, cast.outsider]
    for _ in range(90):
        a_need(rt_of(chance.choice(people)), people, chance)
    for _ in range(40):
        an_event(rt_of(chance.choice(people)), people, chance)


def a_moment(chance: random.Random) -> datetime:
    """Half of them within hours of a border, where a zone makes the difference."""
    if chance.random() < 0.5:
        return chance.choice(BORDERS) + timedelta(minutes=chance.randint(-700, 100))
    return BORDERS[0] + timedelta(minutes=chance.randint(0, 60 * 24 * 182))


def a_need(rt: RukunTetangga, people: list[Resident], chance: random.Random) -> None:
    created = a_moment(chance)
    opened = created + timedelta(minutes=chance.randint(0, 900)) if chance.random() < 0.8 else None
    done = opened and chance.random() < 0.5
    need = AidRequest.objects.create(
        rt=rt,
        rw=rt.rw,
        requester=chance.choice(people),
        category="errand",
        urgency="biasa",
        urgency_rank=2,
        title="Titip belanja",
        created_at=created,
        needed_at=created,
        expires_at=created + timedelta(days=7),
        opened_at=opened,
        status="done" if done else "open" if opened else "declined",
        done_at=opened + timedelta(minutes=chance.randint(1, 3000)) if opened and done else None,
    )
    shift = Shift.objects.create(need=need, capacity=5)
    sign_up_some(shift, people, chance, since=created, done=bool(done))


def an_event(rt: RukunTetangga, people: list[Resident], chance: random.Random) -> None:
    starts = a_moment(chance)
    status = chance.choice(["done", "done", "cancelled", "published"])
    event = Event.objects.create(
        rw=rt.rw,
        rt=chance.choice([rt, None]),
        organizer=chance.choice(people),
        kind="kerja_bakti",
        title="Kerja bakti",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        status=status,
        done_at=starts + timedelta(days=1) if status == "done" else None,
        walk_ins=chance.randint(0, 4) if status == "done" else 0,
    )
    for _ in range(chance.randint(0, 2)):
        shift = Shift.objects.create(event=event, capacity=5)
        sign_up_some(shift, people, chance, since=starts, done=status == "done")


def sign_up_some(
    shift: Shift, people: list[Resident], chance: random.Random, *, since: datetime, done: bool
) -> None:
    """Some of them before what they help with has opened, as after a need that was sent back."""
    kept = "done" if done else "active"
    ends = [(kept, ""), (kept, "")]
    ends += [("released", reason) for reason in ("withdrawn", "cancelled", "no_place")]
    for person in chance.sample(people, chance.randint(0, 3)):
        status, reason = chance.choice(ends)
        SignUp.objects.create(
            shift=shift,
            volunteer=person,
            status=status,
            reason=reason,
            created_at=since + timedelta(minutes=chance.randint(0, 2000)),
        )
