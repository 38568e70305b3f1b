"""Any order of publishing, joining, leaving, offers, answers, silence, new sizes, hiding and
cancelling, beside a model that knows no database."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Resident
from events import joining
from events.actions import Place, Plan, cancel_event, change_event, publish_event
from events.errors import NotPossibleNow
from events.models import Event
from moderation import things
from neighborhoods.models import Membership
from neighborhoods.standing import Standing, standing_of
from notifications.models import Notification
from tests.cast import Cast
from tests.events.factory import plan
from volunteers.errors import AlreadyFull, TooFewPlaces
from volunteers.models import Shift, SignUp

CROWD = 9
PEOPLE = st.integers(0, CROWD - 1)
SIZES = st.integers(1, 4)


@dataclass
class Model:
    """Who holds a place, to whom one is offered, who stands in line, and why others left."""

    capacity: int
    active: set[int] = field(default_factory=set)
    offered: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    told: Counter[tuple[int, str]] = field(default_factory=Counter)
    cancelled: bool = False
    hidden: bool = False
    steps: int = 0

    @property
    def free(self) -> int:
        return self.capacity - len(self.active) - len(self.offered)

    def has(self, person: int) -> bool:
        return person in self.active or person in self.offered or person in self.line

    def offer(self) -> None:
        """Nobody is asked what they can't open."""
        while self.free > 0 and self.line and not self.hidden:
            person = self.line.pop(0)
            self.offered.append(person)
            self.told[person, "event.place_offered"] += 1

    def leave(self, person: int, reason: str) -> None:
        self.active.discard(person)
        for others in (self.offered, self.line):
            if person in others:
                others.remove(person)
        self.left[person] = reason
        self.offer()

    def show(self) -> None:
        """Who was offered a place before is asked once more, and free places go on."""
        self.hidden = False
        for person in self.offered:
            self.told[person, "event.place_offered"] += 1
        self.offer()

    def enter(self, person: int) -> None:
        self.left.pop(person, None)


