"""Two operators, or a request sent twice, at the same moment."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import transaction

from accounts.models import Resident
from neighborhoods import founding as founding_module
from neighborhoods.founding import approve, ask_founding
from neighborhoods.founding_errors import AlreadyHere, DecidedAlready
from neighborhoods.models import Founding, Invitation, RukunWarga
from tests.cast import Cast
from tests.neighborhoods.foundings import CONTACT, PHONE, asked, plan
from tests.volunteers.crowd import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def operators(cast: Cast, count: int) -> list[Resident]:
    others = [
        Resident.objects.create(
            phone=f"+62811000000{n}", name=f"Operator {n}", is_staff=True, is_superuser=True
        )
        for n in range(count - 1)
    ]
    return [cast.operator, *others]


def test_operators_at_once_found_one_rw(cast: Cast) -> None:
    founding = asked()

    def do(operator: Resident) -> str:
        try:
            approve(founding, operator=operator)
        except DecidedAlready:
            return "decided"
        return "founded"

    assert sorted(all_at_once(operators(cast, 6), do)) == ["decided"] * 5 + ["founded"]
    assert RukunWarga.objects.filter(number="012").count() == 1
    assert Invitation.objects.count() == 1


def test_two_requests_for_one_rw_approved_at_once_found_it_once(cast: Cast) -> None:
    """Two rows, so that no row's lock helps: the unique key has the last word."""
    people = operators(cast, 4)
    foundings = {person.pk: asked(village="karanganyar") for person in people}

    def do(operator: Resident) -> str:
        try:
            approve(foundings[operator.pk], operator=operator)
        except AlreadyHere:
            return "here"
        return "founded"

    assert sorted(all_at_once(people, do)) == ["founded", "here", "here", "here"]
    assert RukunWarga.objects.filter(number="012").count() == 1


def test_without_the_lock_both_believe_that_they_decide(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: read unlocked, and with another number each, two RW come of one request."""
    founding = asked()
    people = operators(cast, 2)
    numbers = {people[0].pk: "012", people[1].pk: "013"}
    meeting = Barrier(2)

    @contextmanager
    def unlocked(founding: Founding, operator: Resident) -> Iterator[Founding]:
        with transaction.atomic():
            fresh = Founding.objects.get(pk=founding.pk)
            if fresh.status != Founding.Status.PENDING:
                raise DecidedAlready
            fresh.number = numbers[operator.pk]
            meeting.wait(timeout=30)
            yield fresh

    monkeypatch.setattr(founding_module, "undecided", unlocked)

    def do(operator: Resident) -> str:
        approve(founding, operator=operator)
        return "founded"

    # The founding has one RW, so the later one overwrites the earlier.
    assert all_at_once(people, do) == ["founded", "founded"]
    assert RukunWarga.objects.filter(number__in=["012", "013"]).count() == 2


def test_a_form_sent_many_times_at_once_asks_once(cast: Cast) -> None:
    key = uuid.uuid4()

    def do(_person: Resident) -> str:
        founding = ask_founding(
            plan(), rt_numbers=["001"], contact_name=CONTACT, contact_phone=PHONE, draft=key
        )
        return str(founding.pk)

    assert len(set(all_at_once(operators(cast, 8), do))) == 1
    assert Founding.objects.count() == 1
