"""The cast and its kin, needs in every state, and what must stay secret about whom."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import Resident
from events import actions as event_actions
from events import closing
from events.actions import Place
from events.models import Event
from moderation.models import Case
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from notifications import health
from notifications.actions import notify
from notifications.models import Heartbeat, Notification
from requests_app import actions, decisions, helping
from requests_app.models import AidRequest
from tests.access import founding_objects
from tests.access.assisted_objects import objects_of_assisted
from tests.access.invitation_objects import invitation_objects
from tests.access.joining_objects import joining_objects
from tests.access.mydata_objects import data_requests
from tests.access.office_objects import office_objects
from tests.access.signin_objects import signin_objects
from tests.cast import Cast
from tests.events.factory import begun, join, leave, plan, published_event, wait
from tests.moderation.factory import appeal, decide, report_by
from tests.requests_app.factory import done_need, draft, helped_need, open_need, pending_need
from volunteers.models import Shift

CATEGORIES = ("errand", "bereavement", "flood", "nonsense")
# By which tests sign in.
SIGNS_IN = "+6281200000003"
KINDS = ("kerja_bakti", "unheard_of")


@dataclass(frozen=True)
class Secret:
    """Marks that a page holds a person's phone or house, however it is written.

    The landmark, which the neighbours of the RT read, is judged by itself.
    """

    digits: str
    house: str
    landmark: str

    def is_in(self, text: str) -> bool:
        without_gaps = text.replace("-", "").replace(" ", "").replace("+", "")
        return self.digits in without_gaps or self.house in text


@dataclass(frozen=True)
class World:
    cast: Cast
    people: dict[str, Resident | None]
    needs: dict[str, AidRequest]
    notes: dict[str, Notification]
    secrets: dict[str, Secret]
    events: dict[str, Event]
    cases: dict[str, Case]
    # By the beginning of an address: the ids (or tokens) of the rows there.
    objects: dict[str, dict[str, object]]

    def coded(self, path: str) -> dict[str, AidRequest] | dict[str, Event]:
        """What stands behind the codes of that address."""
        return self.events if "kegiatan/" in path or path.startswith("a/") else self.needs

    def known(self, path: str) -> dict[str, object]:
        """What stands behind the numbers and tokens of that address: by its longest beginning."""
        starts = [start for start in self.objects if path.startswith(start)]
        return self.objects[max(starts, key=len)] if starts else {}

    def arguments(self, path: str, row: str) -> list[object]:
        """What the address of that object takes; `none` is an object that isn't there."""
        if "<code:code>" in path:
            coded = self.coded(path)
            code = coded[row].code if row in coded else "ZZZZZZ"
            return [code, self.shift(row)] if "<int:shift>" in path else [code]
        if "<int:pk>" in path:
            return [self.known(path).get(row, 2**40)]
        if "<str:token>" in path:
            # Else nobody's, as with calendars: tests/gotongroyong/test_feed.py has real ones.
            return [self.known(path).get(row, "geheim" * 5)]
        return [row] if "<slug:" in path else []

    def shift(self, row: str) -> int:
        """The one shift that each event here has."""
        if row not in self.events:
            return 2**40
        return Shift.objects.get(event=self.events[row]).pk

    def owner(self, row: str) -> str:
        """The role of a need's requester or of a newcomer; at the desk a row is a role."""
        if row in self.people:
            return row
        owner = self.needs[row].requester_id if row in self.needs else self.newcomer(row)
        return next(role for role, person in self.people.items() if person and person.pk == owner)

    def newcomer(self, row: str) -> int:
        pk = int(str(self.objects["pengurus/warga-baru/"][row]))
        return Membership.objects.get(pk=pk).resident_id

    def house(self, row: str) -> str:
        """Of a newcomer: what the desk's forms say was read."""
        known = self.objects["pengurus/warga-baru/"]
        if row not in known:
            return ""
        return str(Membership.objects.get(pk=int(str(known[row]))).household_id)


def build_world(cast: Cast) -> World:
    people = people_around(cast)
    secrets = {role: keep_secret(person, n) for n, (role, person) in enumerate(people.items())}
    needs = needs_of(cast) | needs_elsewhere(cast, people["outsider_head"])
    help_and_withdraw(people["ex_helper"], needs["helped"])
    health.beat(health.SEND_DUE)
    health.beat(health.PLAN)
    # A role's whole column takes longer than a tick may be old.
    Heartbeat.objects.update(at=timezone.now() + timedelta(hours=1))
    notes = notes_of(cast, people, needs)
    events = events_of(cast, people["outsider_head"])
    cases = cases_of(cast, people["neighbour"])
    objects = (
        objects_of(cases, notes)
        | objects_of_assisted(cast)
        | invitation_objects(cast)
        | joining_objects(cast)
        | office_objects(cast, people)
        | signin_objects(cast, people)
        | {"pengurus/permintaan/": data_requests(cast)}
    )
    return World(cast, {**people, "anonymous": None}, needs, notes, secrets, events, cases, objects)