class Places(RuleBasedStateMachine):
    crowd: list[Standing]
    coordinator: Standing

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(capacity=SIZES)
    def publish(self, capacity: int) -> None:
        self.model = Model(capacity)
        self.event = publish_event(self.planned(capacity), coordinator=self.coordinator)

    def planned(self, capacity: int, shift_id: int | None = None) -> Plan:
        return plan(places=(Place("people", "Regu", capacity, shift_id),))

    def open(self) -> bool:
        return not self.model.cancelled and not self.model.hidden

    @property
    def shift(self) -> Shift:
        return Shift.objects.get(event=self.event)

    @precondition(lambda self: self.open())
    @rule(number=PEOPLE)
    def sign_up(self, number: int) -> None:
        """Also the yes to an offered place."""
        model = self.model
        try:
            joining.join_shift(self.shift, resident=self.crowd[number])
        except AlreadyFull:
            assert not model.has(number)
            assert model.free == 0
            return
        if number in model.offered:
            model.offered.remove(number)
            model.active.add(number)
        elif not model.has(number):
            assert model.free > 0
            assert not model.line
            model.enter(number)
            model.active.add(number)

    @precondition(lambda self: self.open())
    @rule(number=PEOPLE)
    def wait(self, number: int) -> None:
        model = self.model
        joining.wait_for_shift(self.shift, resident=self.crowd[number])
        if not model.has(number):
            model.enter(number)
            if model.free > 0:
                model.active.add(number)
            else:
                model.line.append(number)

    @precondition(lambda self: not self.model.cancelled)
    @rule(number=PEOPLE)
    def withdraw(self, number: int) -> None:
        joining.leave_shift(self.shift, resident=self.crowd[number])
        if self.model.has(number):
            self.model.leave(number, "withdrawn")

    @precondition(lambda self: self.model.offered)
    @rule(pick=st.integers(0, 3))
    def turn_down(self, pick: int) -> None:
        number = self.model.offered[pick % len(self.model.offered)]
        joining.turn_down_offer(self.shift, resident=self.crowd[number])
        self.model.leave(number, "turned_down")

    @precondition(lambda self: self.open() and self.model.offered)
    @rule(pick=st.integers(0, 3))
    def take_offer(self, pick: int) -> None:
        number = self.model.offered[pick % len(self.model.offered)]
        self.sign_up(number)

    @precondition(lambda self: self.model.offered)
    @rule()
    def let_offers_lapse(self) -> None:
        """The tick after their end; those asked next have an end of their own."""
        model, silent = self.model, list(self.model.offered)
        ends = [each.offer_ends_at for each in self.shift.sign_ups.filter(status="offered")]
        # The line's next ones get the same end, so that one tick may pass through many.
        joining.pass_on_offers(max(end for end in ends if end))
        if model.hidden:
            return
        for number in silent:
            model.told[number, "event.offer_lapsed"] += 1
            model.leave(number, "unanswered")

    @precondition(lambda self: self.open())
    @rule(capacity=SIZES)
    def resize(self, capacity: int) -> None:
        model, taken = self.model, len(self.model.active) + len(self.model.offered)
        try:
            change_event(
                self.event,
                self.planned(capacity, self.shift.pk),
                coordinator=self.coordinator,
            )
        except TooFewPlaces:
            assert capacity < taken
            return
        assert capacity >= taken
        model.capacity = capacity
        model.offer()

    @precondition(lambda self: self.open())
    @rule()
    def hide(self) -> None:
        things.hide(things.locked_thing(self.event), at=timezone.now())
        self.model.hidden = True

    @precondition(lambda self: self.model.hidden and not self.model.cancelled)
    @rule()
    def show_again(self) -> None:
        things.show(things.locked_thing(self.event))
        self.model.show()

    @precondition(lambda self: self.model.hidden)
    @rule(number=PEOPLE)
    def nobody_joins_what_is_hidden(self, number: int) -> None:
        for join in (joining.join_shift, joining.wait_for_shift):
            with pytest.raises(NotPossibleNow):
                join(self.shift, resident=self.crowd[number])

    # With a line or without one, but late enough that something has happened before.
    @precondition(lambda self: not self.model.cancelled and self.model.steps >= 5)
    @rule()
    def cancel(self) -> None:
        model = self.model
        cancel_event(self.event, reason="Balai dipakai", coordinator=self.coordinator)
        for number in [*model.active, *model.offered, *model.line]:
            model.left[number] = "cancelled"
            model.told[number, "event.cancelled"] += 1
        model.active, model.offered, model.line = set(), [], []
        model.cancelled = True

    @precondition(lambda self: self.model.cancelled)
    @rule(number=PEOPLE)
    def nobody_joins_what_is_cancelled(self, number: int) -> None:
        for join in (joining.join_shift, joining.wait_for_shift):
            with pytest.raises(NotPossibleNow):
                join(self.shift, resident=self.crowd[number])

    @invariant()
    def a_step_is_done(self) -> None:
        self.model.steps += 1

    @invariant()
    def places_hold_what_the_model_says(self) -> None:
        model, shift = self.model, self.shift
        assert self.people(status="active") == sorted(model.active)
        assert self.people(status="offered") == sorted(model.offered)
        line = shift.sign_ups.in_line().values_list("volunteer_id", flat=True)
        assert [self.number(pk) for pk in line] == model.line
        assert shift.taken == len(model.active) + len(model.offered) <= shift.capacity
        assert shift.capacity == model.capacity

    @invariant()
    def nobody_waits_beside_a_free_place_in_sight(self) -> None:
        assert self.model.hidden or self.model.free == 0 or not self.model.line

    @invariant()
    def whoever_left_has_a_reason(self) -> None:
        last: dict[int, str] = {}
        for each in self.shift.sign_ups.order_by("id"):
            last[self.number(each.volunteer_id)] = each.reason
        assert {number: last[number] for number in self.model.left} == self.model.left

    @invariant()
    def everybody_was_told(self) -> None:
        kinds = ("event.place_offered", "event.offer_lapsed", "event.cancelled")
        notices = Notification.objects.filter(object_id=self.event.pk, kind__in=kinds)
        told = Counter((self.number(each.recipient_id), each.kind) for each in notices)
        assert told == self.model.told

    def people(self, **how: str) -> list[int]:
        found = SignUp.objects.filter(shift__event=self.event, **how)
        return sorted(self.number(each.volunteer_id) for each in found)

    def number(self, pk: int) -> int:
        return next(n for n, each in enumerate(self.crowd) if each.resident.pk == pk)


def play(cast: Cast, *, examples: int, steps: int) -> None:
    rt = standing_of(cast.requester).rt
    people = Resident.objects.bulk_create(
        Resident(phone=f"+628132{n:07}", name=f"Warga {n}") for n in range(CROWD)
    )
    Membership.objects.bulk_create(Membership(resident=p, rt=rt, status="active") for p in people)
    Places.crowd = [standing_of(person) for person in people]
    Places.coordinator = standing_of(cast.rw_head)
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Event.objects.count() == 0  # each run was rolled back


# Each example is a transaction of its own: in one that lasts for minutes dead rows pile up.
@pytest.mark.django_db(transaction=True)
def test_places_and_line_agree_with_the_model(cast: Cast) -> None:
    play(cast, examples=10, steps=30)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_places_and_line_agree_with_the_model_three_hundred_times(cast: Cast) -> None:
    play(cast, examples=300, steps=30)
