"""A name that was noted wrongly is put right by whoever speaks for them."""

import pytest
from django.utils import timezone

from accounts.errors import AccountClosed
from accounts.models import Resident
from journal.models import Entry
from neighborhoods.assisted import create_assisted, give_phone
from neighborhoods.assisted_errors import KnownThere, NotYours
from neighborhoods.assisted_names import correct_name
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.requests_app.test_on_behalf import mbah
from tests.volunteers.crowd import all_at_once

pytestmark = pytest.mark.django_db
NEW = "Mbah Sri Lestari"


def name_of(person: Resident) -> str:
    return Resident.objects.get(pk=person.pk).name


def with_mbah(cast: Cast, name: str) -> Resident:
    """Without a phone either, in the same house."""
    home = Membership.objects.current().select_related("household__rt").get(resident=cast.requester)
    assert home.household
    by = standing_of(cast.rt_head)
    return create_assisted(name, household=home.household, by=by, kind="tetap", has_agreed=True)


@pytest.mark.parametrize("who", ["requester", "rt_head", "rw_head"])
def test_whoever_speaks_for_them_corrects_it_and_both_ids_are_noted(cast: Cast, who: str) -> None:
    person, speaker = mbah(cast), getattr(cast, who)
    correct_name(person, NEW, by=standing_of(speaker))
    assert name_of(person) == NEW
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_id) == ("resident.name_corrected", speaker.pk)
    assert (entry.subject_id, entry.rw_id) == (person.pk, rt_of(cast.requester).rw_id)
    noted = [str(getattr(entry, field.attname)) for field in Entry._meta.concrete_fields]
    assert not [words for words in noted if "Mbah" in words]


@pytest.mark.parametrize("who", ["volunteer", "other_rt", "outsider", "operator", "waiting"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    person = mbah(cast)
    count = Entry.objects.count()
    with pytest.raises(NotYours):
        correct_name(person, NEW, by=standing_of(getattr(cast, who)))
    assert (name_of(person), Entry.objects.count()) == ("Mbah Sari", count)


def test_whoever_has_a_phone_says_themselves_what_they_are_called(cast: Cast) -> None:
    person, by = mbah(cast), standing_of(cast.rt_head)
    give_phone(person, "+6281370000001", by=by)
    for somebody in (person, cast.requester):
        with pytest.raises(NotYours):
            correct_name(somebody, NEW, by=by)


def test_the_same_name_again_is_no_change(cast: Cast) -> None:
    person = mbah(cast)
    count = Entry.objects.count()
    correct_name(person, "Mbah Sari", by=standing_of(cast.rt_head))
    assert Entry.objects.count() == count


def test_two_of_one_name_in_one_house_are_refused_whatever_the_capitals(cast: Cast) -> None:
    person, by = mbah(cast), standing_of(cast.rt_head)
    with_mbah(cast, NEW)
    with pytest.raises(KnownThere):
        correct_name(person, NEW.upper(), by=by)
    # Their own in other capitals is no second person.
    correct_name(person, "mbah sari", by=by)
    assert name_of(person) == "mbah sari"


def test_an_account_that_is_being_erased_keeps_no_new_name(cast: Cast) -> None:
    person, by = mbah(cast), standing_of(cast.rt_head)
    Resident.objects.filter(pk=person.pk).update(erasing_since=timezone.now())
    with pytest.raises(AccountClosed):
        correct_name(person, NEW, by=by)
    assert name_of(person) == "Mbah Sari"


@pytest.mark.django_db(transaction=True)
def test_two_of_a_house_given_one_name_at_once_stay_two(cast: Cast) -> None:
    people = {cast.rt_head.pk: mbah(cast), cast.requester.pk: with_mbah(cast, "Mbah Darmi")}

    def do(speaker: Resident) -> str:
        try:
            correct_name(people[speaker.pk], NEW, by=standing_of(speaker))
        except KnownThere:
            return "known"
        return "corrected"

    assert sorted(all_at_once([cast.rt_head, cast.requester], do)) == ["corrected", "known"]
    assert sorted(map(name_of, people.values())).count(NEW) == 1