def objects_of(
    cases: dict[str, Case], notes: dict[str, Notification]
) -> dict[str, dict[str, object]]:
    """Each topic of people adds its own from a module beside this one."""
    by_case: dict[str, object] = {name: case.pk for name, case in cases.items()}
    return {
        "pemberitahuan/": {name: note.pk for name, note in notes.items()},
        "kasus/": by_case,
        "pengurus/laporan/": by_case,
        "pengurus/banding/": by_case,
        **founding_objects.objects(),
    }


def cases_of(cast: Cast, neighbour: Resident) -> dict[str, Case]:
    """About the requester's needs, reported by three: each as it stands after its name."""
    three = [cast.volunteer, neighbour, cast.other_rt]
    hidden, kept, appealed = (report_by(three, open_need(cast)) for _ in range(3))
    event = report_by([cast.volunteer], published_event(cast, places=TEAM))
    return {
        "reported": report_by([cast.volunteer], open_need(cast)),
        "hidden_by_three": report_by(three, open_need(cast)),
        "judged_hidden": decide(hidden, cast.rt_head, "hidden"),
        "judged_kept": decide(kept, cast.rt_head, "kept"),
        "appealed": appeal(decide(appealed, cast.rt_head, "kept"), neighbour),
        # Its organizer is the RW's only office, so an RT's head decides.
        "heads_event": decide(event, cast.rt_head, "kept"),
    }


def people_around(cast: Cast) -> dict[str, Resident]:
    rt_003 = RukunTetangga.objects.get(number="003", rw__number="005")
    rt_001 = RukunTetangga.objects.get(number="001", rw__number="005")
    rw_006 = RukunTetangga.objects.get(number="001", rw__number="006")
    people = {
        "requester": cast.requester,
        "volunteer": cast.volunteer,
        "other_rt": cast.other_rt,
        "rt_head": cast.rt_head,
        "rw_head": cast.rw_head,
        "outsider": cast.outsider,
        "waiting": cast.waiting,
        "operator": cast.operator,
        "neighbour": newcomer(1, rt_003),
        "ex_head": newcomer(2, rt_003),
        "moved_out": newcomer(3, rt_003),
        "locked_out": newcomer(4, rt_003),
        "outsider_head": newcomer(5, rw_006),
        "rt1_head": newcomer(6, None),
        "ex_deputy": newcomer(7, rt_003),
        "handed_over": newcomer(8, rt_003),
        "ex_helper": newcomer(9, rt_003),
    }
    appoint(people, rt_001=rt_001, rt_003=rt_003, rw_006=rw_006)
    retire(people)
    return people


def newcomer(number: int, rt: RukunTetangga | None) -> Resident:
    person = Resident(phone=f"+62812111100{number:02}", name=f"Warga Uji {number}")
    person.set_password("gotong-royong")
    person.save(force_insert=True)
    if rt:
        house = Household.objects.create(rt=rt, address=f"Gang Uji No. {number}")
        Membership.objects.create(
            resident=person,
            rt=rt,
            household=house,
            status="active",
            household_confirmed_at=timezone.now(),
        )
    return person


def appoint(
    people: dict[str, Resident],
    *,
    rt_001: RukunTetangga,
    rt_003: RukunTetangga,
    rw_006: RukunTetangga,
) -> None:
    long_ago, yesterday = (timezone.localdate() - timedelta(days=days) for days in (900, 1))
    Office.objects.create(holder=people["outsider_head"], rw=rw_006.rw, starts_on=long_ago)
    Office.objects.create(holder=people["rt1_head"], rw=rt_001.rw, rt=rt_001, starts_on=long_ago)
    Office.objects.create(
        holder=people["ex_head"], rw=rt_003.rw, rt=rt_003, starts_on=long_ago, ends_on=yesterday
    )
    retired = {"rw": rt_003.rw, "rt": rt_003, "starts_on": long_ago}
    Office.objects.create(holder=people["ex_deputy"], ends_on=yesterday, is_deputy=True, **retired)
    a_second_ago = timezone.now() - timedelta(seconds=1)
    Office.objects.create(holder=people["handed_over"], ended_at=a_second_ago, **retired)


def retire(people: dict[str, Resident]) -> None:
    Membership.objects.filter(resident=people["moved_out"]).update(
        status="ended", ended_at=timezone.now()
    )
    Resident.objects.filter(pk=people["locked_out"].pk).update(is_active=False)


