"""Two at once, with a connection each: the last use, one house, one decision."""

import time
from collections import Counter
from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Resident
from accounts.registration import PhoneTaken, create_account
from neighborhoods.invitations import NoLongerValid, code_of
from neighborhoods.known_numbers import KNOWN
from neighborhoods.membership_errors import DecidedAlready, LivesSomewhere
from neighborhoods.models import Household, Membership
from neighborhoods.recognition import decline, recognise
from neighborhoods.standing import standing_of
from tests.cast import Cast
from tests.neighborhoods.joining import ADDRESS, invitation_to, join, newcomer, stranger
from tests.volunteers.crowd import all_at_once
from web.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_use_goes_to_one(without_pool: None, cast: Cast) -> None:
    invitation = invitation_to(cast, max_uses=1)
    people = [stranger(number) for number in range(10)]

    def try_to_join(person: Resident) -> str:
        try:
            join(person, invitation)
        except NoLongerValid:
            return "over"
        return "in"

    assert Counter(all_at_once(people, try_to_join)) == {"in": 1, "over": 9}
    invitation.refresh_from_db()
    assert (invitation.uses, Membership.objects.filter(invitation=invitation).count()) == (1, 1)


def test_one_person_in_two_tabs_joins_once_and_uses_one(without_pool: None, cast: Cast) -> None:
    invitation, person = invitation_to(cast), stranger()

    def try_to_join(_tab: int) -> str:
        try:
            join(person, invitation)
        except LivesSomewhere:
            return "already"
        return "in"

    assert Counter(all_at_once([1, 2, 3, 4], try_to_join)) == {"in": 1, "already": 3}
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_one_address_written_at_once_is_one_house(without_pool: None, cast: Cast) -> None:
    invitation = invitation_to(cast)
    people = [stranger(number) for number in range(8)]
    written = [ADDRESS, ADDRESS.upper(), "blk q-9 no.3", "Blok Q9/03"] * 2
    addresses = dict(zip((person.pk for person in people), written, strict=True))

    def move(person: Resident) -> str:
        join(person, invitation, address=addresses[person.pk])
        return "in"

    assert all_at_once(people, move) == ["in"] * 8
    assert Household.objects.filter(memberships__invitation=invitation).distinct().count() == 1


def test_recognised_and_declined_at_once_one_holds(without_pool: None, cast: Cast) -> None:
    for number in range(5):
        membership, head = newcomer(cast, number), standing_of(cast.rt_head)

        def decide(how: str) -> str:
            try:
                if how == "yes":
                    recognise(membership, coordinator=head)  # noqa: B023
                else:
                    decline(membership, coordinator=head, reason="Salah RT.")  # noqa: B023
            except DecidedAlready:
                return "late"
            return how

        answers = Counter(all_at_once(["yes", "no"], decide))
        assert answers["late"] == 1
        membership.refresh_from_db()
        assert membership.status == ("active" if answers["yes"] else "declined")


def test_of_two_let_in_at_once_into_an_empty_house_one_was_there_first(
    without_pool: None, cast: Cast
) -> None:
    for number in range(3):
        address = f"Gang Baru No. {number}"
        two = [newcomer(cast, 2 * number + each, address=address) for each in range(2)]

        def let_in(membership: Membership) -> str:
            fresh = recognise(membership, coordinator=standing_of(cast.rt_head))
            return "known" if fresh.is_known_in_house else "let in"

        assert sorted(all_at_once(two, let_in)) == ["known", "let in"]


def test_one_number_twice_at_once_is_one_account(without_pool: None, cast: Cast) -> None:
    said = {"name": "Tari", "phone": "+628137799001", "password": "melati-15-biru"}

    def try_it(_tab: int) -> str:
        try:
            create_account(**said, is_adult=True, consents=["account"])
        except PhoneTaken:
            return "taken"
        except DomainError:
            return "refused"
        return "made"

    assert Counter(all_at_once([1, 2, 3, 4], try_it)) == {"made": 1, "taken": 3}
    assert Resident.objects.filter(phone=said["phone"]).count() == 1


def test_who_is_recognised_that_instant_is_not_thrown_out(
    without_pool: None, cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    """Moving away lets go of everything first; taking back a request does not."""
    own, client = Membership.objects.get(resident=cast.waiting), client_of(cast.waiting)
    head, known = standing_of(cast.rt_head), Event()

    def do(which: str) -> str:
        if which == "take back":
            known.wait(10)
            return str(client.post(f"/saya/batal-gabung/{own.pk}/").status_code)
        with transaction.atomic():
            recognise(own, coordinator=head)
            known.set()
            time.sleep(0.6)
        return "known"

    assert all_at_once(["recognise", "take back"], do) == ["known", "302"]
    own.refresh_from_db()
    assert own.status == "active"


def test_a_crowd_is_told_of_no_more_known_numbers_than_one_after_the_other(
    without_pool: None, cast: Cast
) -> None:
    where = f"/gabung/{code_of(invitation_to(cast))}/akun/"
    said = {"name": "Tari", "password": "melati-biru-15", "is_adult": "on", "consent_account": "on"}
    people = [stranger(number) for number in range(KNOWN + 12)]

    def ask(person: Resident) -> str:
        client = Client(REMOTE_ADDR=f"203.0.113.{person.pk % 250}")
        page = client.post(where, said | {"phone": str(person.phone)}).content.decode()
        return "told" if "sudah punya akun." in page else "wait"

    assert Counter(all_at_once(people, ask)) == {"told": KNOWN, "wait": 12}
