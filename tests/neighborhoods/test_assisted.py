from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import erasure
from accounts.errors import TooManyToday
from accounts.models import Consent, Resident
from accounts.phones import count_try
from journal.models import Entry
from neighborhoods.assisted import (
    create_assisted,
    give_phone,
    may_act_for,
    people_assisted_by,
)
from neighborhoods.assisted_errors import HasAPhone, KnownThere, NoConsent, NotYours, PhoneNotFree
from neighborhoods.models import Household, Membership
from neighborhoods.speaking import speakers_for
from neighborhoods.standing import Standing, standing_of
from tests.cast import Cast, rt_of
from web.errors import DomainError

ClientOf = Callable[[Resident], Client]


def house_of(person: Resident) -> Household:
    return Household.objects.select_related("rt").get(memberships__resident=person)


def empty_house(cast: Cast) -> Household:
    return Household.objects.create(rt=rt_of(cast.requester), address="Gang Sunyi No. 1")


def made(household: Household, by: Resident, *, agreed: bool = True) -> Resident:
    return create_assisted(
        "Mbah Sari", household=household, by=standing_of(by), kind="tetap", has_agreed=agreed
    )


def test_a_coordinators_is_verified_at_once_and_nobody_can_sign_in_by_it(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    home = Membership.objects.get(resident=person)
    assert (person.phone, person.has_usable_password(), person.is_assisted) == (None, False, True)
    assert (home.status, home.decided_by, home.kind) == ("active", cast.rt_head, "tetap")


def test_a_housemates_waits_for_a_coordinator(cast: Cast) -> None:
    person = made(house_of(cast.volunteer), cast.volunteer)
    home = Membership.objects.get(resident=person)
    assert (home.status, home.decided_by) == ("pending", None)
    assert home.household_confirmed_at is not None
    assert not may_act_for(standing_of(cast.volunteer), person)


def test_the_spoken_consent_is_recorded_with_both_names(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    consent = Consent.objects.get(resident=person)
    assert (consent.purpose, consent.text_version) == ("account", "spoken-1")
    entry = Entry.objects.get(action="resident.assisted")
    assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, person.pk)


def test_without_consent_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(NoConsent):
        made(empty_house(cast), cast.rt_head, agreed=False)
    assert Resident.objects.filter(name="Mbah Sari").count() == 0


@pytest.mark.parametrize("who", ["volunteer", "other_rt", "waiting", "outsider"])
def test_nobody_does_it_for_a_house_that_is_not_theirs(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        made(house_of(cast.requester), getattr(cast, who))


def test_not_before_the_house_knows_them(cast: Cast) -> None:
    cast.volunteer.memberships.update(household_confirmed_at=None)
    with pytest.raises(NotYours):
        made(house_of(cast.volunteer), cast.volunteer)


def test_the_same_name_in_the_same_house_is_one_person(cast: Cast) -> None:
    house = empty_house(cast)
    made(house, cast.rt_head)
    with pytest.raises(KnownThere):
        made(house, cast.rt_head)


def test_who_speaks_for_them(cast: Cast) -> None:
    person = made(house_of(cast.requester), cast.rt_head)
    may = {
        who: may_act_for(standing_of(getattr(cast, who)), person)
        for who in ("requester", "rt_head", "rw_head", "volunteer", "outsider", "waiting")
    }
    assert may == {
        "requester": True,
        "rt_head": True,
        "rw_head": True,
        "volunteer": False,
        "outsider": False,
        "waiting": False,
    }
    assert list(people_assisted_by(standing_of(cast.requester))) == [person]


@pytest.mark.parametrize("known_in_the_house", [True, False])
def test_whom_to_tell_is_who_may_speak(cast: Cast, known_in_the_house: bool) -> None:
    house = house_of(cast.requester)
    person = made(house, cast.rt_head)
    made(empty_house(cast), cast.rt_head)
    for each in (cast.volunteer, cast.other_rt):
        Membership.objects.filter(resident=each).update(household=house)
    unknown = Membership.objects.filter(household=house, resident=cast.volunteer)
    unknown.update(household_confirmed_at=timezone.now() if known_in_the_house else None)
    Resident.objects.filter(pk=cast.other_rt.pk).update(is_active=False)
    may = {
        each
        for each in Resident.objects.filter(is_active=True).exclude(phone=None)
        if may_act_for(standing_of(each), person)
    }
    assert (cast.volunteer in may) is known_in_the_house
    home = Membership.objects.select_related("rt").get(resident=person)
    assert set(speakers_for(home)) == may


def test_without_a_house_nobody_else_of_no_house_speaks(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    Membership.objects.filter(resident__in=[person, cast.volunteer]).update(household=None)
    home = Membership.objects.select_related("rt").get(resident=person)
    assert set(speakers_for(home)) == {cast.rt_head, cast.rw_head}


def test_nobody_speaks_for_who_left_or_has_a_phone_or_a_password_of_an_erased(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    Membership.objects.filter(resident=person).update(status="ended")
    assert not may_act_for(standing_of(cast.rt_head), person)
    Membership.objects.filter(resident=person).update(status="active")
    Resident.objects.filter(pk=cast.requester.pk).update(phone="+628137000999")
    assert not may_act_for(standing_of(cast.rt_head), cast.requester)


def test_a_number_of_their_own_ends_it(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    give_phone(person, "+6281370000001", by=standing_of(cast.rt_head))
    person.refresh_from_db()
    assert (person.phone, person.is_assisted) == ("+6281370000001", False)
    assert not may_act_for(standing_of(cast.rt_head), person)
    entry = Entry.objects.get(action="resident.phone_given")
    assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, person.pk)
    with pytest.raises(HasAPhone):
        give_phone(person, "+6281370000002", by=standing_of(cast.rt_head))


def test_their_own_number_takes_back_that_they_are_deleted(cast: Cast) -> None:
    person, by = made(empty_house(cast), cast.rt_head), standing_of(cast.rt_head)
    erasure.ask(person, by=cast.rt_head)
    with pytest.raises(PhoneNotFree):
        give_phone(person, str(cast.volunteer.phone), by=by)
    assert Resident.objects.get(pk=person.pk).erase_after
    assert give_phone(person, "+6281370000001", by=by).erase_after is None
    assert Resident.objects.get(pk=person.pk).erase_after is None


def test_a_number_that_somebody_has_is_refused(cast: Cast) -> None:
    person = made(empty_house(cast), cast.rt_head)
    with pytest.raises(PhoneNotFree):
        give_phone(person, str(cast.volunteer.phone), by=standing_of(cast.rt_head))


def test_a_coordinator_learns_of_five_numbers_a_day_whether_they_are_somebodys(
    cast: Cast, client_of: ClientOf
) -> None:
    """Of all people together, and beside the tries for a number of one's own."""
    houses = (empty_house(cast), house_of(cast.requester))
    people = [made(house, cast.rt_head) for house in houses]
    head = client_of(cast.rt_head)
    known = str(cast.volunteer.phone)

    def set_phone(person: Resident, phone: str) -> tuple[int, list[str]]:
        answer = head.post(f"/pengurus/warga/dibantu/{person.pk}/", {"phone": phone})
        return answer.status_code, answer.context["form"].errors["phone"]

    refused = (422, [str(PhoneNotFree.message)])
    assert [set_phone(people[number % 2], known) for number in range(5)] == [refused] * 5
    for person, phone in ((people[0], known), (people[1], "+6281370000001")):
        assert set_phone(person, phone) == (422, [str(TooManyToday.message)])
    phones = Resident.objects.filter(name="Mbah Sari").values_list("phone", flat=True)
    assert list(phones) == [None, None]
    count_try(cast.rt_head)


def test_a_number_that_is_none_counts_as_no_try(cast: Cast, client_of: ClientOf) -> None:
    person, head = made(empty_house(cast), cast.rt_head), client_of(cast.rt_head)
    path = f"/pengurus/warga/dibantu/{person.pk}/"
    for _ in range(6):
        assert head.post(path, {"phone": "0812"}).status_code == 422
    assert head.post(path, {"phone": "081370000001"}).status_code == 302


def test_a_housemate_sets_no_number(cast: Cast) -> None:
    person = made(house_of(cast.requester), cast.rt_head)
    with pytest.raises(NotYours):
        give_phone(person, "+6281370000001", by=standing_of(cast.requester))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_person(cast: Cast) -> None:
    house, head = empty_house(cast), standing_of(cast.rt_head)
    barrier, outcomes = Barrier(2), list[str]()

    def make(by: Standing) -> None:
        barrier.wait()
        try:
            create_assisted("Mbah Sari", household=house, by=by, has_agreed=True)
            outcomes.append("made")
        except DomainError as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=make, args=[head]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["KnownThere", "made"]


FORM = {"name": "Mbah Sari", "address": "Gang Sunyi No. 2", "kind": "tetap", "has_agreed": "on"}


def test_the_desk_makes_one_and_lists_it(cast: Cast, client_of: ClientOf) -> None:
    client, rt = client_of(cast.rt_head), rt_of(cast.requester)
    page = client.post("/pengurus/warga/dibantu/", FORM | {"rt": rt.pk}, follow=True)
    person = Resident.objects.get(name="Mbah Sari")
    assert f"/pengurus/warga/dibantu/{person.pk}/" in page.content.decode()
    assert Household.objects.get(memberships__resident=person).address == "Gang Sunyi No. 2"


def test_the_desk_makes_none_in_a_foreign_rt(cast: Cast, client_of: ClientOf) -> None:
    foreign = rt_of(cast.other_rt)
    answer = client_of(cast.rt_head).post("/pengurus/warga/dibantu/", FORM | {"rt": foreign.pk})
    assert answer.status_code == 422
    assert Resident.objects.filter(name="Mbah Sari").count() == 0


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("name", ""),
        ("name", "…"),
        ("name", "x" * 61),
        ("name", "Mbah\x00Sari"),
        ("kind", "raja"),
        ("address", " "),
        ("address", "y" * 81),
        ("has_agreed", ""),
        ("rt", "99999999999999999999"),
        ("rt", "x"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_the_rest_is_kept(
    cast: Cast, client_of: ClientOf, field: str, bad: str
) -> None:
    rt = rt_of(cast.requester)
    sent = FORM | {"rt": str(rt.pk), field: bad}
    answer = client_of(cast.rt_head).post("/pengurus/warga/dibantu/", sent)
    text = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    kept = "Gang Sunyi No. 2" if field != "address" else "Mbah Sari"
    assert kept in text


@pytest.mark.parametrize("bad", ["", "x", "0812-ABCD", "1" * 40, "\x00", "0812-0000-0003"])
def test_a_bad_number_is_said_beside_the_field(cast: Cast, client_of: ClientOf, bad: str) -> None:
    person = made(empty_house(cast), cast.rt_head)
    answer = client_of(cast.rt_head).post(f"/pengurus/warga/dibantu/{person.pk}/", {"phone": bad})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])


def test_thanks_name_nobody_since_they_are_kept_in_the_session(
    cast: Cast, client_of: ClientOf
) -> None:
    said = {
        "name": "Mbah Sari",
        "rt": str(rt_of(cast.rt_head).pk),
        "address": "Gang Sunyi No. 1",
        "kind": "tetap",
        "has_agreed": "on",
    }
    client = client_of(cast.rt_head)
    assert client.post("/pengurus/warga/dibantu/", said).status_code == 302
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert "Selesai." in kept
    assert "Sari" not in kept
    assert "Mbah Sari" in client.get("/pengurus/warga/dibantu/").content.decode()