def keep_secret(person: Resident, number: int) -> Secret:
    """A house of a name that nothing else has; and a phone, save where tests sign in by it."""
    digits, house = f"8137754{number:04}", f"Gang Rahasia No. {number:04}"
    secret = Secret(digits, house, f"dekat Musala Rahasia {number:04}")
    memberships = Membership.objects.filter(resident=person)
    Household.objects.filter(memberships__in=memberships).update(
        address=secret.house, landmark=secret.landmark
    )
    if person.phone != SIGNS_IN:
        person.phone = f"+62{secret.digits}"
        person.save(update_fields=["phone"])
    return secret


def needs_of(cast: Cast) -> dict[str, AidRequest]:
    """The requester's needs, in each state of a need's life."""
    coordinator = standing_of(cast.rt_head)
    cancelled, expired = helped_need(cast), helped_need(cast)
    helping.expire(expired, expired.expires_at)
    return {
        "pending": pending_need(cast),
        "needs_changes": decisions.ask_changes(
            pending_need(cast), coordinator=coordinator, reason="Apa?"
        ),
        "declined": decisions.decline_need(
            pending_need(cast), coordinator=coordinator, reason="Sudah ada."
        ),
        "open": open_need(cast),
        "urgent": open_need(cast, category="water"),
        "rt_only": open_need(cast, rt_only=True),
        "housewatch": open_need(cast, category="housewatch"),
        "helped": helped_need(cast),
        "done": done_need(cast),
        "confirmed": helping.confirm_done(done_need(cast), by=cast.volunteer),
        "cancelled": actions.cancel_need(cancelled, requester=standing_of(cast.requester)),
        "expired": expired,
        "hidden": hide(open_need(cast)),
        "hidden_helped": hide(helped_need(cast)),
    }


def help_and_withdraw(person: Resident, need: AidRequest) -> None:
    helping.offer_help(need, volunteer=standing_of(person))
    helping.withdraw_help(need, volunteer=standing_of(person))


def hide(need: AidRequest) -> AidRequest:
    need.hidden_at = timezone.now()
    need.save(update_fields=["hidden_at"])
    return need


def needs_elsewhere(cast: Cast, outsider_head: Resident) -> dict[str, AidRequest]:
    posts = {"of_rt_head": cast.rt_head, "of_rt1": cast.other_rt, "of_rw6": cast.outsider}
    needs = {
        name: actions.post_need(draft(), requester=standing_of(person))
        for name, person in posts.items()
    }
    theirs = actions.post_need(draft(), requester=standing_of(cast.outsider))
    open_rw6 = decisions.approve_need(theirs, coordinator=standing_of(outsider_head))
    return needs | {"open_rw6": open_rw6}


TEAM, PAIR, ONE = ((Place("people", "Regu", places),) for places in (5, 2, 1))


def events_of(cast: Cast, outsider_head: Resident) -> dict[str, Event]:
    """The RW's events in each state, one of RT 003 and one of the other RW."""
    head = standing_of(cast.rw_head)
    joined, started, finished, full, offered = (
        published_event(cast, places=places) for places in (TEAM, TEAM, TEAM, ONE, ONE)
    )
    for event in (joined, started, finished, full, offered):
        join(cast.volunteer, event, "Regu")
    wait(cast.requester, offered, "Regu")
    leave(cast.volunteer, offered, "Regu")
    concealed = published_event(cast, places=TEAM)
    concealed.hidden_at = timezone.now()
    concealed.save(update_fields=["hidden_at"])
    theirs = event_actions.publish_event(plan(places=TEAM), coordinator=standing_of(outsider_head))
    return {
        "planned": published_event(cast, places=PAIR),
        "of_rt3": published_event(cast, places=TEAM, rt=standing_of(cast.rt_head).rt),
        "joined": joined,
        "full": full,
        "offered": offered,
        "begun": begun(started),
        "finished": closing.close_event(
            begun(finished), attendance={}, walk_ins=0, summary="Beres.", coordinator=head
        ),
        "called_off": event_actions.cancel_event(
            published_event(cast, places=TEAM), reason="Hujan.", coordinator=head
        ),
        "concealed": concealed,
        "of_rw6": theirs,
        "repeating": published_event(cast, places=TEAM, repeat="weekly"),
    }


def notes_of(
    cast: Cast, people: dict[str, Resident], needs: dict[str, AidRequest]
) -> dict[str, Notification]:
    """One unread notice for each whom the needs above gave none."""
    need = needs["open"]
    others = [people[role] for role in ("neighbour", "ex_head", "other_rt", "waiting", "moved_out")]
    notify(
        others,
        kind="need.moved",
        object_id=need.pk,
        code=need.code,
        rw_id=need.rw_id,
        zone=need.rw.zone,
    )
    recipients = (cast.requester, cast.volunteer, cast.outsider)
    newest = [Notification.objects.inbox_of(person)[0] for person in recipients]
    return dict(zip(("to_requester", "to_volunteer", "to_outsider"), newest, strict=True))
